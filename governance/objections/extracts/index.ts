import type { Dataset } from '../../../catalog/dataset.ts'
import type { Platform } from '../../platform.ts'
import { openObjectionStep } from '../ledger/index.ts'
import { nextPortion } from './portions.ts'
import { objectToPortion } from './step.ts'

/** Looks at every extract of a dataset that was not looked at yet; returns how many portions there were. */
export async function objectToExtracts(platform: Platform, dataset: Dataset): Promise<number> {
  for (let portions = 0; ; portions++) {
    const step = await openObjectionStep(platform.ledger.db, dataset.id)
    const portion = await nextPortion(platform, dataset, step?.kind === 'extract' ? step : undefined)
    if (!portion) return portions
    await objectToPortion(platform, dataset, portion)
  }
}
