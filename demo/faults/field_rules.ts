import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { Rule } from '../../catalog/rule.ts'

/** The rules of a dataset on one of its fields. */
export function rulesOn(dataset: Dataset, id: string): Rule[] {
  return dataset.rules.filter((rule) => 'field' in rule && rule.field === id)
}

/** The type of a field, or nothing where the dataset has none. */
export function typeOf(dataset: Dataset, id: string): string {
  const field = dataset.fields.find((each) => each.id === id)
  return field ? elementOf(catalogue, field.element).type : ''
}
