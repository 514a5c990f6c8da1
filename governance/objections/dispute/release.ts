import { sql } from 'kysely'
import type { Foundation } from '../../../catalog/foundation.ts'
import { inTransaction, withLock } from '../../../warehouse/ledger/locks.ts'
import { latestRelease, type Release } from '../../../warehouse/ledger/releases.ts'
import type { Platform } from '../../platform.ts'
import { listObjections } from '../ledger/list.ts'
import {
  beginObjectionStep,
  endObjectionStep,
  objectionWatermark,
  openObjectionStep,
} from '../ledger/steps.ts'
import { actingOnDisagreements } from '../rows/disputes.ts'
import { objectionsLock } from '../steps.ts'
import { type DisputeInput, disputesOf, releaseStep } from './step.ts'

/**
 * Looks at what the last release of a foundation found copies and codes to disagree on, once per release: objects to
 * what is new, mends what is gone. Returns the release, or undefined where there was nothing to do.
 */
export async function disputeRelease(
  platform: Platform,
  foundation: Foundation,
): Promise<Release | undefined> {
  const { db } = platform.ledger
  const release = await latestRelease(db, foundation.id)
  // The foundation's own watermark stands under a name that no dataset can have.
  const whole = `@${foundation.id}`
  if (!release || (await objectionWatermark(db, whole, 'release')) >= release.number) return undefined
  const input = await disputesOf(platform, foundation, release)
  for (const dataset of await acting(platform, input))
    await withLock(db, objectionsLock(dataset), () => disputeOnce(platform, dataset, input))
  await withLock(db, objectionsLock(whole), async () => {
    if ((await objectionWatermark(db, whole, 'release')) >= release.number) return
    const step = {
      dataset: whole,
      kind: 'release',
      subject: release.number,
      at: platform.clock.now(),
    } as const
    await inTransaction(db, async (tx) => endObjectionStep(tx, await beginObjectionStep(tx, step)))
  })
  return release
}

/** Disputes a release with one dataset's department, after what a process that died left of an earlier one. */
async function disputeOnce(platform: Platform, dataset: string, input: DisputeInput): Promise<void> {
  const { db } = platform.ledger
  const { number } = input.release
  const left = await openObjectionStep(db, dataset)
  if (left?.kind === 'release') await releaseStep.resume(platform, left)
  if ((await objectionWatermark(db, dataset, 'release')) >= number) return
  const at = platform.clock.now()
  const step = await beginObjectionStep(db, { dataset, kind: 'release', subject: number, at })
  await releaseStep.take(platform, step, input)
}

/** The datasets whose departments must act, or have something open that may be gone. */
async function acting(platform: Platform, { foundation, conflicts, codes }: DisputeInput): Promise<string[]> {
  const { raise } = platform.config.objections
  const parts = [
    ...(conflicts && raise.disagreements ? [actingOnDisagreements(conflicts)] : []),
    ...(codes && raise.codeChecks
      ? [sql`select unnest([first_dataset, second_dataset]) as dataset from ${codes}`]
      : []),
  ]
  const found =
    parts.length > 0
      ? await platform.engine.rows<{ dataset: string }>(
          sql`select distinct dataset from (${sql.join(parts, sql` union all `)}) where dataset is not null`,
        )
      : []
  const open = await listObjections(platform.ledger.db, { foundation: foundation.id, open: true })
  const left = open.filter(({ cause }) => cause === 'disagreement' || cause === 'code_check')
  return [...new Set([...found, ...left].map(({ dataset }) => dataset))].sort()
}
