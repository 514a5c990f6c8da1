import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { datasetOf, elementOf } from '../../catalog/lookup.ts'
import { citizenId } from '../check_digits.ts'
import { declared } from './declared.ts'
import { rulesOn } from './field_rules.ts'
import { geometryFaults } from './geometry.ts'
import { type FaultKind, reject, warn } from './kind.ts'
import { licenceFaults, subjectFaults } from './subject.ts'
import {
  badDate,
  badIdDate,
  badMoment,
  badShape,
  blank,
  checkOf,
  constant,
  futureDate,
  usccOrgCode,
  usccShape,
} from './values.ts'

/**
 * Faults that a row of a register can have, read from what the catalogue demands of its fields. Each spoils one
 * value so that exactly one thing is wrong with the row.
 */
export function genericFaults(datasetId: string): FaultKind[] {
  const dataset = datasetOf(catalogue, datasetId)
  return dataset.fields.flatMap((field) => [
    ...required(dataset, field),
    ...byType(dataset, field),
    ...dataset.rules.flatMap((rule) => declared(dataset, rule, field.id)),
  ])
}

function required(dataset: Dataset, field: Field): FaultKind[] {
  const needed = field.required || field.id === dataset.key
  return needed && !decides(dataset, field.id) ? [reject('required', field.id, blank)] : []
}

/** True of a field on which the judgement of another one depends. */
function decides(dataset: Dataset, id: string): boolean {
  return dataset.rules.some(
    (rule) =>
      (rule.kind === 'subjectId' && rule.kindField === id) ||
      (rule.kind === 'geometry' && rule.division === id),
  )
}

function byType(dataset: Dataset, field: Field): FaultKind[] {
  const { id } = field
  const element = elementOf(catalogue, field.element)
  const long = element.maxLength
  const bound = rulesOn(dataset, id).some((rule) => rule.kind === 'pattern' || rule.kind === 'length')
  const lengths =
    long && !bound
      ? [reject('length.outside', id, ({ random }) => '长'.repeat(long + random.between(1, 9)))]
      : []
  switch (element.type) {
    case 'citizenId':
      return citizenFaults(dataset, id)
    case 'uscc':
      return [
        reject('uscc.shape', id, usccShape(id)),
        reject('uscc.org_code', id, usccOrgCode(id)),
        reject('uscc.check', id, checkOf(id)),
      ]
    case 'code':
      return codeFaults(dataset, field)
    case 'division':
      return decides(dataset, id)
        ? []
        : [reject('division.unknown', id, constant('159901', '990101', '15010'))]
    case 'date':
      return [
        reject('date.invalid', id, badDate),
        ...future(dataset, id),
        ...(id === 'established_on'
          ? [warn('date.implausible', id, constant('1899-12-31', '1840-06-28'))]
          : []),
      ]
    case 'datetime':
      return [reject('datetime.invalid', id, badMoment)]
    case 'integer':
    case 'decimal':
      return [reject('number.invalid', id, constant('五千', '1O0', '1.2.3'))]
    case 'phone':
      return [
        warn('phone.shape', id, constant('1234567890123', '123', '99999999999')),
        warn('phone.implausible', id, constant('13800000000', '13911111111')),
      ]
    case 'subjectId':
      return subjectFaults(dataset, id)
    case 'licenceId':
      return licenceFaults(id)
    case 'geometry':
      return geometryFaults(dataset, id)
    default:
      return lengths
  }
}

function codeFaults(dataset: Dataset, { id, element }: Field): FaultKind[] {
  if (decides(dataset, id) || element === 'feature.crs') return []
  const patterned = rulesOn(dataset, id).some((rule) => rule.kind === 'pattern')
  return [
    reject(patterned ? 'code.unknown pattern.mismatch' : 'code.unknown', id, constant('~', 'XX9', '未知')),
  ]
}

function citizenFaults(dataset: Dataset, id: string): FaultKind[] {
  const check = reject('citizen_id.check', id, checkOf(id))
  if (id !== dataset.key) return id.startsWith('representative') ? [check, ...oddCitizen(id)] : [check]
  return [reject('citizen_id.shape', id, badShape), reject('citizen_id.date', id, badIdDate), check]
}

/** A day to come, where the day may not, and where no other day is held against it. */
function future(dataset: Dataset, id: string): FaultKind[] {
  const allowed = rulesOn(dataset, id).some((rule) => rule.kind === 'date' && rule.allowFuture)
  const first = dataset.rules.some((rule) => rule.kind === 'dateOrder' && rule.earlier === id)
  const ofId = dataset.rules.some((rule) => rule.kind === 'birthDateMatchesId' && rule.field === id)
  return allowed || first || ofId ? [] : [reject('date.future', id, futureDate)]
}

/** A number that is right by itself, of nowhere or of nobody alive. */
function oddCitizen(id: string): FaultKind[] {
  const other = (code: string, from: number, by: string) =>
    warn(code, id, (draft) => {
      const number = draft.clean[id]
      return number ? citizenId(number.slice(0, from) + by + number.slice(from + by.length, 17)) : false
    })
  return [other('citizen_id.place', 0, '28'), other('citizen_id.age', 6, '1870')]
}
