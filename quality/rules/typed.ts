import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { addGeometry } from './geometry.ts'
import { addCitizenId, addLicenceId, addUscc } from './identifiers.ts'
import type { Add } from './instance.ts'
import type { Test } from './test.ts'

/** Days before this one are implausible where nothing else is declared. */
export const FIRST_PLAUSIBLE_DAY = '1900-01-01'

/** The rules that follow from the field's place in the dataset and from its element. */
export function addTyped(catalogue: Catalogue, dataset: Dataset, field: Field, add: Add): void {
  const element = elementOf(catalogue, field.element)
  const { id } = field
  if (field.required || id === dataset.key || id === dataset.eventTime) {
    add(id, 'required', { kind: 'required' })
  }
  if (element.type === 'geometry') addGeometry(catalogue, dataset, id, add)
  if (element.type === 'code') add(id, 'code.unknown', codeTest(catalogue, element.codeTable ?? ''))
  addOfType(id, element.type, add)
  if (element.type === 'date' || id === dataset.eventTime) add(id, 'date.future', { kind: 'notFuture' })
  if (element.maxLength) add(id, 'length.outside', { kind: 'length', max: element.maxLength })
}

function addOfType(field: string, type: ElementType, add: Add): void {
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
      add(field, 'division.unknown', { kind: 'division', part: 'unknown' })
      add(field, 'division.historical', { kind: 'division', part: 'historical' })
      return
    case 'date':
      add(field, 'date.invalid', { kind: 'readable' })
      add(field, 'date.implausible', { kind: 'dayPlausible', type, min: FIRST_PLAUSIBLE_DAY })
      return
    case 'datetime':
      add(field, 'datetime.invalid', { kind: 'readable' })
      return
    case 'integer':
    case 'decimal':
      add(field, 'number.invalid', { kind: 'readable' })
      return
    case 'phone':
      add(field, 'phone.shape', { kind: 'phone' })
      add(field, 'phone.implausible', { kind: 'phoneImplausible' })
      return
    case 'personName':
      addName(field, 'person', add)
      return
    default:
      return
  }
}

/** Placeholders, and characters that the name of a person or an organisation does not have. */
export function addName(
  field: string,
  of: 'person' | 'organisation',
  add: Add,
  severity?: 'warn' | 'reject' | 'block',
): void {
  add(field, 'name.placeholder', { kind: 'name', of, part: 'placeholder' }, { severity })
  add(field, 'name.characters', { kind: 'name', of, part: 'characters' }, { severity })
}

/** Membership of a code table of the catalogue. */
export function codeTest(catalogue: Catalogue, id: string): Test {
  const table = catalogue.codeTables.find((each) => each.id === id)
  return { kind: 'code', codes: Object.keys(table?.codes ?? {}) }
}
