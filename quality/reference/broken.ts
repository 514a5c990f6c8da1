import { withUnit } from '../facts/amounts.ts'
import { implausiblePhone, landlineShape, mobileShape, phoneShape } from '../facts/phone.ts'
import { postcodeShape } from '../facts/postcodes.ts'
import {
  addressPlaceholder,
  emailShape,
  letter,
  organisationNoise,
  organisationPlaceholder,
  personCharacters,
  personPlaceholder,
} from '../facts/texts.ts'
import type { RuleInstance } from '../rules/index.ts'
import { isSetTest } from '../sets/tests.ts'
import { fully, outside, type RowContext } from './context.ts'
import { compareBroken, exclusiveBroken, holds, numberOutside, sumBroken } from './fields.ts'
import {
  citizenFormBroken,
  citizenIdBroken,
  isUscc,
  licenceIdBroken,
  licencePartBroken,
  orgCodeBroken,
  orgCodeOfBroken,
  sexBroken,
  subjectIdBroken,
  usccBroken,
  usccKindBroken,
} from './identifiers.ts'
import {
  addressDivisionBroken,
  coordinatesBroken,
  divisionAtBroken,
  postcodeDivisionBroken,
} from './places.ts'
import { ageBroken, dayImplausible, dayOf, periodBroken } from './times.ts'

/** Whether the row breaks the rule. Expressions are SQL: the reference says nothing of them. */
export function isBroken(rule: RuleInstance, context: RowContext): boolean {
  const { at, last } = context
  const field = at(rule.field)
  const { text, value } = field
  const { test } = rule
  switch (test.kind) {
    case 'required':
      return text === null
    case 'requiredWhen':
      return text === null && holds(test.when, at)
    case 'exclusive':
      return exclusiveBroken(test.fields, at)
  }
  if (text === null || isSetTest(test)) return false
  switch (test.kind) {
    case 'citizenId':
      return citizenIdBroken(test.part, field, context)
    case 'citizenForm':
      return citizenFormBroken(test.forms, field)
    case 'uscc':
      return usccBroken(test.part, text)
    case 'authority':
      return isUscc(text) && !test.authorities.includes(text.charAt(0))
    case 'usccRegister':
      return isUscc(text) && !test.categories.some((start) => text.startsWith(start))
    case 'usccKind':
      return usccKindBroken(text, at(test.uscc).text, test.kinds)
    case 'orgCode':
      return orgCodeBroken(test.part, text)
    case 'orgCodeOf':
      return orgCodeOfBroken(text, at(test.uscc).text)
    case 'licenceId':
      return licenceIdBroken(test.part, text)
    case 'licencePart':
      return licencePartBroken(text, test.part, at(test.id).text)
    case 'subjectId':
      return subjectIdBroken(test.part, at(test.kindField).text, field, context)
    case 'geometry':
      return context.examined.includes(test.problem)
    case 'code':
      return !test.codes.includes(text)
    case 'division':
      return test.part === 'unknown' ? field.known === false : value !== text
    case 'divisionAt':
      return divisionAtBroken(text, dayOf(at(test.on)), test.part)
    case 'postcode':
      return !fully(text, postcodeShape)
    case 'postcodeDivision':
      return postcodeDivisionBroken(text, at(test.division).value)
    case 'addressShort':
      return [...text].length < test.min
    case 'addressPlaceholder':
      return fully(text, addressPlaceholder)
    case 'addressDivision':
      return addressDivisionBroken(text, at(test.division).value)
    case 'coordinates':
      return coordinatesBroken(test.part, text, at(test.latitude).text)
    case 'readable':
      return value === null
    case 'notFuture':
      return (dayOf(field) ?? '') > last
    case 'dayPlausible':
      return dayImplausible(field, test)
    case 'period':
      return periodBroken(test.part, text, last)
    case 'age':
      return ageBroken(value, test, context)
    case 'pattern':
      return !new RegExp(test.pattern, 'u').test(text)
    case 'length':
      return outside([...text].length, test)
    case 'range':
      return value !== null && numberOutside(value, test)
    case 'amount':
      return test.part === 'unit' ? fully(text, withUnit) : value !== null && Number(value) < 0
    case 'amountSize':
      return value !== null && numberOutside(value, { min: -test.most, max: test.most })
    case 'amountDecimals':
      return value !== null && /[1-9]/.test((text.split('.')[1] ?? '').slice(test.decimals))
    case 'name':
      return nameBroken(text, test.of, test.part)
    case 'phone':
      return !fully(text, phoneShape)
    case 'phoneImplausible':
      return fully(text, implausiblePhone)
    case 'phoneKind':
      return fully(text, test.accept === 'mobile' ? landlineShape : mobileShape)
    case 'email':
      return !fully(text, emailShape)
    case 'dateOrder': {
      const earlier = at(test.earlier).value
      return value !== null && earlier !== null && value < earlier
    }
    case 'birthDate': {
      const born = at(test.id).day
      return value !== null && born !== undefined && value !== born
    }
    case 'sex':
      return sexBroken(text, at(test.id).value)
    case 'compareFields':
      return compareBroken(field, at(test.other), test.as, test.operator)
    case 'forbiddenWhen':
      return holds(test.when, at)
    case 'sum':
      return sumBroken(value, test.parts, test.tolerance, at)
    case 'expression':
      return false
  }
}

function nameBroken(
  text: string,
  of: 'person' | 'organisation',
  part: 'placeholder' | 'characters',
): boolean {
  if (part === 'placeholder')
    return fully(text, of === 'person' ? personPlaceholder : organisationPlaceholder)
  if (of === 'person') return !fully(text, personCharacters)
  return new RegExp(organisationNoise, 'u').test(text) || !new RegExp(letter, 'u').test(text)
}
