import { type RawBuilder, sql } from 'kysely'
import { implausiblePhone, landlineShape, mobileShape, phoneShape } from '../facts/phone.ts'
import {
  emailShape,
  letter,
  organisationNoise,
  organisationPlaceholder,
  personCharacters,
  personPlaceholder,
} from '../facts/texts.ts'
import { helper } from '../normalise/level.ts'
import { fully, somewhere } from './matching.ts'

type Expression = RawBuilder<unknown>

/** Nothing was received: NULL, or blanks only. */
export function requiredBad(field: string): Expression {
  return sql`${helper(field, 'text')} is null`
}

/** The pattern is found nowhere in what was received. */
export function patternBad(field: string, pattern: string): Expression {
  return sql`not ${somewhere(helper(field, 'text'), pattern)}`
}

/** Fewer or more characters (code points) than allowed. */
export function lengthBad(field: string, limits: { min?: number; max?: number }): Expression {
  return outside(sql`length(${helper(field, 'text')})`, limits)
}

/** A number below or above its limits. */
export function rangeBad(field: string, limits: { min?: number; max?: number }): Expression {
  return outside(sql`${sql.id(field)}`, limits)
}

/** Neither a mobile number nor a landline of this country. */
export function phoneBad(field: string): Expression {
  return sql`not ${fully(helper(field, 'text'), phoneShape)}`
}

/** A number that nobody has. */
export function phoneImplausibleBad(field: string): Expression {
  return fully(helper(field, 'text'), implausiblePhone)
}

/** A number of the other kind. */
export function phoneKindBad(field: string, accept: 'mobile' | 'landline'): Expression {
  return fully(helper(field, 'text'), accept === 'mobile' ? landlineShape : mobileShape)
}

/** No address of electronic mail. */
export function emailBad(field: string): Expression {
  return sql`not ${fully(helper(field, 'text'), emailShape)}`
}

/** A text in the place of a name; characters that names do not have. */
export function nameBad(
  field: string,
  of: 'person' | 'organisation',
  part: 'placeholder' | 'characters',
): Expression {
  const text = helper(field, 'text')
  if (part === 'placeholder')
    return fully(text, of === 'person' ? personPlaceholder : organisationPlaceholder)
  if (of === 'person') return sql`not ${fully(text, personCharacters)}`
  return sql`(${somewhere(text, organisationNoise)} or not ${somewhere(text, letter)})`
}

function outside(value: Expression, { min, max }: { min?: number; max?: number }): Expression {
  const sides = [
    ...(min === undefined ? [] : [sql`${value} < ${sql.lit(min)}`]),
    ...(max === undefined ? [] : [sql`${value} > ${sql.lit(max)}`]),
  ]
  return sides.length === 0 ? sql`false` : sql`(${sql.join(sides, sql` or `)})`
}
