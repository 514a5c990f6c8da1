import { sql } from 'kysely'
import { nonNullItems, unnested } from '../engine/functions.ts'
import type { Expression } from '../engine/relation.ts'
import { answering, at } from './golden.ts'
import { type Attribute, type FieldRef, type Resolution, type Source, sameField } from './model.ts'
import { differ } from './spelling.ts'
import { joined } from './winners.ts'

/**
 * The disagreements in `records` (joined records), in the conflict table's shape without `bucket`, ordered.
 * Only a dataset that answers for the element and has a record can be disagreed with; NULL copies say nothing. Where
 * none answers, a source with a record of a kind that it does not answer for has `authority_missing` against the other.
 * Records without a disagreement, nearly all of them, are passed by in one scan.
 */
export function conflictsIn(resolution: Resolution, records: Expression): Expression {
  const key = sql.id(resolution.foundation.key)
  const pairs = pairsOf(resolution)
  if (pairs.length === 0)
    return sql`select ${key}, ${unnested(conflict(noConflict))} from ${records} where false`
  const answers = new Map(pairs.map(({ answer }) => [answer.name, answer]))
  const asked = [...answers.values()].map(
    (answer) => sql`${whoAnswers(resolution, answer.sources)} as ${sql.id(answer.name)}`,
  )
  const found = pairs.map((pair) => sql`case when ${differs(pair)} then ${conflictOf(resolution, pair)} end`)
  const any = sql.join(pairs.map(differs), sql` or `)
  return sql`select * from (select ${key}, ${unnested(sql`c`)} from (
      select ${key}, ${unnested(nonNullItems(found))} as c
      from (select *, ${sql.join(asked)} from ${records}) where ${any}))
    order by ${key}, element, copy_dataset, copy_field`
}

/** Who answers for an element, among its sources; elements that the same datasets answer for share it. */
interface Answer {
  /** Column of the joined records: the place of the source that answers, from 0; NULL where none does. */
  name: string
  sources: Source[]
}

/** A field that carries an element, and who answers for it. */
interface Pair {
  attribute: Attribute
  copy: FieldRef
  answer: Answer
  /** Place of the copy among the sources; -1 for a mere copy. */
  place: number
}

function pairsOf(resolution: Resolution): Pair[] {
  const known = new Map<string, string>()
  return resolution.attributes.flatMap((attribute) => {
    const { sources, carriers } = attribute
    const who = JSON.stringify(
      sources.map(({ dataset, keyPrefixes, when }) => [dataset.id, keyPrefixes, when]),
    )
    const name = known.get(who) ?? `answer.${known.size}`
    known.set(who, name)
    return carriers
      .filter((copy) => sources.some((source) => !sameField(source, copy)))
      .map((copy) => {
        const place = sources.findIndex((source) => sameField(source, copy))
        return { attribute, copy, answer: { name, sources }, place }
      })
  })
}

function whoAnswers(resolution: Resolution, sources: Source[]): Expression {
  const cases = sources.map(
    (source, place) => sql`when ${answering(resolution, source)} then ${sql.lit(place)}`,
  )
  return sql`case ${sql.join(cases, sql` `)} end`
}

/** Something of the source that answers. */
function ofAnswer({ answer, place }: Pair, value: (source: Source) => Expression): Expression {
  const cases = answer.sources.flatMap((source, at) =>
    at === place ? [] : [sql`when ${sql.lit(at)} then ${value(source)}`],
  )
  const [only] = answer.sources
  if (only && answer.sources.length === 1) return value(only)
  const other = answer.sources.find((_, at) => at !== place)
  const otherwise = other && ofOtherKind(answer.sources[place]) ? sql`else ${value(other)}` : sql``
  return sql`case ${sql.id(answer.name)} ${sql.join(cases, sql` `)} ${otherwise} end`
}

/** Whether a source may have records that it does not answer for. */
function ofOtherKind(source: Source | undefined): boolean {
  return source?.when !== undefined
}

/** True of a record whose copy differs from the source that answers, which is not the copy itself. */
function differs(pair: Pair): Expression {
  const { attribute, copy, answer, place } = pair
  const who = sql.id(answer.name)
  const answered = sql`(${who} <> ${sql.lit(place)} and ${differ(attribute.element.type, at(copy), ofAnswer(pair, at))})`
  const unanswered = ofOtherKind(answer.sources[place]) ? sql`or ${who} is null` : sql``
  return sql`(${at(copy)} is not null and (${answered} ${unanswered}))`
}

function conflictOf(resolution: Resolution, pair: Pair): Expression {
  const { attribute, copy, answer, place } = pair
  const value = ofAnswer(pair, (source) => sql`${at(source)}::varchar`)
  const where = (name: string) => ofAnswer(pair, (source) => joined(source.dataset, name))
  const rival = answer.sources[place]
  const both = rival ? sql`when ${answering(resolution, rival)} then 'both_answer'` : sql``
  return conflict({
    element: sql.lit(attribute.column),
    kind: sql`case ${both} when ${value} is null or ${sql.id(answer.name)} is null then 'authority_missing' else 'differs' end`,
    authority_dataset: ofAnswer(pair, (source) => sql.lit(source.dataset.id)),
    authority_value: value,
    authority_extract: where('_extract'),
    authority_line: where('_line'),
    authority_observed: where('_observed'),
    copy_dataset: sql.lit(copy.dataset.id),
    copy_field: sql.lit(copy.field),
    copy_value: sql`${at(copy)}::varchar`,
    copy_extract: joined(copy.dataset, '_extract'),
    copy_line: joined(copy.dataset, '_line'),
    copy_observed: joined(copy.dataset, '_observed'),
  })
}

const TYPES = {
  element: 'varchar',
  kind: 'varchar',
  authority_dataset: 'varchar',
  authority_value: 'varchar',
  authority_extract: 'integer',
  authority_line: 'bigint',
  authority_observed: 'timestamptz',
  copy_dataset: 'varchar',
  copy_field: 'varchar',
  copy_value: 'varchar',
  copy_extract: 'integer',
  copy_line: 'bigint',
  copy_observed: 'timestamptz',
} as const
type ConflictColumns = Record<keyof typeof TYPES, Expression>

const noConflict = Object.fromEntries(Object.keys(TYPES).map((name) => [name, sql`null`])) as ConflictColumns

function conflict(columns: ConflictColumns): Expression {
  const members = Object.entries(TYPES).map(
    ([name, type]) => sql`${sql.lit(name)}: ${columns[name as keyof typeof TYPES]}::${sql.raw(type)}`,
  )
  return sql`{${sql.join(members)}}`
}
