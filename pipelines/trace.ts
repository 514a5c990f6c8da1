import type { Foundation } from '../catalog/foundation.ts'
import { ShuyuanError } from '../core/errors.ts'
import { pseudonym } from '../governance/pseudonym.ts'
import { record } from '../governance/record.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import type { Trace } from '../warehouse/resolve/trace.ts'
import { subjectKeys, traceReleased } from '../warehouse/resolve/trace_released.ts'
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
  const keys = await subjectKeys(platform, foundation, release, key.trim().toUpperCase())
  await record(platform, 'trace', foundation.id, {
    release: release.number,
    record: await pseudonym(platform, `${foundation.id} ${keys.present}`),
  })
  const traced = await traceReleased(platform, foundation, release, keys)
  if (!traced)
    throw new ShuyuanError('pipelines.no_record', { foundation: foundation.id, release: release.number })
  return traced
}
