import type { Catalogue } from '../catalogue.ts'
import type { Dataset, Field } from '../dataset.ts'
import { datasetFields, type Finding, finding, has, repeated } from './finding.ts'
import { foundationIdOf, isAboutRecord } from './record.ts'

/** Fields of every dataset: known elements of its foundation, headers that tell them apart, mappings into the code table. */
export function checkFields(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) => [
    ...ambiguous(catalogue, dataset),
    ...dataset.fields.flatMap((field) => [
      ...badElement(catalogue, dataset, field),
      ...badMapping(catalogue, dataset, field),
    ]),
  ])
}

/** Ids given twice, and headers that two fields answer to. A file's header row may hold headers, aliases, field ids or former ones. */
function ambiguous(catalogue: Catalogue, dataset: Dataset): Finding[] {
  const parties = datasetFields(catalogue, dataset)
  const ids = repeated(dataset.fields.map((field) => field.id))
  const names = dataset.fields.flatMap((field) => [
    ...new Set(namesOf(field).map((name) => name.trim().toLowerCase())),
  ])
  const aliases = dataset.fields.flatMap((field) =>
    repeated([field.header, ...field.aliases, ...field.formerly]).map((header) => ({ header, by: field.id })),
  )
  return [
    ...ids.map((id) => finding('duplicate', { what: 'field', id: `${dataset.id}.${id}` })),
    ...repeated(names)
      .filter((name) => !ids.includes(name))
      .map((header) =>
        finding('duplicate_header', { ...parties, header, fieldIds: answering(dataset, header) }),
      ),
    ...aliases.map(({ header, by }) => finding('duplicate_header', { ...parties, header, fieldIds: by })),
  ]
}

const namesOf = ({ id, header, aliases, formerly }: Field) => [id, header, ...aliases, ...formerly]

function answering(dataset: Dataset, header: string): string {
  return dataset.fields
    .filter((field) => namesOf(field).some((name) => name.trim().toLowerCase() === header))
    .map((field) => field.id)
    .join(', ')
}

function badElement(catalogue: Catalogue, dataset: Dataset, field: Field): Finding[] {
  const fields = { ...datasetFields(catalogue, dataset), field: field.id, element: field.element }
  if (!catalogue.elements.some((element) => element.id === field.element))
    return [finding('unknown_element', fields)]
  const owner = foundationIdOf(field.element)
  if (isAboutRecord(field.element) || !has(catalogue.foundations, owner)) return []
  if (owner !== dataset.foundation)
    return [finding('foreign_element', { ...fields, foundation: dataset.foundation })]
  const manyPerSubject = dataset.recordKey.length > 0 && field.role === 'source'
  return manyPerSubject ? [finding('source_in_records', { ...fields, foundation: owner })] : []
}

function badMapping(catalogue: Catalogue, dataset: Dataset, field: Field): Finding[] {
  if (!field.mapping) return []
  const fields = { ...datasetFields(catalogue, dataset), field: field.id, element: field.element }
  const element = catalogue.elements.find((each) => each.id === field.element)
  if (!element) return []
  if (element.type !== 'code') return [finding('mapping_without_code', { ...fields, type: element.type })]
  const table = catalogue.codeTables.find((each) => each.id === element.codeTable)
  if (!table) return []
  return Object.entries(field.mapping)
    .filter(([, to]) => !Object.hasOwn(table.codes, to))
    .map(([from, to]) => finding('mapping_outside_table', { ...fields, from, to, table: table.id }))
}
