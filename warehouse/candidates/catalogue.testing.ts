import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, defineDataset } from '../../catalog/dataset.ts'
import { defineElement, type ElementType } from '../../catalog/element.ts'
import { defineFoundation } from '../../catalog/foundation.ts'

/** A small catalogue of its own for tests of this folder: one register of people and one of entities. */

const named = (text: string) => ({ 'zh-CN': text, en: text })

const element = (id: string, type: ElementType, authority: string) =>
  defineElement({
    id,
    name: named(id),
    type,
    ...(type === 'code' ? { codeTable: 'sex' } : {}),
    grading: 'L2',
    mask: 'none',
    authority,
  })

const register = (id: string, foundation: string, key: string, fields: [string, string][]): Dataset =>
  defineDataset({
    id,
    name: named(id),
    abstract: named(id),
    foundation,
    form: 'table',
    providingDepartment: 'public_security',
    collectingDepartment: 'public_security',
    approvingDepartment: 'public_security',
    sharing: { type: 'conditional', scope: named('all') },
    opening: { type: 'closed' },
    updateCycle: 'daily',
    key,
    eventTime: 'updated_at',
    fields: [
      ...fields.map(([field, carried]) => ({
        id: field,
        header: field,
        element: carried,
        role: field === key ? ('key' as const) : ('source' as const),
        required: field === key,
      })),
      { id: 'updated_at', header: 'updated_at', element: 'record.updated_at', role: 'copy', required: true },
    ],
  })

export const people = register('people', 'person', 'citizen_id', [
  ['citizen_id', 'person.citizen_id'],
  ['name', 'person.name'],
  ['sex', 'person.sex'],
  ['birth_date', 'person.birth_date'],
  ['division', 'person.household_division'],
  ['phone', 'person.phone'],
])

export const entities = register('entities', 'legal_entity', 'uscc', [
  ['uscc', 'legal_entity.uscc'],
  ['name', 'legal_entity.name'],
  ['representative', 'legal_entity.representative_name'],
  ['established_on', 'legal_entity.established_on'],
  ['division', 'legal_entity.division'],
])

export const smallCatalogue: Catalogue = {
  departments: [],
  divisions: [],
  codeTables: [{ id: 'sex', name: named('sex'), standard: 'GB/T 2261.1', codes: {} }],
  elements: [
    element('record.updated_at', 'datetime', 'people.updated_at'),
    element('person.citizen_id', 'citizenId', 'people.citizen_id'),
    element('person.name', 'personName', 'people.name'),
    element('person.sex', 'code', 'people.sex'),
    element('person.birth_date', 'date', 'people.birth_date'),
    element('person.household_division', 'division', 'people.division'),
    element('person.phone', 'phone', 'people.phone'),
    element('legal_entity.uscc', 'uscc', 'entities.uscc'),
    element('legal_entity.name', 'text', 'entities.name'),
    element('legal_entity.representative_name', 'personName', 'entities.representative'),
    element('legal_entity.established_on', 'date', 'entities.established_on'),
    element('legal_entity.division', 'division', 'entities.division'),
  ],
  datasets: [people, entities],
  foundations: [
    defineFoundation({
      id: 'person',
      name: named('person'),
      key: 'citizen_id',
      keyElement: 'person.citizen_id',
      divisionColumn: 'household_division',
      datasets: ['people'],
      confirmedBy: ['people'],
      buckets: 4,
    }),
    defineFoundation({
      id: 'legal_entity',
      name: named('legal_entity'),
      key: 'uscc',
      keyElement: 'legal_entity.uscc',
      divisionColumn: 'division',
      datasets: ['entities'],
      confirmedBy: ['entities'],
      buckets: 2,
    }),
  ],
}
