import { sql } from 'kysely'
import type { Expression, Relation } from './relation.ts'

/** What a cell of `values` may be: NULL where it is null or undefined; a Date is an instant, an array a list. */
export type Value = string | number | bigint | boolean | Date | null | undefined | readonly Value[]

/** A small relation's columns: names and the engine's types, in their order. */
export type ValueColumns<Name extends string> =
  | Readonly<Record<Name, string>>
  | readonly { readonly name: Name; readonly type: string }[]

/**
 * A small relation of rows that the program has, in the columns' types and their order; with no rows it has the columns
 * all the same. Every query that reads it plans its values again: many rows read often belong in a temporary table.
 *
 * ```ts
 * values({ seq: 'INTEGER', as_of: 'TIMESTAMPTZ' }, [{ seq: 1, as_of: new Date(0) }])
 * ```
 */
export function values<Name extends string>(
  columns: ValueColumns<Name>,
  rows: readonly Readonly<Record<NoInfer<Name>, Value>>[],
): Relation {
  const typed = columnsOf(columns)
  const select = typed.map(({ name, type }) => sql`${sql.id(name)}::${sql.raw(type)} as ${sql.id(name)}`)
  const names = sql.join(typed.map(({ name }) => sql.id(name)))
  const given = rows.map((row) => tuple(typed.map(({ name, type }) => cell(row[name], type))))
  const list = given.length > 0 ? given : [tuple(typed.map(() => literal(null)))]
  const none = given.length > 0 ? sql`` : sql` where false`
  return sql`(select ${sql.join(select)} from (values ${sql.join(list)}) as given (${names})${none})`
}

/** Fractions have their column's type at once: as decimals they would lose digits beside longer ones. */
function cell(value: Value, type: string): Expression {
  const isFraction = typeof value === 'number' && !Number.isInteger(value)
  return isFraction ? sql`${literal(value)}::${sql.raw(type)}` : literal(value)
}

/** A constant in SQL. */
function literal(value: Value): Expression {
  if (value === null || value === undefined) return sql.lit(null)
  if (isList(value)) return sql`[${sql.join(value.map(literal))}]`
  return sql.lit(value instanceof Date ? value.toISOString() : value)
}

function tuple(items: Expression[]): Expression {
  return sql`(${sql.join(items)})`
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

function columnsOf<Name extends string>(columns: ValueColumns<Name>): { name: Name; type: string }[] {
  if (isColumns(columns)) return columns.map(({ name, type }) => ({ name, type }))
  return (Object.entries(columns) as [Name, string][]).map(([name, type]) => ({ name, type }))
}

function isColumns<Name extends string>(
  columns: ValueColumns<Name>,
): columns is readonly { name: Name; type: string }[] {
  return Array.isArray(columns)
}
