import { catalogue } from '../catalog/catalogue.ts'
import { identityOf } from '../catalog/dataset.ts'
import type { Row } from './emitter.ts'

const fields = new Map(catalogue.datasets.map((each) => [each.id, identityOf(each)]))

/** The field with the key of a dataset's subjects. */
export function keyField(dataset: string): string {
  return fields.get(dataset)?.[0] ?? ''
}

/** The key of a row's subject, as the row has it. */
export function keyOf({ dataset, values }: Row): string {
  return values[keyField(dataset)] ?? ''
}

/** What tells a row's record from the others of its dataset. */
export function identityText({ dataset, values }: Row): string {
  const ids = fields.get(dataset) ?? []
  let text = values[ids[0] ?? ''] ?? ''
  for (let i = 1; i < ids.length; i++) text += `\n${values[ids[i] as string] ?? ''}`
  return text
}
