import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import { values } from '../engine/values.ts'
import { getExtract } from '../ledger/extracts.ts'
import type { Release } from '../ledger/releases.ts'
import { baseColumns } from '../tables/foundations.ts'
import { withNewColumns } from '../tables/present_columns.ts'
import type { Warehouse } from '../warehouse.ts'
import { keyChanges } from './key_changes.ts'
import { keyRegisterOf, presentLog } from './key_register.ts'
import { type Trace, trace } from './trace.ts'

/** The keys of one subject as a release has them. */
export interface SubjectKeys {
  present: string
  /** Every key that its records may be found under, the present one too. */
  keys: string[]
}

/** Where every value of one published record comes from; null where the release has no such record. */
export async function traceReleased(
  warehouse: Warehouse,
  foundation: Foundation,
  release: Release,
  { present, keys }: SubjectKeys,
): Promise<Trace | null> {
  const buckets = await bucketsOf(warehouse, foundation, keys)
  const at = async (name: string, version: number | undefined) => {
    const table = warehouse.lake.table(name)
    return table.select(await table.snapshot(version === undefined ? {} : { version }), { buckets })
  }
  const logs = Object.entries(release.inputs).filter(([input]) => foundation.datasets.includes(input))
  const std = logs.map(async ([dataset, version]) => {
    const { schema } = await warehouse.lake.table(`std/${dataset}`).snapshot({ version })
    return [dataset, presentLog(warehouse, dataset, await at(`std/${dataset}`, version), schema)] as const
  })
  return trace(warehouse.engine, {
    catalogue: warehouse.catalogue,
    foundation,
    key: present,
    base: await baseOf(warehouse, foundation, release, (name, version) => at(name, version)),
    conflicts: await at(`conflicts/${foundation.id}`, release.tables[`conflicts/${foundation.id}`]),
    std: Object.fromEntries(await Promise.all(std)),
    extractOf: (dataset, seq) => getExtract(warehouse.ledger.db, dataset, seq),
  })
}

async function bucketsOf({ engine }: Warehouse, { buckets }: Foundation, keys: string[]): Promise<number[]> {
  const named = values(
    { key: 'VARCHAR' },
    keys.map((key) => ({ key })),
  )
  const rows = await engine.rows<{ bucket: number }>(
    sql`select distinct ${bucketOf(sql`key`, buckets)} as bucket from ${named}`,
  )
  return rows.map((row) => row.bucket)
}

/** The published records; elements that the catalogue has had only since are NULL. */
async function baseOf(
  { lake, catalogue }: Warehouse,
  foundation: Foundation,
  { tables }: Release,
  at: (name: string, version: number | undefined) => Promise<Relation>,
): Promise<Relation> {
  const name = `base/${foundation.id}`
  const version = tables[name]
  const { schema } = await lake.table(name).snapshot(version === undefined ? {} : { version })
  return withNewColumns(await at(name, version), schema, baseColumns(catalogue, foundation))
}

/** The present key of a subject that is named by one of its keys, and all keys that its records may be found under. */
export async function subjectKeys(
  warehouse: Warehouse,
  foundation: Foundation,
  release: Release,
  key: string,
): Promise<SubjectKeys> {
  const register = await keyRegisterOf(warehouse, foundation, (dataset) => release.inputs[dataset])
  if (!register) return { present: key, keys: [key] }
  const changes = keyChanges(register)
  const rows = await warehouse.engine.rows<{ former: string; current: string }>(
    sql`with changes as materialized ${changes} select former, current from changes
      where ${key} in (former, current) or current in (select current from changes where former = ${key})`,
  )
  const present = rows[0]?.current ?? key
  return { present, keys: [present, ...rows.map((row) => row.former)] }
}
