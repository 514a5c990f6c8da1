import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { typeOf } from '../normalise/fields.ts'
import type { RuleInstance } from '../rules/index.ts'
import { isSetTest } from '../sets/tests.ts'
import { type Examples, type Subject, values } from './example.ts'
import { compareExamples, conditionalExamples, exclusiveExamples, sumExamples } from './fields.ts'
import { geometryExamples } from './geometries.ts'
import * as identifiers from './identifiers.ts'
import * as places from './places.ts'
import * as texts from './texts.ts'
import * as times from './times.ts'
import * as plain from './values.ts'

export type { ExampleRow, Examples } from './example.ts'
export { exampleTime } from './example.ts'

/**
 * Rows that a row rule must let pass and rows that it must find: those declared with it, and those that its kind
 * makes for it. Undefined of rules whose examples are more than one row.
 */
export function examplesOf(catalogue: Catalogue, dataset: Dataset, rule: RuleInstance): Examples | undefined {
  const made = madeFor(catalogue, dataset, rule)
  if (!rule.examples) return made
  return {
    good: [...rule.examples.good, ...(made?.good ?? [])],
    bad: [...rule.examples.bad, ...(made?.bad ?? [])],
  }
}

function madeFor(catalogue: Catalogue, dataset: Dataset, rule: RuleInstance): Examples | undefined {
  const { field, test } = rule
  const type = (id: string) => typeOf(catalogue, dataset, id)
  const mapped = (id: string, code: string) =>
    Object.hasOwn(dataset.fields.find((each) => each.id === id)?.mapping ?? {}, code)
  const subject: Subject = { rule, typeOf: type, mapped }
  if (isSetTest(test)) return undefined
  switch (test.kind) {
    case 'required':
      return values(field, ['1'], [null, '', ' ', '\u3000'])
    case 'citizenId':
      return identifiers.citizenIdExamples(field, test.part)
    case 'citizenForm':
      return identifiers.citizenFormExamples(field, test.forms)
    case 'uscc':
      return identifiers.usccExamples(field, test.part)
    case 'authority':
      return identifiers.authorityExamples(field, test.authorities)
    case 'usccRegister':
      return identifiers.usccRegisterExamples(field, test.categories)
    case 'usccKind':
      return identifiers.usccKindExamples(field, test)
    case 'orgCode':
      return identifiers.orgCodeExamples(field, test.part)
    case 'orgCodeOf':
      return identifiers.orgCodeOfExamples(field, test.uscc)
    case 'licenceId':
      return identifiers.licenceIdExamples(field, test.part)
    case 'licencePart':
      return identifiers.licencePartExamples(field, test)
    case 'subjectId':
      return identifiers.subjectIdExamples(field, test)
    case 'geometry':
      return geometryExamples(catalogue, dataset, test.problem)
    case 'code':
      return plain.codeExamples(subject, test.codes)
    case 'division':
      return places.divisionExamples(field, test.part)
    case 'divisionAt':
      return places.divisionAtExamples(field, test)
    case 'postcode':
      return places.postcodeExamples(field)
    case 'postcodeDivision':
      return places.postcodeDivisionExamples(field, test.division)
    case 'addressShort':
      return places.addressShortExamples(field, test.min)
    case 'addressPlaceholder':
      return places.addressPlaceholderExamples(field)
    case 'addressDivision':
      return places.addressDivisionExamples(field, test.division)
    case 'coordinates':
      return places.coordinatesExamples(field, test)
    case 'readable':
      return plain.readableExamples(field, type(field))
    case 'notFuture':
      return times.notFutureExamples(field, type(field))
    case 'dayPlausible':
      return times.dayPlausibleExamples(field, test)
    case 'period':
      return times.periodExamples(field, test.part)
    case 'age':
      return times.ageExamples(field, test)
    case 'dateOrder':
      return times.dateOrderExamples(field, test.earlier)
    case 'birthDate':
      return times.birthDateExamples(field, test.id)
    case 'sex':
      return times.sexExamples(field, test.id)
    case 'length':
      return plain.lengthExamples(field, test)
    case 'range':
      return plain.rangeExamples(field, type(field), test)
    case 'amount':
      return plain.amountExamples(field, test.part)
    case 'amountSize':
      return plain.amountSizeExamples(field, test.most)
    case 'amountDecimals':
      return plain.amountDecimalsExamples(field, test.decimals)
    case 'name':
      return texts.nameExamples(field, test)
    case 'phone':
      return texts.phoneExamples(field)
    case 'phoneImplausible':
      return texts.phoneImplausibleExamples(field)
    case 'phoneKind':
      return texts.phoneKindExamples(field, test.accept)
    case 'email':
      return texts.emailExamples(field)
    case 'compareFields':
      return compareExamples(subject, test)
    case 'requiredWhen':
      return conditionalExamples(subject, test.when, true)
    case 'forbiddenWhen':
      return conditionalExamples(subject, test.when, false)
    case 'exclusive':
      return exclusiveExamples(subject, test.fields)
    case 'sum':
      return sumExamples(field, test)
    case 'pattern':
    case 'expression':
      return undefined
  }
}
