import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Column } from '../engine/column.ts'
import type { Relation } from '../engine/relation.ts'

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
export function inPresentColumns(rows: Relation, have: Column[], want: Column[], dataset: Dataset): Relation {
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

/**
 * The names by which a register has its fields now, of the names in `field` (one, or several joined with `+`), as
 * `presentField` gives them. The expression itself where no field ever had another name.
 */
export function presentNames(dataset: Dataset, field: Relation): Relation {
  const present = new Set(dataset.fields.map(({ id }) => id))
  const cases = dataset.fields.flatMap(({ id, formerly }) =>
    formerly
      .filter((name) => !present.has(name))
      .map((name) => sql`when ${sql.lit(name)} then ${sql.lit(id)}`),
  )
  if (cases.length === 0) return field
  return sql`array_to_string(list_transform(string_split(${field}, '+'),
    lambda name: case name ${sql.join(cases, sql` `)} else name end), '+')`
}

/** Rows of quarantine/<dataset> whose violations name fields as the register has them now. */
export function withPresentFields(dataset: Dataset, quarantine: Relation): Relation {
  const field = presentNames(dataset, sql`(each.field)`)
  if (dataset.fields.every(({ formerly }) => formerly.length === 0)) return quarantine
  return sql`(select * replace (list_transform(violations, lambda each: {'rule': each.rule, 'field': ${field},
    'code': each.code, 'severity': each.severity}) as violations) from ${quarantine})`
}

/** The rows with the columns that an earlier catalogue did not have, NULL. The rows themselves where it had all. */
export function withNewColumns(rows: Relation, have: Column[], want: Column[]): Relation {
  const known = new Set(have.map(({ name }) => name))
  const fresh = want.filter(({ name }) => !known.has(name))
  if (fresh.length === 0) return rows
  const nulls = fresh.map(({ name, type }) => sql`cast(null as ${sql.raw(type)}) as ${sql.id(name)}`)
  return sql`(select *, ${sql.join(nulls)} from ${rows})`
}
