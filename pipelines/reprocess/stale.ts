import type { Dataset } from '../../catalog/dataset.ts'
import { rulesOf } from '../../quality/index.ts'
import { type Extract, judgedInOrderAt, listExtracts } from '../../warehouse/ledger/index.ts'
import { readingDigest } from '../catalogue_changes/index.ts'
import type { Platform } from '../platform.ts'
import { references } from '../stages/ingest/order.ts'
import { judgedAmong } from './replay.ts'

/** Why an extract would be judged otherwise now; `registers`: its rules look into others, of which an extract came late. */
export const becauses = ['rules', 'catalogue', 'registers'] as const
export type Because = (typeof becauses)[number]

/**
 * Extracts of a dataset that were judged by other rules, or read by another catalogue, than the present ones, or against
 * registers that had not come as far as they had by the extract's own time.
 */
export interface Stale {
  dataset: string
  foundation: string
  extracts: { seq: number; because: Because[] }[]
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
  const others = await lateOthers(ledger.db, catalogue, dataset)
  const extracts = judged.flatMap(({ seq, ruleset, detail, asOf, landedAt }) => {
    const because: Because[] = []
    if (ruleset !== null && ruleset !== rules) because.push('rules')
    if (typeof detail.reading === 'string' && detail.reading !== reading) because.push('catalogue')
    if (others.some((other) => other.landedAt > landedAt && other.asOf <= asOf)) because.push('registers')
    return because.length > 0 ? [{ seq, because }] : []
  })
  const rows = judged.reduce((sum, { received }) => sum + (received ?? 0), 0)
  return {
    ...{ dataset: dataset.id, foundation: dataset.foundation, extracts },
    again: { extracts: judged.length, rows },
  }
}

/** What came to the registers that the rules of a dataset look into since it was last judged in the order of times. */
async function lateOthers(
  db: Platform['ledger']['db'],
  catalogue: Platform['catalogue'],
  dataset: Dataset,
): Promise<Extract[]> {
  const since = await judgedInOrderAt(db, dataset.id)
  const ids = references(catalogue, dataset).filter((id) => catalogue.datasets.some((each) => each.id === id))
  const extracts = await Promise.all(ids.map((id) => listExtracts(db, id, 'ingested')))
  return extracts.flat().filter(({ landedAt }) => since === undefined || landedAt > since)
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
