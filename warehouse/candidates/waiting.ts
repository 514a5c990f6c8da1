import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { namesOfField } from '../../catalog/lookup.ts'
import type { Expression } from '../engine/relation.ts'

/** Violations of a key that can be read: the record has its key, and something else is wrong. */
const READABLE = ['unique.duplicate', 'reference.missing', 'uscc.authority', 'uscc.category']

/**
 * True of a row of quarantine/<dataset> whose key is missing, or so wrong that no record can be told by it. Records
 * that could not be read at all have violations without a field: they are nobody's to decide, the file is to be sent
 * again.
 */
export function hasNoUsableKey(dataset: Dataset): Expression {
  const readable = sql.join(READABLE.map((code) => sql.lit(code)))
  const keys = sql.join(namesOfField(dataset, dataset.key).map((name) => sql.lit(name)))
  const ofKey = sql`each.field in (${keys}) and each.severity <> 'warn' and each.code not in (${readable})`
  return sql`(rejected and len(list_filter(violations, lambda each: ${ofKey})) > 0)`
}
