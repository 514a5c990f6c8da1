import type { Dataset } from '../../../catalog/dataset.ts'
import type { Platform } from '../../platform.ts'
import { beginObjectionStep } from '../ledger/index.ts'
import { nextPortion } from './portions.ts'
import { extractStep } from './step.ts'

/**
 * Looks at every extract of a dataset that was not looked at yet; returns how many portions there were. The caller holds
 * the dataset's lock, and no step was left open.
 */
export async function objectToExtracts(platform: Platform, dataset: Dataset): Promise<number> {
  for (let portions = 0; ; portions++) {
    const portion = await nextPortion(platform, dataset)
    if (!portion) return portions
    const step = await beginObjectionStep(platform.ledger.db, {
      dataset: dataset.id,
      kind: 'extract',
      subject: portion.last.seq,
      at: platform.clock.now(),
    })
    await extractStep.take(platform, step, portion)
  }
}
