import type { Dataset } from '../../catalog/dataset.ts'
import { listExtracts } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'
import type { ExtractOutcome } from '../stages/ingest/extract_result.ts'
import { settle } from '../stages/ingest/settle.ts'

/** Brings every landed extract of the dataset to std, in sequence: the very path of files. */
export async function ingestLanded(platform: Platform, dataset: Dataset): Promise<ExtractOutcome[]> {
  const outcomes: ExtractOutcome[] = []
  for (const extract of await listExtracts(platform.ledger.db, dataset.id, 'landed')) {
    outcomes.push(await settle(platform, dataset, extract))
  }
  return outcomes
}
