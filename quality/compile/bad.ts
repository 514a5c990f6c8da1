import type { RawBuilder } from 'kysely'
import type { ElementType } from '../../catalog/element.ts'
import type { RuleInstance } from '../rules.ts'
import { isSetTest } from '../sets/tests.ts'
import { citizenIdBad } from './citizen_id.ts'
import { codeBad, divisionBad } from './code.ts'
import { birthDateBad, dateOrderBad, sexBad } from './cross_field.ts'
import { futureBad, unreadable } from './date.ts'
import { geometryBad } from './geometry.ts'
import type { Judging } from './judging.ts'
import { licenceIdBad } from './licence_id.ts'
import { subjectIdBad } from './subject_id.ts'
import { lengthBad, patternBad, phoneBad, rangeBad, requiredBad } from './text.ts'
import { authorityBad, usccBad } from './uscc.ts'

/** SQL that is true of a row that breaks the rule (NULL counts as false). Set rules are compiled elsewhere. */
export function badOf(rule: RuleInstance, type: ElementType, judging: Judging): RawBuilder<unknown> {
  const { field, test } = rule
  if (isSetTest(test)) throw new RangeError(`${test.kind} is not a rule of one row`)
  switch (test.kind) {
    case 'required':
      return requiredBad(field)
    case 'citizenId':
      return citizenIdBad(field, test.part, judging)
    case 'uscc':
      return usccBad(field, test.part)
    case 'licenceId':
      return licenceIdBad(field, test.part)
    case 'subjectId':
      return subjectIdBad(field, test.kindField, test.part, judging)
    case 'geometry':
      return geometryBad(field, test.problem)
    case 'authority':
      return authorityBad(field, test.authorities)
    case 'code':
      return codeBad(field, test.codes)
    case 'division':
      return divisionBad(field, test.part)
    case 'readable':
      return unreadable(field)
    case 'notFuture':
      return futureBad(field, type === 'datetime' ? 'datetime' : 'date', judging)
    case 'pattern':
      return patternBad(field, test.pattern)
    case 'length':
      return lengthBad(field, test)
    case 'range':
      return rangeBad(field, test)
    case 'phone':
      return phoneBad(field)
    case 'dateOrder':
      return dateOrderBad(field, test.earlier)
    case 'birthDate':
      return birthDateBad(field, test.id)
    case 'sex':
      return sexBad(field, test.id)
  }
}
