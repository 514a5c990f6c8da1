import { sql } from 'kysely'
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

/**
 * A phone number in the standard form, so that one number in two spellings is one value: a mobile number as eleven
 * digits, a landline as area code, number and extension with `-` between them. The country code, the trunk prefix of a
 * mobile number, spaces, brackets and hyphens go. What is no number of this country stays as it was received.
 */
export function phoneLevels(field: string): Levels {
  const at = (what: string) => helper(field, what)
  const unless = (otherwise: Expression) =>
    sql`case when ${at('plain')} then ${at('trimmed')} else ${otherwise} end`
  const landline = sql`coalesce(${standardLandline(at('parts'))}, ${standardLandline(at('national'))}, ${at('half')})`
  const mobile = sql`right(replace(${at('parts')}, '-', ''), 11)`
  return [
    [add(`${field}$half`, unless(halfWidth(at('trimmed'))))],
    [add(`${field}$parts`, unless(parts(at('half'))))],
    [add(`${field}$national`, unless(national(at('parts'))))],
    [
      add(
        `${field}$text`,
        unless(sql`case when ${fully(at('parts'), writtenMobile)} then ${mobile} else ${landline} end`),
      ),
    ],
    [add(field, at('text'))],
  ]
}

/** The parts with `-` between them and `#` before an extension. */
function parts(half: Expression): Expression {
  const marked = sql`regexp_replace(${half}, ${sql.lit(extensionWords)}, '#', 'g')`
  return sql`trim(regexp_replace(${marked}, ${sql.lit(phoneGaps)}, '-', 'g'), '-')`
}

/** A landline with the country code as it is written inside the country. */
function national(written: Expression): Expression {
  return sql`case when ${fully(written, countryBeforeArea)}
    then regexp_replace(${written}, ${sql.lit(`^${countryBeforeArea}$`)}, '0\\1') else ${written} end`
}

/** NULL of what is no landline. */
function standardLandline(written: Expression): Expression {
  const part = (at: number) =>
    sql`nullif(regexp_extract(${written}, ${sql.lit(`^${writtenLandline}$`)}, ${sql.lit(at)}), '')`
  return sql`case when ${fully(written, writtenLandline)}
    then concat_ws('-', '0' || ${part(1)}, replace(${part(2)}, '-', ''), ${part(3)}) end`
}

function fully(value: Expression, shape: string): Expression {
  return sql`regexp_full_match(${value}, ${sql.lit(shape)})`
}
