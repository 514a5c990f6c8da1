import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { typeOf } from '../normalise/fields.ts'
import type { Examples } from '../rules/example.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { rowTestOf } from '../rules/kinds/index.ts'
import { isSetTest } from '../sets/tests.ts'

/**
 * Rows that a row rule must let pass and rows that it must find: those declared with it, and those that its kind
 * makes for it. Undefined of rules whose examples are more than one row.
 */
export function examplesOf(catalogue: Catalogue, dataset: Dataset, rule: RuleInstance): Examples | undefined {
  const made = madeFor(catalogue, dataset, rule)
  if (!rule.examples) return made
  return {
    good: [...rule.examples.good, ...(made?.good ?? [])],
    bad: [...rule.examples.bad, ...(made?.bad ?? [])],
  }
}

function madeFor(
  catalogue: Catalogue,
  dataset: Dataset,
  { field, test }: RuleInstance,
): Examples | undefined {
  if (isSetTest(test)) return undefined
  return rowTestOf(test).examples?.(field, test, {
    catalogue,
    dataset,
    typeOf: (id) => typeOf(catalogue, dataset, id),
    mapped: (id, code) => Object.hasOwn(dataset.fields.find((each) => each.id === id)?.mapping ?? {}, code),
  })
}
