import { type RawBuilder, sql } from 'kysely'
import { leagues, provinces } from '../facts/places.ts'
import { usccCategories, usccShape } from '../facts/uscc.ts'
import { helper } from '../normalise/level.ts'
import { isNoneOf, isOneOf } from '../normalise/members.ts'
import { any, begins, fully } from './matching.ts'

type Expression = RawBuilder<unknown>

/** GB 32100: shape, organisation code (GB 11714), check character, the pair of authority and category, the place. */
export function usccBad(
  field: string,
  part: 'shape' | 'org_code' | 'check' | 'category' | 'place',
): Expression {
  const value = sql`${sql.id(field)}`
  const shaped = helper(field, 'shaped')
  switch (part) {
    case 'shape':
      return sql`not ${shaped}`
    case 'category':
      return sql`${shaped} and ${isNoneOf(sql`substr(${value}, 1, 2)`, usccCategories)}`
    case 'place':
      return sql`${shaped} and not starts_with(${value}, 'A') and not ${placeKnown(value)}`
    case 'check':
      return usccCheckBad(field, shaped)
    case 'org_code':
      return usccOrgCodeBad(field, shaped)
  }
}

/** Of a shaped code: the last character is not the one that must follow. */
export function usccCheckBad(field: string, shaped: Expression): Expression {
  return sql`(${shaped} and ${helper(field, 'rest')} <> 0)`
}

/** Of a shaped code: the organisation code inside fails its check. */
export function usccOrgCodeBad(field: string, shaped: Expression): Expression {
  return sql`(${shaped} and ${helper(field, 'orgRest')} is distinct from 0)`
}

/** The province of the authority, in this region the league, or 10: an authority of the state. The army's codes are not judged. */
function placeKnown(value: Expression): Expression {
  return sql`case when substr(${value}, 3, 2) = '15' then ${isOneOf(sql`substr(${value}, 3, 4)`, leagues)}
    else ${isOneOf(sql`substr(${value}, 3, 2)`, ['10', ...provinces])} end`
}

/** The registration authority is one of those that this register belongs to. */
export function authorityBad(field: string, authorities: readonly string[]): Expression {
  return sql`${fully(sql`${sql.id(field)}`, usccShape)} and ${isNoneOf(sql`left(${sql.id(field)}, 1)`, authorities)}`
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
  const known = isOneOf(sql`left(${value}, 2)`, usccCategories)
  return sql`${fully(value, usccShape)} and ${known} and ${any(contradictions)}`
}
