import { sql } from 'kysely'
import type { Foundation } from '../../../catalog/foundation.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { findRelease, inTransaction, latestRelease, type Release } from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'
import {
  beginObjectionStep,
  endObjectionStep,
  listObjections,
  objectionWatermark,
  openObjectionStep,
} from '../ledger/index.ts'
import { actingOnDisagreements } from '../rows/index.ts'
import { withObjectionsTo } from '../steps.ts'
import { type DisputeInput, disputeDataset } from './step.ts'

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
    await withObjectionsTo(platform, dataset, () => disputeOnce(platform, dataset, input))
  await withObjectionsTo(platform, whole, async () => {
    const at = platform.clock.now()
    if ((await objectionWatermark(db, whole, 'release')) >= release.number) return
    const step = await beginObjectionStep(db, {
      dataset: whole,
      kind: 'release',
      subject: release.number,
      at,
    })
    await inTransaction(db, (tx) => endObjectionStep(tx, step))
  })
  return release
}

/** Takes up the step that a dead process left, with the release that it was at. The caller holds the lock. */
export async function redoDispute(
  platform: Platform,
  foundation: Foundation,
  dataset: string,
): Promise<void> {
  const step = await openObjectionStep(platform.ledger.db, dataset)
  if (step?.kind !== 'release') return
  const release = await findRelease(platform.ledger.db, foundation.id, step.subject)
  if (!release) return
  await disputeDataset(platform, dataset, await disputesOf(platform, foundation, release), step)
}

async function disputeOnce(platform: Platform, dataset: string, input: DisputeInput): Promise<void> {
  const { db } = platform.ledger
  const { number } = input.release
  await redoDispute(platform, input.foundation, dataset)
  if ((await objectionWatermark(db, dataset, 'release')) >= number) return
  const at = platform.clock.now()
  const step = await beginObjectionStep(db, { dataset, kind: 'release', subject: number, at })
  await disputeDataset(platform, dataset, input, step)
}

async function disputesOf(
  platform: Platform,
  foundation: Foundation,
  release: Release,
): Promise<DisputeInput> {
  const at = async (name: string): Promise<Relation | undefined> => {
    const version = release.tables[name]
    if (version === undefined) return undefined
    const table = platform.lake.table(name)
    return table.select(await table.snapshot({ version }))
  }
  return {
    foundation,
    release,
    conflicts: await at(`conflicts/${foundation.id}`),
    codes: await at(`code_check/${foundation.id}`),
  }
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
