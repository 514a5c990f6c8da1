import type { Dataset } from '../../catalog/dataset.ts'
import { rulesOf } from '../../quality/index.ts'
import { listExtracts } from '../../warehouse/ledger/index.ts'
import { readingDigest } from '../catalogue_changes/index.ts'
import type { Platform } from '../platform.ts'
import { judgedAmong } from './replay.ts'

/** Extracts of a dataset that were judged by other rules, or read by another catalogue, than the present ones. */
export interface Stale {
  dataset: string
  foundation: string
  extracts: { seq: number; because: ('rules' | 'catalogue')[] }[]
  /** What would be judged again: all extracts of the dataset, and their rows. */
  again: { extracts: number; rows: number }
}

/** Which extracts of a dataset are judged by an older version; of those from before that was noted, it is not known. */
export async function staleExtracts(
  { catalogue, ledger }: Pick<Platform, 'catalogue' | 'ledger'>,
  dataset: Dataset,
): Promise<Stale> {
  const judged = judgedAmong(await listExtracts(ledger.db, dataset.id))
  const rules = rulesOf(catalogue, dataset).digest
  const reading = readingDigest(catalogue, dataset)
  const extracts = judged.flatMap(({ seq, ruleset, detail }) => {
    const because: ('rules' | 'catalogue')[] = []
    if (ruleset !== null && ruleset !== rules) because.push('rules')
    if (typeof detail.reading === 'string' && detail.reading !== reading) because.push('catalogue')
    return because.length > 0 ? [{ seq, because }] : []
  })
  const rows = judged.reduce((sum, { received }) => sum + (received ?? 0), 0)
  return {
    ...{ dataset: dataset.id, foundation: dataset.foundation, extracts },
    again: { extracts: judged.length, rows },
  }
}

/** The datasets, of those named or all, with such extracts. */
export async function staleRegisters(
  platform: Pick<Platform, 'catalogue' | 'ledger'>,
  datasets?: string[],
): Promise<Stale[]> {
  const stale: Stale[] = []
  for (const dataset of platform.catalogue.datasets) {
    if (datasets && !datasets.includes(dataset.id)) continue
    const found = await staleExtracts(platform, dataset)
    if (found.extracts.length > 0) stale.push(found)
  }
  return stale
}
