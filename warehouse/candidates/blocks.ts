import { sql } from 'kysely'
import type { Expression } from '../engine/relation.ts'
import type { Profile } from './profile.ts'
import { cities } from './similarity.ts'

/**
 * A list of hashes, one for every combination that the record has: only records with a hash in common are compared.
 * `value` gives the comparable value of a feature.
 */
export function blockHashes(profile: Profile, value: (feature: string) => Expression): Expression {
  const named = profile.blocks.map((parts, at) => {
    const [spread, ...rest] = [...parts].sort((a, b) => Number(isList(b)) - Number(isList(a)))
    const others = rest.map((part) => partOf(part, value))
    return spread && isList(spread)
      ? hashesOfEach(at, partOf(spread, value), others)
      : hashOf(
          at,
          [spread ?? '', ...rest].map((part) => partOf(part, value)),
        )
  })
  const key = value('key')
  const cut = profile.keyCuts.map(([first, last], at) => {
    const rest = sql`left(${key}, ${sql.lit(first - 1)}) || substr(${key}, ${sql.lit(last + 1)})`
    return sql`case when length(${key}) = 18 then [${hash(profile.blocks.length + at, [rest])}] else [] end`
  })
  return sql`list_concat(${sql.join([...named, ...cut])})`
}

const isList = (part: string) => part === 'division' || part === 'division.city'

function hash(block: number, parts: Expression[]): Expression {
  return sql`hash(${sql.join([sql.lit(block), ...parts])})`
}

function hashOf(block: number, parts: Expression[]): Expression {
  return sql`case when ${given(parts)} then [${hash(block, parts)}] else [] end`
}

function hashesOfEach(block: number, list: Expression, parts: Expression[]): Expression {
  const hashes = sql`list_transform(${list}, lambda each: ${hash(block, [sql`each`, ...parts])})`
  return parts.length === 0 ? hashes : sql`case when ${given(parts)} then ${hashes} else [] end`
}

function given(parts: Expression[]): Expression {
  return sql.join(
    parts.map((part) => sql`${part} is not null`),
    sql` and `,
  )
}

/** `name.first`: a part of a feature's value. */
function partOf(part: string, value: (feature: string) => Expression): Expression {
  const [feature = '', piece] = part.split('.')
  const whole = value(feature)
  switch (piece) {
    case undefined:
      return whole
    case 'first':
      return sql`left(${whole}, 1)`
    case 'last':
      return sql`right(${whole}, 1)`
    case 'two':
      return sql`left(${whole}, 2)`
    case 'eight':
      return sql`left(${whole}, 8)`
    case 'year':
      return sql`year(${whole})`
    case 'day':
      return sql`month(${whole}) * 100 + day(${whole})`
    case 'city':
      return cities(whole)
    default:
      throw new RangeError(`no part ${part}`)
  }
}
