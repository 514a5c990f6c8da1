import { type RawBuilder, sql } from 'kysely'
import type { Foundation } from '../catalog/foundation.ts'
import { ShuyuanError } from '../core/errors.ts'
import { pseudonym } from '../governance/pseudonym.ts'
import { record } from '../governance/record.ts'
import { bucketOf } from '../warehouse/engine/bucket.ts'
import { getExtract, latestRelease, type Release } from '../warehouse/ledger/index.ts'
import { keyChanges, type Trace, trace } from '../warehouse/resolve/index.ts'
import { keyRegisterOf, presentLog } from '../warehouse/resolve/key_register.ts'
import { baseColumns, withNewColumns } from '../warehouse/tables/index.ts'
import type { Platform } from './platform.ts'
import './locale.ts'

/**
 * Where every value of one published record comes from. Who asked, and for which record (under a pseudonym), goes to
 * the audit log.
 * @throws ShuyuanError `pipelines.nothing_published`, `pipelines.no_record`
 */
export async function traceRecord(platform: Platform, foundation: Foundation, key: string): Promise<Trace> {
  const { db } = platform.ledger
  const release = await latestRelease(db, foundation.id)
  if (!release) throw new ShuyuanError('pipelines.nothing_published', { foundation: foundation.id })
  const { present: normal, keys } = await keysOf(platform, foundation, release, key.trim().toUpperCase())
  const rows = await platform.engine.rows<{ bucket: number }>(
    sql`select distinct ${bucketOf(sql`key`, foundation.buckets)} as bucket
      from (select unnest([${sql.join(keys.map((each) => sql.lit(each)))}]) as key)`,
  )
  const buckets = rows.map((row) => row.bucket)
  const at = async (name: string, version: number | undefined) => {
    const table = platform.lake.table(name)
    return table.select(await table.snapshot(version === undefined ? {} : { version }), { buckets })
  }
  const logs = Object.entries(release.inputs).filter(([input]) => foundation.datasets.includes(input))
  const std = logs.map(async ([dataset, version]) => {
    const { schema } = await platform.lake.table(`std/${dataset}`).snapshot({ version })
    return [dataset, presentLog(platform, dataset, await at(`std/${dataset}`, version), schema)] as const
  })
  await record(platform, 'trace', foundation.id, {
    release: release.number,
    record: await pseudonym(platform, `${foundation.id} ${normal}`),
  })
  const traced = await trace(platform.engine, {
    catalogue: platform.catalogue,
    foundation,
    key: normal,
    base: await baseOf(platform, foundation, release, (name, version) => at(name, version)),
    conflicts: await at(`conflicts/${foundation.id}`, release.tables[`conflicts/${foundation.id}`]),
    std: Object.fromEntries(await Promise.all(std)),
    extractOf: (dataset, seq) => getExtract(db, dataset, seq),
  })
  if (!traced)
    throw new ShuyuanError('pipelines.no_record', { foundation: foundation.id, release: release.number })
  return traced
}

/** The published records; elements that the catalogue has had only since are NULL. */
async function baseOf(
  { lake, catalogue }: Platform,
  foundation: Foundation,
  { tables }: Release,
  at: (name: string, version: number | undefined) => Promise<RawBuilder<unknown>>,
): Promise<RawBuilder<unknown>> {
  const name = `base/${foundation.id}`
  const version = tables[name]
  const { schema } = await lake.table(name).snapshot(version === undefined ? {} : { version })
  return withNewColumns(await at(name, version), schema, baseColumns(catalogue, foundation))
}

/** The present key of a subject that is named by one of its keys, and all keys that its records may be found under. */
async function keysOf(
  platform: Platform,
  foundation: Foundation,
  release: Release,
  key: string,
): Promise<{ present: string; keys: string[] }> {
  const register = await keyRegisterOf(platform, foundation, (dataset) => release.inputs[dataset])
  if (!register) return { present: key, keys: [key] }
  const changes = keyChanges(register)
  const rows = await platform.engine.rows<{ former: string; current: string }>(
    sql`with changes as materialized ${changes} select former, current from changes
      where ${key} in (former, current) or current in (select current from changes where former = ${key})`,
  )
  const present = rows[0]?.current ?? key
  return { present, keys: [present, ...rows.map((row) => row.former)] }
}
