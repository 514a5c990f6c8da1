import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import type { Extract } from './extracts.ts'
import { genericFaults } from './faults/generic.ts'
import { damage, type FaultKind } from './faults/kind.ts'
import { personFaults } from './faults/person.ts'
import { value } from './faults/values.ts'

const kinds: Record<string, FaultKind[] | undefined> = personFaults

/** Every kind of fault that a row of `extract` can have. */
export function faultKindsOf(extract: Extract): FaultKind[] {
  const { form, mode } = extract
  const text = form.csv?.encoding
  const operation: FaultKind = { codes: ['parse.operation'], rejected: true, operation: 'X' }
  return [
    ...(kinds[extract.dataset] ?? genericFaults(extract.dataset)),
    ...(text
      ? [damage('parse.columns_missing', 'columns_missing'), damage('parse.columns_extra', 'columns_extra')]
      : []),
    ...(text ? [damage('parse.quote', 'quote'), damage('parse.nul', 'nul')] : []),
    ...(text && text !== 'utf16le' ? [damage('parse.encoding', 'encoding')] : []),
    ...(form.kind === 'jsonl' ? [damage('parse.json', 'json')] : []),
    ...(form.kind === 'xlsx' ? [floated(extract.dataset)].filter((each) => each !== undefined) : []),
    ...(mode === 'delta' ? [operation] : []),
  ]
}

/** An identity number that a spreadsheet kept as a number. Only one without X can become one. */
function floated(datasetId: string): FaultKind | undefined {
  const [first] = datasetOf(catalogue, datasetId).fields
  if (first?.id !== 'citizen_id') return undefined
  return {
    codes: ['xlsx.number_damaged'],
    rejected: true,
    damage: 'float',
    apply: (draft) => !value(draft, 'citizen_id').endsWith('X'),
  }
}
