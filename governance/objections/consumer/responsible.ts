import { sql } from 'kysely'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import { type Element, type ScopedSource, sourcesOf } from '../../../catalog/element.ts'
import type { Foundation } from '../../../catalog/foundation.ts'
import { columnOf, datasetOf, elementOf, elementsOf, fieldOf } from '../../../catalog/lookup.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { joinedDatasets } from '../../../warehouse/tables/foundations.ts'

/**
 * Which dataset a value of the base table comes from, as an expression over its row `b`: the source that answers for
 * the record; of a provisional value, the fallback; of a value that nobody sent, the source that should have. Its
 * department is the one that must act. Undefined: no element fills the column.
 */
export function responsibleDataset(
  catalogue: Catalogue,
  foundation: Foundation,
  column: string,
): Expression | undefined {
  const element = elementsOf(catalogue, foundation.id).find((each) => columnOf(each.id) === column)
  if (!element) return undefined
  const joined = new Set(joinedDatasets(catalogue, foundation).map(({ id }) => id))
  const sources = sourcesOf(element).filter(({ field }) => joined.has(datasetIn(field)))
  const ofOtherKind = sources.filter(({ when }) => when).map(({ field }) => field)
  const fallbacks = [...element.fallbacks, ...ofOtherKind].map(datasetIn).filter((id) => joined.has(id))
  const key = sql`b.${sql.id(foundation.key)}`
  const provisional = sql`coalesce(list_contains(b.provisional, ${sql.lit(column)}), false)`
  const whens = [
    ...fallbacks.map((id) => sql`when ${provisional} and ${isThere(id)} then ${sql.lit(id)}`),
    ...sources.map(
      (source) =>
        sql`when ${isThere(datasetIn(source.field))} and ${answers(catalogue, foundation, source, key)}
          then ${sql.lit(datasetIn(source.field))}`,
    ),
    ...sources.map((source) => sql`when ${inScope(source, key)} then ${sql.lit(datasetIn(source.field))}`),
  ]
  const otherwise = sql.lit(otherwiseOf(element))
  return whens.length > 0 ? sql`case ${sql.join(whens, sql` `)} else ${otherwise} end` : otherwise
}

/** Extract and line of the record that a dataset contributed to row `b`; NULL where it has none. */
export function placeOf(
  catalogue: Catalogue,
  foundation: Foundation,
  dataset: Expression,
  member: 'extract' | 'line',
): Expression {
  const cases = joinedDatasets(catalogue, foundation).map(
    ({ id }) => sql`when ${sql.lit(id)} then b.origin.${sql.id(id)}.${sql.id(member)}`,
  )
  return sql`case ${dataset} ${sql.join(cases, sql` `)} end`
}

function answers(
  catalogue: Catalogue,
  foundation: Foundation,
  source: ScopedSource,
  key: Expression,
): Expression {
  const { when } = source
  const element = when && fieldOf(datasetOf(catalogue, datasetIn(source.field)), when.field).element
  if (!when || !element || !isOwn(catalogue, foundation, element)) return inScope(source, key)
  const values = sql.join(when.in.map((value) => sql.lit(value)))
  return sql`(${inScope(source, key)} and coalesce(b.${sql.id(columnOf(element))}::varchar in (${values}), false))`
}

function isOwn(catalogue: Catalogue, foundation: Foundation, element: string): boolean {
  return elementOf(catalogue, element).id.startsWith(`${foundation.id}.`)
}

function inScope({ keyPrefixes }: ScopedSource, key: Expression): Expression {
  if (keyPrefixes.length === 0) return sql`true`
  return sql`(${sql.join(
    keyPrefixes.map((prefix) => sql`starts_with(${key}, ${sql.lit(prefix)})`),
    sql` or `,
  )})`
}

function isThere(dataset: string): Expression {
  return sql`b.origin.${sql.id(dataset)}.extract is not null`
}

function otherwiseOf(element: Element): string {
  return datasetIn(sourcesOf(element)[0]?.field ?? '')
}

function datasetIn(ref: string): string {
  return ref.slice(0, ref.indexOf('.'))
}
