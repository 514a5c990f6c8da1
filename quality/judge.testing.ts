import { sql } from 'kysely'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import { geometryColumns } from '../catalog/geometry_columns.ts'
import type { Expression } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { geometryFieldOf } from './geometry/field.ts'
import { examineGeometries } from './geometry/pass.ts'
import { type JudgeInput, judge } from './judge.ts'
import { normalised, plainFields, typeOf } from './normalise/fields.ts'
import type { Followed, OwnRegister, References } from './sets/input.ts'

/** A row as received, for tests: fields by id, `_op` when it is not an insert. */
export type Received = Record<string, string | null>

export interface JudgedRows {
  accepted: Record<string, string | null>[]
  /**
   * Every row's normalised values as text; instants in microseconds since 1970, geometries as hexadecimal WKB. They are
   * made on demand, before other rows of the dataset are judged: it takes nearly as long as the judging.
   */
  values(): Promise<Record<string, string | null>[]>
  quarantined: {
    line: number
    key: string | null
    rejected: boolean
    codes: string[]
    rules: string[]
    raw: string
  }[]
  counts: { accepted: number; quarantined: number; warned: number }
  history: { rule: string; division: string | null; checked: number; failed: number }[]
}

/** Judges `rows` (line 2 onwards) and reads everything back as text. */
export async function judgeRows(
  session: Session,
  dataset: Dataset,
  rows: Received[],
  options: {
    catalogue: Catalogue
    asOf?: Date
    references?: References
    own?: OwnRegister
    followed?: Followed
    mode?: 'full' | 'delta'
    boundaries?: JudgeInput['boundaries']
    /** Judges them as rows of an extract of unknown size. */
    unknownSize?: boolean
  },
): Promise<JudgedRows> {
  const { catalogue } = options
  const columns = dataset.fields.map((field) => field.id)
  const table = sql`${sql.id(`raw_${dataset.id}`)}`
  const text = JSON.stringify(rows.map((row, at) => ({ ...row, _line: at + 2, _op: row._op ?? 'I' })))
  const members = sql.join(
    columns.map((each) => sql`json_extract_string(value, ${sql.lit(`$.${each}`)}) as ${sql.id(each)}`),
  )
  await session.exec(sql`create or replace temp table ${table} as select 1::integer as _extract, (value->>'$._line')::bigint as _line,
    value->>'$._op' as _op, ${members}, null::varchar as _extra from json_each(${text}::json)`)
  const asOf = options.asOf ?? new Date('2026-09-01T00:00:00+08:00')
  const judged = await judge(session, {
    catalogue,
    dataset,
    raw: table,
    asOf,
    references: options.references,
    own: options.own,
    followed: options.followed,
    mode: options.mode,
    boundaries: options.boundaries,
    ...(options.unknownSize ? {} : { rows: rows.length }),
  })
  const geometry = geometryFieldOf(catalogue, dataset)
  const asText = sql.join(
    [...columns, ...(geometry ? geometryColumns : []), '_line', '_op', '_repair'].map(
      (each) => sql`${sql.id(each)}::varchar as ${sql.id(each)}`,
    ),
  )
  const accepted = await session.rows<Record<string, string | null>>(
    sql`select ${asText} from ${judged.accepted} order by _line::bigint`,
  )
  const quarantined = await session.rows<
    Omit<JudgedRows['quarantined'][number], 'codes' | 'rules'> & { codes: string; rules: string }
  >(
    sql`select _line::integer as line, key, rejected, array_to_string(list_sort(list_transform(violations, lambda v: v.code)), ' ') as codes,
      array_to_string(list_sort(list_transform(violations, lambda v: v.rule)), ' ') as rules, raw from ${judged.quarantined} order by 1`,
  )
  const history = await session.rows<JudgedRows['history'][number]>(
    sql`select rule, division, checked::double as checked, failed::double as failed from ${judged.history}`,
  )
  await judged.dispose()
  const split = (words: string) => words.split(' ').filter((each) => each !== '')
  return {
    accepted,
    values: () => valuesOf(session, catalogue, dataset, table, options.unknownSize),
    quarantined: quarantined.map((row) => ({ ...row, codes: split(row.codes), rules: split(row.rules) })),
    counts: judged.counts,
    history,
  }
}

async function valuesOf(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  table: Expression,
  unknownSize = false,
): Promise<Record<string, string | null>[]> {
  const geometry = geometryFieldOf(catalogue, dataset)
  const typed = dataset.fields.map(
    ({ id }) => sql`${asTextOf(typeOf(catalogue, dataset, id), sql.id(id))} as ${sql.id(id)}`,
  )
  const pass = geometry && (await examineGeometries(session, table, geometry))
  const plain = unknownSize ? undefined : await plainFields(session, catalogue, dataset, table)
  const values = await session.rows<Record<string, string | null>>(
    sql`select _line::varchar as _line, ${sql.join(typed)} from ${normalised(catalogue, dataset, pass?.rows ?? table, plain)}`,
  )
  await pass?.dispose()
  return values
}

function asTextOf(type: ElementType, value: Expression): Expression {
  if (type === 'datetime') return sql`epoch_us(${value})::varchar`
  return type === 'geometry' ? sql`lower(hex(${value}))` : sql`${value}::varchar`
}
