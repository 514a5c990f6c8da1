import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Column } from '../engine/column.ts'

type Rows = RawBuilder<unknown>

/**
 * The column that a table made by an earlier catalogue has for `name`: of that name, or of a name that the field had
 * before; undefined where it has none.
 */
export function presentIn(have: Column[], dataset: Dataset, name: string): Column | undefined {
  const former = dataset.fields.find(({ id }) => id === name)?.formerly ?? []
  const found = [name, ...former].find((each) => have.some((column) => column.name === each))
  return have.find((column) => column.name === found)
}

/**
 * Rows of a table as an earlier catalogue made it, in today's columns: renamed fields by their present names, new ones
 * NULL, values of another type as far as they can be read as the present one. The rows themselves where nothing differs.
 * @param rows with the columns `have`
 */
export function inPresentColumns(rows: Rows, have: Column[], want: Column[], dataset: Dataset): Rows {
  const same = want.every(({ name, type }) => have.some((each) => each.name === name && each.type === type))
  if (same && have.length === want.length) return rows
  const columns = want.map(({ name, type }) => {
    const column = presentIn(have, dataset, name)
    const value = column ? sql.id(column.name) : sql`null`
    const typed = column?.type === type ? value : sql`try_cast(${value} as ${sql.raw(type)})`
    return sql`${typed} as ${sql.id(name)}`
  })
  return sql`(select ${sql.join(columns)} from ${rows})`
}

/** The rows with the columns that an earlier catalogue did not have, NULL. The rows themselves where it had all. */
export function withNewColumns(rows: Rows, have: Column[], want: Column[]): Rows {
  const known = new Set(have.map(({ name }) => name))
  const fresh = want.filter(({ name }) => !known.has(name))
  if (fresh.length === 0) return rows
  const nulls = fresh.map(({ name, type }) => sql`cast(null as ${sql.raw(type)}) as ${sql.id(name)}`)
  return sql`(select *, ${sql.join(nulls)} from ${rows})`
}
