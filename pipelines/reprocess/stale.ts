import type { Dataset } from '../../catalog/dataset.ts'
import { readingDigest } from '../../quality/catalogue_changes/reading.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { type Extract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import { references } from '../stages/ingest/order.ts'
import { inOrderOf } from './in_order.ts'
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
  /** Extracts that were judged before it was recorded how the catalogue read them: it is not known whether it reads them otherwise now. */
  unrecorded: number[]
  /** What would be judged again: all extracts of the dataset, and their rows. */
  again: { extracts: number; rows: number }
}

/** Which extracts of a dataset were judged by an older version, and of which that is not known. */
export async function staleExtracts(
  { catalogue, ledger }: Pick<Platform, 'catalogue' | 'ledger'>,
  dataset: Dataset,
): Promise<Stale> {
  const judged = judgedAmong(await listExtracts(ledger.db, dataset.id))
  const rules = rulesOf(catalogue, dataset).digest
  const reading = readingDigest(catalogue, dataset)
  const isLate = await comeLate(ledger.db, catalogue, dataset)
  const extracts = judged.flatMap((extract) => {
    const { seq, ruleset, detail } = extract
    const because: Because[] = []
    if (ruleset !== null && ruleset !== rules) because.push('rules')
    if (typeof detail.reading === 'string' && detail.reading !== reading) because.push('catalogue')
    if (isLate(extract)) because.push('registers')
    return because.length > 0 ? [{ seq, because }] : []
  })
  const unrecorded = judged.flatMap(({ seq, status, detail }) =>
    status !== 'failed' && typeof detail.reading !== 'string' ? [seq] : [],
  )
  const rows = judged.reduce((sum, { received }) => sum + (received ?? 0), 0)
  return {
    ...{ dataset: dataset.id, foundation: dataset.foundation, extracts, unrecorded },
    again: { extracts: judged.length, rows },
  }
}

/** Which extract was judged before an extract of a register that its rules look into came, of no later time. */
async function comeLate(
  db: Platform['ledger']['db'],
  catalogue: Platform['catalogue'],
  dataset: Dataset,
): Promise<(extract: Extract) => boolean> {
  const inOrder = await inOrderOf(db, dataset.id)
  const ids = references(catalogue, dataset).filter((id) => catalogue.datasets.some((each) => each.id === id))
  const others = (await Promise.all(ids.map((id) => listExtracts(db, id, 'ingested')))).flat()
  return (extract) => {
    const judgedAt = inOrder.judgedAt(extract) ?? extract.landedAt
    return others.some((other) => other.landedAt > judgedAt && other.asOf <= extract.asOf)
  }
}

/** The datasets, of those named or all, with such extracts or some of which it is not known. */
export async function staleRegisters(
  platform: Pick<Platform, 'catalogue' | 'ledger'>,
  datasets?: string[],
): Promise<Stale[]> {
  const stale: Stale[] = []
  for (const dataset of platform.catalogue.datasets) {
    if (datasets && !datasets.includes(dataset.id)) continue
    const found = await staleExtracts(platform, dataset)
    if (found.extracts.length + found.unrecorded.length > 0) stale.push(found)
  }
  return stale
}
