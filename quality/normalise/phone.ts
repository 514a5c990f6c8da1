import { sql } from 'kysely'
import { fullMatch, matchOf, replaceMatch } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import {
  countryBeforeArea,
  extensionWords,
  phoneGaps,
  writtenLandline,
  writtenMobile,
} from '../facts/phone.ts'
import { add, helper, type Levels } from './level.ts'
import { halfWidth } from './text.ts'
import { wholeNumber } from './whole.ts'

/**
 * A phone number in the standard form, so that one number in two spellings is one value: a mobile number as eleven
 * digits, a landline as area code, number and extension with `-` between them. The country code, the trunk prefix of a
 * mobile number, spaces, brackets and hyphens go. What is no number of this country stays as it was received.
 */
export function phoneLevels(field: string, isPlain = false): Levels {
  const at = (what: string) => helper(field, what)
  if (isPlain) return [[add(`${field}$text`, at('trimmed')), add(field, at('trimmed'))]]
  const unless = (otherwise: Expression) =>
    sql`case when ${at('plain')} then ${at('trimmed')} else ${otherwise} end`
  const landline = sql`coalesce(${standardLandline(at('parts'))}, ${standardLandline(at('national'))}, ${at('whole')})`
  const mobile = sql`right(replace(${at('parts')}, '-', ''), 11)`
  return [
    [add(`${field}$half`, unless(halfWidth(at('trimmed'))))],
    [add(`${field}$whole`, unless(wholeNumber(at('half'), (digits) => sql`length(${digits}) >= 7`)))],
    [add(`${field}$parts`, unless(parts(at('whole'))))],
    [add(`${field}$national`, unless(national(at('parts'))))],
    [
      add(
        `${field}$text`,
        unless(sql`case when ${fullMatch(at('parts'), writtenMobile)} then ${mobile} else ${landline} end`),
      ),
    ],
    [add(field, at('text'))],
  ]
}

/** The parts with `-` between them and `#` before an extension. */
function parts(half: Expression): Expression {
  const marked = replaceMatch(half, extensionWords, '#', 'all')
  return sql`trim(${replaceMatch(marked, phoneGaps, '-', 'all')}, '-')`
}

/** A landline with the country code as it is written inside the country. */
function national(written: Expression): Expression {
  return sql`case when ${fullMatch(written, countryBeforeArea)}
    then ${replaceMatch(written, `^${countryBeforeArea}$`, '0\\1')} else ${written} end`
}

/** NULL of what is no landline. */
function standardLandline(written: Expression): Expression {
  const part = (at: number) => sql`nullif(${matchOf(written, `^${writtenLandline}$`, at)}, '')`
  return sql`case when ${fullMatch(written, writtenLandline)}
    then concat_ws('-', '0' || ${part(1)}, replace(${part(2)}, '-', ''), ${part(3)}) end`
}
