import { sql } from 'kysely'
import type { Foundation } from '../catalog/foundation.ts'
import { ShuyuanError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { bucketOf } from '../warehouse/engine/bucket.ts'
import { appendAudit, getExtract, latestRelease } from '../warehouse/ledger/index.ts'
import { type Trace, trace } from '../warehouse/resolve/index.ts'
import type { Platform } from './platform.ts'
import './locale.ts'

/**
 * Where every value of one published record comes from. Who asked, and for which record (as a digest), goes to
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
  await appendAudit(db, {
    at: platform.clock.now(),
    actor: process.env.USER ?? 'cli',
    action: 'trace',
    subject: foundation.id,
    detail: { release: release.number, record: sha256(`${foundation.id} ${normal}`).slice(0, 16) },
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
