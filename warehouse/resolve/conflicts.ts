import { type RawBuilder, sql } from 'kysely'
import { answering, at } from './golden.ts'
import { type Attribute, type FieldRef, type Resolution, type Source, sameField } from './model.ts'
import { joined } from './winners.ts'

/**
 * The disagreements in `records` (joined records), in the conflict table's shape without `bucket`, ordered.
 * Only a dataset that answers for the element and has a record can be disagreed with; NULL copies say nothing.
 */
export function conflictsIn(resolution: Resolution, records: RawBuilder<unknown>): RawBuilder<unknown> {
  const key = sql.id(resolution.foundation.key)
  const parts = pairsOf(resolution).map((pair) => {
    const { source, copy, earlier } = pair
    const differs = sql`${at(copy)} is not null and ${at(copy)} is distinct from ${at(source)}`
    const first = earlier.map((each) => sql`and not ${answering(resolution, each)}`)
    return sql`select ${conflictColumns(resolution, pair)} from ${records}
      where ${differs} and ${answering(resolution, source)} ${sql.join(first, sql` `)}`
  })
  if (parts.length === 0) return sql`select ${noConflict(key)} from ${records} where false`
  return sql`select * from (${sql.join(parts, sql` union all `)}) order by ${key}, element, copy_dataset, copy_field`
}

interface Pair {
  attribute: Attribute
  source: Source
  copy: FieldRef
  /** The copy as a source of the element: where it answers too, both departments claim the record. */
  rival: Source | undefined
  /** Sources that come before: where one of them answers, the source does not. */
  earlier: Source[]
}

/** Every source with every other field that carries its element. */
function pairsOf(resolution: Resolution): Pair[] {
  return resolution.attributes.flatMap((attribute) =>
    attribute.sources.flatMap((source, place) =>
      attribute.carriers
        .filter((copy) => !sameField(copy, source))
        .map((copy) => {
          const rival = attribute.sources.find((each) => sameField(each, copy))
          return { attribute, source, copy, rival, earlier: attribute.sources.slice(0, place) }
        }),
    ),
  )
}

function conflictColumns(
  resolution: Resolution,
  { attribute, source, copy, rival }: Pair,
): RawBuilder<unknown> {
  const both = rival ? sql`when ${answering(resolution, rival)} then 'both_answer'` : sql``
  return sql`${sql.id(resolution.foundation.key)}, ${sql.lit(attribute.column)} as element,
    case ${both} when ${at(source)} is null then 'authority_missing' else 'differs' end as kind,
    ${sql.lit(source.dataset.id)} as authority_dataset, ${at(source)}::varchar as authority_value,
    ${placesOf(source, 'authority')},
    ${sql.lit(copy.dataset.id)} as copy_dataset, ${sql.lit(copy.field)} as copy_field,
    ${at(copy)}::varchar as copy_value, ${placesOf(copy, 'copy')}`
}

function placesOf(ref: FieldRef, side: 'authority' | 'copy'): RawBuilder<unknown> {
  const places = ['extract', 'line', 'observed'].map(
    (place) => sql`${joined(ref.dataset, `_${place}`)} as ${sql.id(`${side}_${place}`)}`,
  )
  return sql.join(places)
}

function noConflict(key: RawBuilder<unknown>): RawBuilder<unknown> {
  const text = ['element', 'kind', 'authority_dataset', 'authority_value'].map((name) =>
    typedNull(name, 'varchar'),
  )
  const copy = ['copy_dataset', 'copy_field', 'copy_value'].map((name) => typedNull(name, 'varchar'))
  return sql.join([key, ...text, ...nullPlaces('authority'), ...copy, ...nullPlaces('copy')])
}

function nullPlaces(side: string): RawBuilder<unknown>[] {
  return [
    typedNull(`${side}_extract`, 'integer'),
    typedNull(`${side}_line`, 'bigint'),
    typedNull(`${side}_observed`, 'timestamptz'),
  ]
}

function typedNull(
  name: string,
  type: 'varchar' | 'integer' | 'bigint' | 'timestamptz',
): RawBuilder<unknown> {
  return sql`null::${sql.raw(type)} as ${sql.id(name)}`
}
