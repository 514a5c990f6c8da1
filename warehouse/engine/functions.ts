import { sql } from 'kysely'
import type { Expression, Relation } from './relation.ts'

/**
 * The functions of SQL that engines name or do differently: casts that fail to NULL, patterns, lists, hashes, the latest
 * of a group. What must run on another engine too (rules, scan, resolution) says what it means by these, so that the
 * dialect is in this file alone. Patterns are RE2's.
 */

/** Names, as patterns, that stand in SQL in this folder alone of what must run on another engine. */
export const dialectFunctions: readonly string[] = [
  ...['list_\\w+', 'regexp_\\w+', 'md5\\w*', 'try_\\w+', 'strptime'],
  ...['hash', 'arg_max', 'arg_min', 'max_by', 'min_by', 'unnest', 'struct_pack', 'string_split'],
  ...['to_json', 'len', 'columns'],
]

/** The value in another type; NULL where it has no value there. */
export function tryCast(value: Expression, type: string | Expression): Expression {
  return sql`try_cast(${value} as ${typeof type === 'string' ? sql.raw(type) : type})`
}

/**
 * The value, or NULL where it fails. The engine takes expressions that occur twice, within a rule or among rules, out of
 * `try` and computes them once, where a failure ends the statement; out of a lambda it takes nothing.
 */
export function nullWhereItFails(value: Expression): Expression {
  return sql`try(list_transform([true], lambda each_row: (${value}))[1])`
}

/** A text read as a moment in one of the forms of `strptime`; NULL where it is in none. */
export function tryMoment(value: Expression, ...forms: string[]): Expression {
  const [only, ...others] = forms.map((form) => sql.lit(form))
  const given = others.length === 0 ? (only ?? sql.lit('')) : sql`[${sql.join([only, ...others])}]`
  return sql`try_strptime(${value}, ${given})`
}

/** True of a text that has the shape as a whole. */
export function fullMatch(value: Expression, shape: string): Expression {
  return sql`regexp_full_match(${value}, ${sql.lit(shape)})`
}

/** True of a text in which the pattern is found. */
export function hasMatch(value: Expression, pattern: string): Expression {
  return sql`regexp_matches(${value}, ${sql.lit(pattern)})`
}

/** The text with its first match, or with all of them, replaced; `\1` stands for the pattern's first group. */
export function replaceMatch(
  value: Expression,
  pattern: string,
  by: string,
  which: 'first' | 'all' = 'first',
): Expression {
  const all = which === 'all' ? sql`, 'g'` : sql``
  return sql`regexp_replace(${value}, ${sql.lit(pattern)}, ${sql.lit(by)}${all})`
}

/** The first match, or a group of it; empty where there is none. */
export function matchOf(value: Expression, pattern: string, group = 0): Expression {
  return sql`regexp_extract(${value}, ${sql.lit(pattern)}, ${sql.lit(group)})`
}

/** The groups of the first match, by these names; all of them empty where there is none. */
export function matchParts(value: Expression, pattern: string, names: readonly string[]): Expression {
  return sql`regexp_extract(${value}, ${sql.lit(pattern)}, [${sql.join(names.map((name) => sql.lit(name)))}])`
}

/** A hash of values: equal for equal values. Different in every engine and version: never kept. */
export function hashOf(values: Expression): Expression {
  return sql`hash(${values})`
}

/** The value of the row of the group whose `by` is the highest. */
export function latest(value: Expression, by: Expression): Expression {
  return sql`arg_max(${value}, ${by})`
}

/** A row for each item of a list. */
export function unnested(list: Expression): Expression {
  return sql`unnest(${list})`
}

/** Number of items of a list. */
export function sizeOf(list: Expression): Expression {
  return sql`len(${list})`
}

/** The items of a list of which the test is true. */
export function itemsWhere(list: Expression, test: (item: Expression) => Expression): Expression {
  return sql`list_filter(${list}, lambda each: ${test(sql`each`)})`
}

/** A list of the items that are not NULL. */
export function nonNullItems(items: Expression[]): Expression {
  return itemsWhere(sql`[${sql.join(items)}]`, (item) => sql`${item} is not null`)
}

/** The items of one list, then those of the other. */
export function listsTogether(one: Expression, other: Expression): Expression {
  return sql`list_concat(${one}, ${other})`
}

/** Items of two lists by their places: each item has them as `[1]` and `[2]`. */
export function pairedLists(one: Expression, other: Expression): Expression {
  return sql`list_zip(${one}, ${other})`
}

/** A list with something made of each item. */
export function itemsAs(list: Expression, make: (item: Expression) => Expression): Expression {
  return sql`list_transform(${list}, lambda each: ${make(sql`each`)})`
}

/** The items of a list put together one after the other, from a first value on. */
export function reduced(
  list: Expression,
  step: (sum: Expression, item: Expression) => Expression,
  first: Expression,
): Expression {
  return sql`list_reduce(${list}, lambda sum, each: ${step(sql`sum`, sql`each`)}, ${first})`
}

/** The characters of a text as a list. */
export function characters(text: Expression): Expression {
  return sql`string_split(${text}, '')`
}

/** The columns of a relation whose names pass a test, in a select list. */
export function columnsWhere(test: (name: Expression) => Expression): Relation {
  return sql`columns(lambda name: ${test(sql`name`)})`
}

/** The parts of a text between separators, as a list. */
export function partsOf(text: Expression, separator: string): Expression {
  return sql`string_split(${text}, ${sql.lit(separator)})`
}

/** True of lists that have an item in common. */
export function haveInCommon(one: Expression, other: Expression): Expression {
  return sql`list_has_any(${one}, ${other})`
}

/** A value as the text of its JSON. */
export function jsonText(value: Expression): Expression {
  return sql`to_json(${value})::varchar`
}
