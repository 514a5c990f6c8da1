import { type RawBuilder, sql } from 'kysely'
import { leagues, provinces } from '../facts/places.ts'
import { usccCategories, usccShape } from '../facts/uscc.ts'
import { helper } from '../normalise/level.ts'
import { any, begins, fully, oneOf } from './matching.ts'
import { orgCodeCheckOf, usccCheckOf } from './weights.ts'

type Expression = RawBuilder<unknown>

/** GB 32100: shape, organisation code (GB 11714), check character, the pair of authority and category, the place. */
export function usccBad(
  field: string,
  part: 'shape' | 'org_code' | 'check' | 'category' | 'place',
): Expression {
  const value = sql`${sql.id(field)}`
  const shaped = fully(value, usccShape)
  switch (part) {
    case 'shape':
      return sql`not ${shaped}`
    case 'category':
      return sql`${shaped} and not ${oneOf(sql`left(${value}, 2)`, usccCategories)}`
    case 'place':
      return sql`${shaped} and left(${value}, 1) <> 'A' and not ${placeKnown(value)}`
    case 'check':
      return sql`case when ${shaped} then ${usccCheckBad(value)} else false end`
    case 'org_code':
      return sql`case when ${shaped} then ${usccOrgCodeBad(value)} else false end`
  }
}

/** Of a shaped code: the last character is not the one that must follow. */
export function usccCheckBad(value: Expression): Expression {
  return sql`right(${value}, 1) <> ${usccCheckOf(value)}`
}

/** Of a shaped code: the organisation code inside fails its check. */
export function usccOrgCodeBad(value: Expression): Expression {
  return sql`substr(${value}, 17, 1) <> ${orgCodeCheckOf(value, 9)}`
}

/** The province of the authority, in this region the league, or 10: an authority of the state. The army's codes are not judged. */
function placeKnown(value: Expression): Expression {
  return sql`case when substr(${value}, 3, 2) = '15' then ${oneOf(sql`substr(${value}, 3, 4)`, leagues)}
    else ${oneOf(sql`substr(${value}, 3, 2)`, ['10', ...provinces])} end`
}

/** The registration authority is one of those that this register belongs to. */
export function authorityBad(field: string, authorities: readonly string[]): Expression {
  return sql`${fully(sql`${sql.id(field)}`, usccShape)} and not ${oneOf(sql`left(${sql.id(field)}, 1)`, authorities)}`
}

/** The code begins with none of the pairs of authority and category that this register holds. */
export function usccRegisterBad(field: string, categories: readonly string[]): Expression {
  const value = sql`${sql.id(field)}`
  return sql`${fully(value, usccShape)} and not ${begins(value, categories)}`
}

/** The kind of organisation names one that a code of this category cannot be. An unknown category is another violation. */
export function usccKindBad(
  field: string,
  uscc: string,
  kinds: readonly { word: string; categories: string[] }[],
): Expression {
  const value = sql`${sql.id(uscc)}`
  const contradictions = kinds.map(
    ({ word, categories }) =>
      sql`(contains(${helper(field, 'text')}, ${sql.lit(word)}) and not ${begins(value, categories)})`,
  )
  const known = oneOf(sql`left(${value}, 2)`, usccCategories)
  return sql`${fully(value, usccShape)} and ${known} and ${any(contradictions)}`
}
