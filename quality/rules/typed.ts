import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { AddRule } from './instance.ts'
import { addCitizenId } from './kinds/citizen_id.ts'
import { codeTest } from './kinds/code.ts'
import { addUscc } from './kinds/credit_code.ts'
import { dayPlausibleTest, FIRST_PLAUSIBLE_DAY, notFutureTest, readableTest } from './kinds/date.ts'
import { addDivision } from './kinds/division.ts'
import { addGeometry } from './kinds/geometry.ts'
import { addLicenceId } from './kinds/licence_id.ts'
import { addPhone } from './kinds/phone.ts'
import { requiredTest } from './kinds/presence.ts'
import { addName, lengthTest } from './kinds/text.ts'

/** The rules that follow from the field's place in the dataset and from its element. */
export function addTyped(catalogue: Catalogue, dataset: Dataset, field: Field, add: AddRule): void {
  const element = elementOf(catalogue, field.element)
  const { id } = field
  if (field.required || id === dataset.key || id === dataset.eventTime) {
    add(id, 'required', requiredTest.of({}))
  }
  if (element.type === 'geometry') addGeometry(catalogue, dataset, id, add)
  if (element.type === 'code') add(id, 'code.unknown', codeTest(catalogue, element.codeTable ?? ''))
  addOfType(id, element.type, add)
  if (element.type === 'date' || id === dataset.eventTime) add(id, 'date.future', notFutureTest.of({}))
  if (element.maxLength) add(id, 'length.outside', lengthTest.of({ max: element.maxLength }))
}

function addOfType(field: string, type: ElementType, add: AddRule): void {
  switch (type) {
    case 'citizenId':
      addCitizenId(field, add)
      return
    case 'uscc':
      addUscc(field, add)
      return
    case 'licenceId':
      addLicenceId(field, add)
      return
    case 'division':
      addDivision(field, add)
      return
    case 'date':
      add(field, 'date.invalid', readableTest.of({}))
      add(field, 'date.implausible', dayPlausibleTest.of({ type, min: FIRST_PLAUSIBLE_DAY }))
      return
    case 'datetime':
      add(field, 'datetime.invalid', readableTest.of({}))
      return
    case 'integer':
    case 'decimal':
      add(field, 'number.invalid', readableTest.of({}))
      return
    case 'phone':
      addPhone(field, add)
      return
    case 'personName':
      addName(field, 'person', add)
      return
    default:
      return
  }
}
