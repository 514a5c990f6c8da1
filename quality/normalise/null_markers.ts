import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { BLANKS } from '../../core/blanks.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'

/** What exports of databases write for NULL, in the spellings they use: no person and no body is written like that. */
const OF_DATABASES = [
  '\\N',
  'NULL',
  'null',
  '(NULL)',
  '(null)',
  '<NULL>',
  '<null>',
  '[NULL]',
  '[null]',
  '#N/A',
  '<NA>',
]
/** What programs write; as the name of a person it may be one. */
const OF_PROGRAMS = ['None', 'NaN', 'nan', 'NaT', 'N/A']

/** First characters of the markers, as code points: a value that begins otherwise is none. */
export const markerStarts = [
  ...new Set([...OF_DATABASES, ...OF_PROGRAMS].map((marker) => marker.charCodeAt(0))),
]

/** The texts that stand for no value in a field; its own codes never do. */
export function nullMarkers(type: ElementType, mapping: Record<string, string> | undefined): string[] {
  const markers = type === 'personName' ? OF_DATABASES : [...OF_DATABASES, ...OF_PROGRAMS]
  return markers.filter((marker) => !Object.hasOwn(mapping ?? {}, marker))
}

/** True of one of the texts in the list, also among blanks; few values have any. */
function isMarker(value: Expression, list: Expression): Expression {
  const isBlank = (character: Expression) => sql`contains(${sql.lit(BLANKS)}, ${character})`
  const hasBlanks = sql`(${isBlank(sql`left(${value}, 1)`)} or ${isBlank(sql`right(${value}, 1)`)})`
  return sql`(${value} in (${list}) or (${hasBlanks} and trim(${value}, ${sql.lit(BLANKS)}) in (${list})))`
}

/** A field that holds such texts, and in how many rows. */
export interface NullMarkers {
  field: string
  rows: number
}

/**
 * Fields of the raw rows that hold such texts, and in how many rows, by extract: they are read as no value, which is told.
 * @param plain fields of which no value needs more than the cheap tests, where that is known: they hold none
 */
export async function countNullMarkers(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  raw: Relation,
  plain?: ReadonlySet<string>,
): Promise<Map<number, NullMarkers[]>> {
  const fields = dataset.fields.filter(({ id }) => !plain?.has(id))
  if (fields.length === 0) return new Map()
  const counts = fields.map((field) => {
    const markers = nullMarkers(elementOf(catalogue, field.element).type, field.mapping)
    const list = sql.join(markers.map((marker) => sql.lit(marker)))
    return sql`count(*) filter (where ${isMarker(sql.id(field.id), list)})::double as ${sql.id(field.id)}`
  })
  const found = await session.rows<Record<string, number>>(
    sql`select _extract::integer as _extract, ${sql.join(counts)} from ${raw} group by 1`,
  )
  const ofExtract = (row: Record<string, number>): NullMarkers[] =>
    fields.map(({ id }) => ({ field: id, rows: Number(row[id]) })).filter(({ rows }) => rows > 0)
  return new Map(found.map((row) => [Number(row._extract), ofExtract(row)]))
}
