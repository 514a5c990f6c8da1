import type { Dataset } from '../../catalog/dataset.ts'
import { canonicalJson, sha256 } from '../../core/hash.ts'
import { isSetTest } from '../sets/tests.ts'
import type { RuleInstance } from './instance.ts'
import type { Test } from './kind.ts'
import { rowTestOf } from './kinds/index.ts'

/** What a rule judges by, as it is kept in the registry of versions. */
export function definitionOf({ field, code, test, name }: RuleInstance): string {
  return canonicalJson({ field, code, test, ...(name ? { name } : {}) })
}

/**
 * SHA-256 of all that decides what the rule says of a row and what follows: its test with severity and indicator,
 * the lists and shapes that it uses, the code mappings of the fields that it reads. Words and examples do not count.
 */
export function digestOf(dataset: Dataset, rule: RuleInstance): string {
  const { field, code, severity, dimension, indicator, test } = rule
  const read = new Set([...textsIn(test), field])
  const mappings = dataset.fields.flatMap(({ id, mapping }) =>
    mapping && read.has(id) ? [[id, mapping]] : [],
  )
  return sha256(
    canonicalJson([{ field, code, severity, dimension, indicator, test }, judgesBy(test), mappings]),
  )
}

/** Every text inside a value, the names of fields among them. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

/** The shapes, lists and tables by which a test judges, beside what the test itself says. */
function judgesBy(test: Test): unknown {
  return isSetTest(test) ? null : (rowTestOf(test).judgesBy ?? null)
}
