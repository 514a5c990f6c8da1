import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import { departmentName } from '../lookup.ts'

/** Something in the catalogue that contradicts itself. `code` is a key of the locale table, `fields` name every party. */
export interface Finding {
  code: string
  fields: Record<string, string>
}

/** One check: looks at one subject of the catalogue. */
export type Check = (catalogue: Catalogue) => Finding[]

export function finding(what: string, fields: Record<string, string>): Finding {
  return { code: `catalog.check.${what}`, fields }
}

/** A department as fields `<name>` (its id), `<name>_zh` and `<name>_en`; an unknown one goes by its id. */
export function departmentFields(catalogue: Catalogue, name: string, id: string): Record<string, string> {
  const words = departmentName(catalogue, id)
  return { [name]: id, [`${name}_zh`]: words['zh-CN'], [`${name}_en`]: words.en }
}

/** A dataset as fields `dataset`, `dataset_zh`, `dataset_en`, with the department that provides it as `department…`. */
export function datasetFields(catalogue: Catalogue, dataset: Dataset): Record<string, string> {
  return {
    dataset: dataset.id,
    dataset_zh: dataset.name['zh-CN'],
    dataset_en: dataset.name.en,
    ...departmentFields(catalogue, 'department', dataset.providingDepartment),
  }
}

/** Ids that occur more than once, each once. */
export function repeated(ids: string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

export function has<T extends { id: string }>(items: T[], id: string): boolean {
  return items.some((item) => item.id === id)
}
