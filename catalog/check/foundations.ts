import type { Catalogue } from '../catalogue.ts'
import type { Foundation } from '../foundation.ts'
import { columnOf } from '../lookup.ts'
import { datasetFields, type Finding, finding, has, repeated } from './finding.ts'

/** Foundations and datasets name each other; key and division column are columns of the golden table. */
export function checkFoundations(catalogue: Catalogue): Finding[] {
  return [
    ...catalogue.foundations.flatMap((foundation) => [
      ...badDatasets(catalogue, foundation),
      ...badColumns(catalogue, foundation),
      ...badKeyChanges(catalogue, foundation),
      ...badRetention(catalogue, foundation),
    ]),
    ...homeless(catalogue),
  ]
}

function badDatasets(catalogue: Catalogue, foundation: Foundation): Finding[] {
  const { id, datasets, confirmedBy } = foundation
  const twice = repeated(datasets).map((dataset) =>
    finding('duplicate', { what: 'foundation_dataset', id: `${id} → ${dataset}` }),
  )
  const unknown = datasets
    .filter((dataset) => !has(catalogue.datasets, dataset))
    .map((dataset) => finding('unknown_dataset', { what: id, dataset }))
  const outside = confirmedBy
    .filter((dataset) => !datasets.includes(dataset))
    .map((dataset) => finding('confirmed_by_outsider', { foundation: id, dataset }))
  return [...twice, ...unknown, ...outside]
}

function badColumns(catalogue: Catalogue, foundation: Foundation): Finding[] {
  const { id, key, keyElement, divisionColumn } = foundation
  const findings = []
  if (!has(catalogue.elements, keyElement)) {
    findings.push(finding('foundation_key', { foundation: id, key, element: keyElement }))
  } else if (columnOf(keyElement) !== key) {
    findings.push(finding('foundation_key', { foundation: id, key, element: keyElement }))
  }
  const division = catalogue.elements.find((element) => element.id === `${id}.${divisionColumn}`)
  if (division?.type !== 'division') {
    findings.push(finding('division_column', { foundation: id, column: divisionColumn }))
  }
  return findings
}

/** The register of changed keys is one of the foundation's, and its former key a field of its record key. */
function badKeyChanges(catalogue: Catalogue, { id, datasets, keyChanges }: Foundation): Finding[] {
  if (!keyChanges) return []
  const dataset = catalogue.datasets.find((each) => each.id === keyChanges.dataset)
  const fits = datasets.includes(keyChanges.dataset) && dataset?.recordKey.includes(keyChanges.former)
  if (!fits) {
    const { dataset: named, former } = keyChanges
    return [finding('key_changes', { foundation: id, dataset: named, former })]
  }
  const fields = [keyChanges.day, keyChanges.reason?.field].filter((field) => field !== undefined)
  return fields
    .filter((field) => !dataset?.fields.some((each) => each.id === field))
    .map((former) => finding('key_changes', { foundation: id, dataset: keyChanges.dataset, former }))
}

function badRetention(catalogue: Catalogue, { id, shownUntil }: Foundation): Finding[] {
  if (shownUntil === undefined) return []
  const element = catalogue.elements.find((each) => each.id === `${id}.${shownUntil}`)
  return element?.type === 'date' ? [] : [finding('shown_until', { foundation: id, column: shownUntil })]
}

/** Datasets whose foundation does not exist or does not list them. */
function homeless(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) => {
    const foundation = catalogue.foundations.find((each) => each.id === dataset.foundation)
    if (!foundation)
      return [finding('unknown_foundation', { what: dataset.id, foundation: dataset.foundation })]
    if (foundation.datasets.includes(dataset.id)) return []
    return [
      finding('dataset_not_listed', { ...datasetFields(catalogue, dataset), foundation: foundation.id }),
    ]
  })
}
