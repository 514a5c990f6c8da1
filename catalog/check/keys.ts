import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import { datasetFields, type Finding, finding } from './finding.ts'
import { foundationIdOf } from './record.ts'

/** Every dataset identifies its records by its foundation's key and knows when each changed. */
export function checkKeys(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) => [
    ...badKey(catalogue, dataset),
    ...badRecordKey(catalogue, dataset),
    ...badEventTime(catalogue, dataset),
    ...badHolder(catalogue, dataset),
  ])
}

function badKey(catalogue: Catalogue, dataset: Dataset): Finding[] {
  const parties = datasetFields(catalogue, dataset)
  const key = dataset.fields.find((field) => field.id === dataset.key)
  if (!key) return [finding('key_missing', { ...parties, key: dataset.key })]
  const findings = dataset.fields
    .filter((field) => (field.role === 'key') !== (field.id === dataset.key))
    .map((field) => finding('key_role', { ...parties, key: dataset.key, field: field.id, role: field.role }))
  if (!key.required) findings.push(finding('key_not_required', { ...parties, key: key.id }))
  const foundation = catalogue.foundations.find((each) => each.id === dataset.foundation)
  if (foundation && key.element !== foundation.keyElement) {
    const fields = {
      key: key.id,
      element: key.element,
      foundation: foundation.id,
      expected: foundation.keyElement,
    }
    findings.push(finding('key_element', { ...parties, ...fields }))
  }
  return findings
}

/** Fields of the record key that do not exist, may be empty, or are the key itself. */
function badRecordKey(catalogue: Catalogue, dataset: Dataset): Finding[] {
  const parties = datasetFields(catalogue, dataset)
  return dataset.recordKey
    .filter((id) => id === dataset.key || !dataset.fields.some((field) => field.id === id && field.required))
    .map((field) => finding('record_key', { ...parties, field }))
}

function badEventTime(catalogue: Catalogue, dataset: Dataset): Finding[] {
  const parties = { ...datasetFields(catalogue, dataset), field: dataset.eventTime }
  const field = dataset.fields.find((each) => each.id === dataset.eventTime)
  if (!field) return [finding('event_time_missing', parties)]
  const element = catalogue.elements.find((each) => each.id === field.element)
  if (!element || element.type === 'datetime' || element.type === 'date') return []
  return [finding('event_time_type', { ...parties, element: element.id, type: element.type })]
}

/** A holder's fields that do not exist, or a holder in a register that has many records of a key. */
function badHolder(catalogue: Catalogue, dataset: Dataset): Finding[] {
  if (!dataset.holder) return []
  const { id, name, facts, instead } = dataset.holder
  const named = [...(id === undefined ? [] : [id]), name, ...facts, ...instead]
  const confirms = catalogue.foundations.some(({ confirmedBy }) => confirmedBy.includes(dataset.id))
  const bad =
    dataset.recordKey.length > 0 || !confirms
      ? [dataset.key]
      : named.filter((each) => each === dataset.key || !isGolden(dataset, each))
  return bad.map((field) => finding('holder', { ...datasetFields(catalogue, dataset), field }))
}

/** True of a field that carries an element of the dataset's foundation. */
function isGolden(dataset: Dataset, id: string): boolean {
  const field = dataset.fields.find((each) => each.id === id)
  return field !== undefined && foundationIdOf(field.element) === dataset.foundation
}
