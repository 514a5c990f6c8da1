import type { Dataset } from '../../../catalog/dataset.ts'
import type { Platform } from '../../platform.ts'
import { beginObjectionStep, openObjectionStep } from '../ledger/steps.ts'
import { nextPortion } from './portions.ts'
import { extractStep } from './step.ts'

/**
 * Looks at every extract of a dataset that was not looked at yet, those first at which a process died; returns how many
 * portions there were. The caller holds the dataset's lock.
 */
export async function objectToExtracts(platform: Platform, dataset: Dataset): Promise<number> {
  const { db } = platform.ledger
  for (let portions = 0; ; portions++) {
    const open = await openObjectionStep(db, dataset.id)
    const portion = await nextPortion(platform, dataset, open?.kind === 'extract' ? open : undefined)
    if (!portion) return portions
    const wanted = { dataset: dataset.id, subject: portion.last.seq, at: platform.clock.now() }
    const step = await beginObjectionStep(db, { ...wanted, kind: 'extract' })
    await extractStep.take(platform, step, { dataset, portion })
  }
}
