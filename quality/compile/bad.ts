import type { RawBuilder } from 'kysely'
import type { ElementType } from '../../catalog/element.ts'
import type { RuleInstance } from '../rules/index.ts'
import { isSetTest } from '../sets/tests.ts'
import { addressDivisionBad, addressPlaceholderBad, addressShortBad } from './address.ts'
import { amountBad, amountDecimalsBad, amountSizeBad } from './amount.ts'
import { citizenFormBad, citizenIdBad } from './citizen_id.ts'
import { codeBad, divisionBad } from './code.ts'
import { coordinatesBad } from './coordinates.ts'
import {
  birthDateBad,
  compareBad,
  dateOrderBad,
  exclusiveBad,
  forbiddenWhenBad,
  requiredWhenBad,
  sexBad,
  sumBad,
} from './cross_field.ts'
import { ageBad, dayPlausibleBad, futureBad, periodBad, unreadable } from './date.ts'
import { geometryBad } from './geometry.ts'
import type { Judging } from './judging.ts'
import { licenceIdBad, licencePartBad } from './licence_id.ts'
import { orgCodeBad, orgCodeOfBad } from './org_code.ts'
import { divisionAtBad, postcodeBad, postcodeDivisionBad } from './place.ts'
import { subjectIdBad } from './subject_id.ts'
import {
  emailBad,
  lengthBad,
  nameBad,
  patternBad,
  phoneBad,
  phoneImplausibleBad,
  phoneKindBad,
  rangeBad,
  requiredBad,
} from './text.ts'
import { authorityBad, usccBad, usccKindBad, usccRegisterBad } from './uscc.ts'

/** SQL that is true of a row that breaks the rule (NULL counts as false). Set rules are compiled elsewhere. */
export function badOf(rule: RuleInstance, type: ElementType, judging: Judging): RawBuilder<unknown> {
  const { field, test } = rule
  if (isSetTest(test)) throw new RangeError(`${test.kind} is not a rule of one row`)
  switch (test.kind) {
    case 'required':
      return requiredBad(field)
    case 'citizenId':
      return citizenIdBad(field, test.part, judging)
    case 'citizenForm':
      return citizenFormBad(field, test.forms)
    case 'uscc':
      return usccBad(field, test.part)
    case 'authority':
      return authorityBad(field, test.authorities)
    case 'usccRegister':
      return usccRegisterBad(field, test.categories)
    case 'usccKind':
      return usccKindBad(field, test.uscc, test.kinds)
    case 'orgCode':
      return orgCodeBad(field, test.part)
    case 'orgCodeOf':
      return orgCodeOfBad(field, test.uscc)
    case 'licenceId':
      return licenceIdBad(field, test.part)
    case 'licencePart':
      return licencePartBad(field, test.id, test.part)
    case 'subjectId':
      return subjectIdBad(field, test.kindField, test.part, judging)
    case 'geometry':
      return geometryBad(field, test.problem)
    case 'code':
      return codeBad(field, test.codes)
    case 'division':
      return divisionBad(field, test.part)
    case 'divisionAt':
      return divisionAtBad(field, test)
    case 'postcode':
      return postcodeBad(field)
    case 'postcodeDivision':
      return postcodeDivisionBad(field, test.division)
    case 'addressShort':
      return addressShortBad(field, test.min)
    case 'addressPlaceholder':
      return addressPlaceholderBad(field)
    case 'addressDivision':
      return addressDivisionBad(field, test.division)
    case 'coordinates':
      return coordinatesBad(field, test.latitude, test.part)
    case 'readable':
      return unreadable(field)
    case 'notFuture':
      return futureBad(field, type === 'datetime' ? 'datetime' : 'date', judging)
    case 'dayPlausible':
      return dayPlausibleBad(field, test)
    case 'period':
      return periodBad(field, test.part, judging)
    case 'age':
      return ageBad(field, test)
    case 'pattern':
      return patternBad(field, test.pattern)
    case 'length':
      return lengthBad(field, test)
    case 'range':
      return rangeBad(field, test)
    case 'amount':
      return amountBad(field, test.part)
    case 'amountSize':
      return amountSizeBad(field, test.most)
    case 'amountDecimals':
      return amountDecimalsBad(field, test.decimals)
    case 'name':
      return nameBad(field, test.of, test.part)
    case 'phone':
      return phoneBad(field)
    case 'phoneImplausible':
      return phoneImplausibleBad(field)
    case 'phoneKind':
      return phoneKindBad(field, test.accept)
    case 'email':
      return emailBad(field)
    case 'dateOrder':
      return dateOrderBad(field, test.earlier)
    case 'birthDate':
      return birthDateBad(field, test.id)
    case 'sex':
      return sexBad(field, test.id)
    case 'compareFields':
      return compareBad(field, test)
    case 'requiredWhen':
      return requiredWhenBad(field, test.when)
    case 'forbiddenWhen':
      return forbiddenWhenBad(field, test.when)
    case 'exclusive':
      return exclusiveBad(test.fields)
    case 'sum':
      return sumBad(field, test.parts, test.tolerance)
    case 'expression':
      return expressionOf(rule, judging)
  }
}

/** @throws RangeError when the expressions were not compiled before the scan */
function expressionOf(rule: RuleInstance, { expressions }: Judging): RawBuilder<unknown> {
  const compiled = expressions?.get(rule.id)
  if (!compiled) throw new RangeError(`the expression of ${rule.id} was not compiled`)
  return compiled
}
