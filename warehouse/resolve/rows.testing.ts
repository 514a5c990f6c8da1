import fc from 'fast-check'
import { sql } from 'kysely'
import { type Catalogue, catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { stdColumns } from '../tables/datasets.ts'
import type { Resolution } from './model.ts'
import type { FlatRow, ReferenceRow } from './reference.ts'

/** Helpers of this folder's tests: random std rows, and relations of them. */

/** Rows of every dataset of a foundation; the keys are few, so that rows meet. */
export function stdRows(
  resolution: Resolution,
  keys: string[],
): fc.Arbitrary<Record<string, ReferenceRow[]>> {
  const datasets = resolution.datasets.map((dataset) => [dataset.id, rowsOf(dataset, keys)] as const)
  return fc.record(Object.fromEntries(datasets))
}

/** A relation with these rows in std shape. */
export async function relationOf(session: Session, name: string, dataset: Dataset, rows: ReferenceRow[]) {
  const columns = stdColumns(catalogue, dataset)
  const table = sql.id(name)
  const definitions = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(column.type)}`)
  await session.exec(sql`create or replace temporary table ${table} (${sql.join(definitions)})`)
  if (rows.length > 0) {
    const tuples = rows.map(
      (row) => sql`(${sql.join(columns.map(({ name: column }) => valueIn(row, column)))})`,
    )
    await session.exec(sql`insert into ${table} values ${sql.join(tuples)}`)
  }
  return sql`(select * from ${table})`
}

function valueIn(row: ReferenceRow, column: string): Expression {
  const places: Record<string, unknown> = { ...row.values, ...row, bucket: 0 }
  return sql`${sql.lit(places[column] ?? null)}`
}

/** Base rows as the reference gives them. */
export async function flatGolden(session: Session, resolution: Resolution, golden: Relation) {
  const origins = resolution.datasets.map(({ id }) => {
    const origin = sql`struct_extract(origin, ${sql.lit(id)})`
    return sql`case when ${origin} is not null then concat(${origin}.extract, ':', ${origin}.line, ':', ${origin}.observed) end
      as ${sql.id(id)}`
  })
  const attributes = [...resolution.attributes, ...resolution.measures].map(
    ({ column }) => sql`${sql.id(column)}::varchar as ${sql.id(column)}`,
  )
  return await session.rows<FlatRow>(
    sql`select ${sql.join([
      sql.id(resolution.foundation.key),
      ...attributes,
      sql`record_status, array_to_string(provisional, ',') as provisional,
        array_to_string(disputed, ',') as disputed, key_repair`,
      ...origins,
    ])} from ${golden}`,
  )
}

/** Conflict rows as the reference gives them. */
export async function flatConflicts(session: Session, resolution: Resolution, conflicts: Relation) {
  return await session.rows<FlatRow>(sql`select ${sql.id(resolution.foundation.key)}, element, kind,
    concat(authority_dataset, ' ', authority_extract, ':', authority_line, ':', authority_observed) as authority,
    authority_value,
    concat(copy_dataset, '.', copy_field, ' ', copy_extract, ':', copy_line, ':', copy_observed) as copy,
    copy_value from ${conflicts}`)
}

function rowsOf(dataset: Dataset, keys: string[]): fc.Arbitrary<ReferenceRow[]> {
  const place = fc.record({ _extract: fc.integer({ min: 1, max: 3 }), _line: fc.integer({ min: 2, max: 9 }) })
  const row = fc.record({
    place,
    _op: fc.constantFrom('I' as const, 'I' as const, 'U' as const, 'D' as const),
    _repair: fc.constantFrom(null, null, '15to18', 'trim,lowercase_x'),
    _from: fc.constantFrom(...SAMPLES.datetime),
    values: fc.record(
      Object.fromEntries(dataset.fields.map((field) => [field.id, valuesOf(dataset, field.id, keys)])),
    ),
  })
  const different = {
    selector: (each: { place: { _extract: number; _line: number } }) => JSON.stringify(each.place),
  }
  return fc
    .uniqueArray(row, { maxLength: 10, ...different })
    .map((rows) => rows.map(({ place: where, ...rest }) => ({ ...where, ...rest })))
}

function valuesOf(dataset: Dataset, id: string, keys: string[]): fc.Arbitrary<string | null> {
  if (id === dataset.key) return fc.constantFrom(...keys)
  const field = dataset.fields.find((candidate) => candidate.id === id)
  const { type } = elementOf(catalogue, field?.element ?? '')
  return fc.constantFrom(null, ...SAMPLES[type])
}

const TEXTS = ['甲', 'b', '']
const SAMPLES: Record<ElementType, string[]> = {
  citizenId: ['150102190001010018', '152921200002290024'],
  uscc: ['11150000TEAT00015W', '91150100MATEAT0143'],
  personName: ['呼格吉勒·乌兰', '王芳'],
  text: TEXTS,
  code: ['1', '2'],
  division: ['150102', '152921'],
  phone: ['13800000000', '13900000000'],
  date: ['1985-06-15', '2000-02-29'],
  datetime: ['2026-01-01 00:00:00+00', '2026-01-02 00:00:00+00'],
  integer: ['1', '2'],
  decimal: ['1.0000', '2.5000'],
  subjectId: ['150102190001010018', '11150000TEAT00015W'],
  licenceId: ['a', 'b'],
  geometry: ['a', 'b'],
}

/** Registers that between them show every way in which an element comes about. */
const TELLING = [
  'household_registration',
  'marriage_registration',
  'social_insurance',
  'death_registration',
  'death_reports',
  'vaccinations',
  'market_entities',
  'social_organisations',
  'organs_and_institutions',
  'entity_changes',
]

/** The catalogue with few registers in each foundation: a test's time is that of compiling SQL. */
export const fewRegisters: Catalogue = {
  ...catalogue,
  foundations: catalogue.foundations.map((foundation) => ({
    ...foundation,
    datasets: foundation.datasets.filter((id) => TELLING.includes(id)),
  })),
}
