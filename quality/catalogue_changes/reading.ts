import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { canonicalJson, sha256 } from '../../core/hash.ts'

/** Names how files of a dataset are read: its fields, their elements and codes, its contract. */
export function readingDigest(catalogue: Catalogue, dataset: Dataset): string {
  const { key, recordKey, eventTime, drift, headerless } = dataset
  const fields = dataset.fields.map((field) => {
    const { id, type, codeTable } = elementOf(catalogue, field.element)
    const codes = catalogue.codeTables.find((each) => each.id === codeTable)?.codes ?? null
    return { ...field, element: { id, type, codes } }
  })
  return sha256(canonicalJson({ key, recordKey, eventTime, drift, headerless, fields })).slice(0, 16)
}
