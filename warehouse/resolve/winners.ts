import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'

/** Places of a winner in a joined record, beside its fields. A NULL `_extract`: the dataset has no record. */
export const PLACES = ['_extract', '_line', '_observed', '_repair'] as const

/** The name that a field or place of a dataset's winner has in a joined record. */
export function joined(dataset: Dataset, name: string): RawBuilder<unknown> {
  return sql.id(`${dataset.id}.${name}`)
}

/** True of a joined record for which the dataset has a record. */
export function present(dataset: Dataset): RawBuilder<boolean> {
  return sql<boolean>`${joined(dataset, '_extract')} is not null`
}

/** When the department last changed the row: its event time as an instant; a bare date is midnight in Asia/Shanghai. */
export function observedOf(dataset: Dataset): RawBuilder<Date> {
  const column = sql.id(dataset.eventTime)
  return sql<Date>`(case typeof(${column}) when 'DATE' then timezone('Asia/Shanghai', ${column}::timestamp)
    else ${column}::timestamptz end)`
}

/** The order of one key's rows, winner first: latest event, then latest extract, then last line. */
export function winnerOrder(dataset: Dataset): RawBuilder<unknown> {
  return sql`${sql.id(dataset.eventTime)} desc nulls last, _extract desc, _line desc`
}

/**
 * `_extract` and `_line` of the rows that lose against another row of their key. Keys that occur once, nearly
 * all of them, are told apart by counting alone, so that only the others are sorted.
 */
export function losersOf(dataset: Dataset, std: RawBuilder<unknown>): RawBuilder<unknown> {
  const key = sql.id(dataset.key)
  return sql`select _extract, _line from ${std}
    where ${key} in (select ${key} from ${std} group by ${key} having count(*) > 1)
    qualify row_number() over (partition by ${key} order by ${winnerOrder(dataset)}) > 1`
}

/**
 * The winning rows of a dataset, without those that delete their record: the key as `key`, the fields and
 * places under their joined names.
 */
export function winnersOf(
  dataset: Dataset,
  input: { std: RawBuilder<unknown>; losers: RawBuilder<unknown> | null; key: string; fields: string[] },
): RawBuilder<unknown> {
  const fields = input.fields.map((field) => sql`${sql.id(field)} as ${joined(dataset, field)}`)
  const lost = sql`not exists (select 1 from ${input.losers} as l where l._extract = w._extract and l._line = w._line)`
  return sql`(select ${sql.join([sql`${sql.id(dataset.key)} as ${sql.id(input.key)}`, ...fields])},
      _extract as ${joined(dataset, '_extract')}, _line as ${joined(dataset, '_line')},
      ${observedOf(dataset)} as ${joined(dataset, '_observed')}, _repair as ${joined(dataset, '_repair')}
    from ${input.std} as w
    where _op is distinct from 'D' and ${sql.id(dataset.key)} is not null ${input.losers ? sql`and ${lost}` : sql``})`
}
