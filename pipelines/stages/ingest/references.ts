import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import type { Platform } from '../../platform.ts'

/** For every dataset that the reference rules of `dataset` look into: its live keys, as rows of `key`. */
export async function referencedKeys(
  platform: Platform,
  dataset: Dataset,
): Promise<Record<string, RawBuilder<unknown>>> {
  const ids = new Set(dataset.rules.flatMap((rule) => (rule.kind === 'reference' ? rule.datasets : [])))
  const keys: Record<string, RawBuilder<unknown>> = {}
  for (const id of ids) {
    const table = platform.lake.table(`std/${id}`)
    if (!(await table.exists())) continue
    const { key } = datasetOf(platform.catalogue, id)
    keys[id] = sql`(select distinct ${sql.id(key)} as key from ${table.select(await table.snapshot())})`
  }
  return keys
}
