import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { divisions } from '../../catalog/data/divisions.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import type { Element } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { lakeType } from '../../warehouse/tables/types.ts'
import { parts, shares } from './shares.ts'

/** Every hundredth subject's record has an earlier state; every two-hundredth copy differs from its authority. */
const EARLIER = 100
const DIFFERENT = 200

/** A banner, county or district of every league and city. */
const counties = [
  ...new Map(
    divisions
      .filter(({ level, validTo }) => level === 'county' && !validTo)
      .map(({ code }) => [code.slice(0, 4), code]),
  ).values(),
]

/** A record's states: values differ between them, but for the key and what tells records apart. */
type State = keyof typeof OFFSETS
const OFFSETS = { earlier: 1, now: 0, later: 2 }

/** What std/<dataset> would hold for `subjects` subjects, as SQL over numbers: the same rows for both contestants. */
export function rowsOf(dataset: Dataset, subjects: number): Relation {
  const { share = 0, records = 1 } = shares[dataset.id] ?? {}
  const from = Math.round((parts[dataset.id]?.from ?? 0) * subjects)
  const count = Math.round(share * subjects)
  const all = sql`(select ${sql.lit(from)} + i as i, r from range(${sql.lit(count)}) as subject(i), range(${sql.lit(records)}) as record(r))`
  const stated = (state: State) => stateOf(dataset, subjects, state)
  return sql`(select ${stated('now')} from ${all}
    union all by name select ${stated('earlier')} from ${all} where i % ${sql.lit(EARLIER)} = 0)`
}

/** New states of every `step`-th subject: the batch of an increment. */
export function batchOf(dataset: Dataset, subjects: number, step: number): Expression {
  return sql`(select ${stateOf(dataset, subjects, 'later')} from (
    select i * ${sql.lit(step)} + 1 as i, 0 as r from range(${sql.lit(Math.floor(subjects / step))}) as subject(i)))`
}

function stateOf(dataset: Dataset, subjects: number, state: State): Expression {
  const fields = dataset.fields.map((field) => {
    const element = elementOf(catalogue, field.element)
    return sql`(${fieldValue(dataset, subjects, field.id, element, state)})::${sql.raw(lakeType(element.type))} as ${sql.id(field.id)}`
  })
  const places = sql`(i * 3 + r + ${sql.lit(state === 'earlier' ? 1 : 2)})::bigint as _line, 'I' as _op, null::varchar as _repair,
    ${time(state)} as _from, ${time(state)} as _as_of`
  return sql`${sql.join(fields)}, ${places}`
}

function time(state: State): Expression {
  return sql`timestamptz '2026-08-01 00:00:00+00' + to_days(${sql.lit(state === 'earlier' ? 0 : 30)})`
}

function fieldValue(
  dataset: Dataset,
  subjects: number,
  field: string,
  element: Element,
  state: State,
): Expression {
  if (field === dataset.key) return keyOf(dataset, subjects, sql`i`)
  if (field === dataset.eventTime) return time(state)
  if (field.startsWith('former_')) return sql`'F' || lpad(i::varchar, 17, '0')`
  const seed = [...element.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  const own = identityOf(dataset).includes(field)
  const isCopy = dataset.fields.find((each) => each.id === field)?.role === 'copy'
  const off = isCopy
    ? sql`case when (i + ${sql.lit(dataset.id.length)}) % ${sql.lit(DIFFERENT)} = 0 then 1 else 0 end`
    : sql`${sql.lit(own ? 0 : OFFSETS[state])}`
  const n = sql`(i * 31 + ${own ? sql`r` : sql`0`} + ${sql.lit(seed)} + ${off})`
  return typed(element, n)
}

function typed(element: Element, n: Expression): Expression {
  switch (element.type) {
    case 'code': {
      const codes = Object.keys(catalogue.codeTables.find(({ id }) => id === element.codeTable)?.codes ?? {})
      return sql`[${sql.join(codes.map((code) => sql.lit(code)))}][(${n} % ${sql.lit(codes.length)} + 1)::integer]`
    }
    case 'date':
      return sql`date '1985-01-01' + (${n} % 15000)::integer`
    case 'datetime':
      return sql`timestamptz '2020-01-01 00:00:00+00' + to_days((${n} % 2000)::integer)`
    case 'integer':
    case 'decimal':
      return sql`${n} % 100000`
    case 'division':
      return sql`[${sql.join(counties.map((code) => sql.lit(code)))}][(${n} % ${sql.lit(counties.length)} + 1)::integer]`
    case 'citizenId':
    case 'uscc':
    case 'subjectId':
      return sql`'15' || lpad((${n} % 100000000)::varchar, 16, '0')`
    case 'phone':
      return sql`'138' || lpad((${n} % 100000000)::varchar, 8, '0')`
    default:
      return sql`${sql.lit(element.id.split('.')[1] ?? '')} || '内蒙古' || (${n} % 100000)::varchar`
  }
}

/** The key of a subject: of an entity, in the range of the register that answers for it. */
function keyOf(dataset: Dataset, subjects: number, i: Expression): Expression {
  const digits = sql`lpad(${i}::varchar, 16, '0')`
  if (dataset.foundation !== 'legal_entity') return sql`'15' || ${digits}`
  const cases = Object.values(parts)
    .sort((a, b) => b.from - a.from)
    .map(
      ({ prefix, from }) => sql`when ${i} >= ${sql.lit(Math.round(from * subjects))} then ${sql.lit(prefix)}`,
    )
  return sql`case ${sql.join(cases, sql` `)} end || ${digits}`
}
