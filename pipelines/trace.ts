import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Foundation } from '../catalog/foundation.ts'
import { ShuyuanError } from '../core/errors.ts'
import { platformKeys } from '../exchange/index.ts'
import { bucketOf } from '../warehouse/engine/bucket.ts'
import { getExtract, latestRelease } from '../warehouse/ledger/index.ts'
import { type Trace, trace } from '../warehouse/resolve/index.ts'
import type { Platform } from './platform.ts'
import { record } from './record.ts'
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
  const normal = key.trim().toUpperCase()
  const [row] = await platform.engine.rows<{ bucket: number }>(
    sql`select ${bucketOf(sql`${sql.lit(normal)}`, foundation.buckets)} as bucket`,
  )
  const buckets = [row?.bucket ?? 0]
  const at = async (name: string, version: number | undefined) => {
    const table = platform.lake.table(name)
    return table.select(await table.snapshot(version === undefined ? {} : { version }), { buckets })
  }
  const std = Object.entries(release.inputs).map(
    async ([dataset, version]) => [dataset, await at(`std/${dataset}`, version)] as const,
  )
  await record(platform, 'trace', foundation.id, {
    release: release.number,
    record: await pseudonym(platform, `${foundation.id} ${normal}`),
  })
  const traced = await trace(platform.engine, {
    catalogue: platform.catalogue,
    foundation,
    key: normal,
    base: await at(`base/${foundation.id}`, release.tables[`base/${foundation.id}`]),
    conflicts: await at(`conflicts/${foundation.id}`, release.tables[`conflicts/${foundation.id}`]),
    std: Object.fromEntries(await Promise.all(std)),
    extractOf: (dataset, seq) => getExtract(db, dataset, seq),
  })
  if (!traced)
    throw new ShuyuanError('pipelines.no_record', { foundation: foundation.id, release: release.number })
  return traced
}

/** Names a record in the audit log: equal for equal keys, unreadable without the platform's key. */
export async function pseudonym(platform: Platform, subject: string): Promise<string> {
  const keys = await platformKeys(platform.paths.keys)
  return createHmac('sha256', keys.hashKeyFor('audit')).update(subject).digest('hex').slice(0, 16)
}
