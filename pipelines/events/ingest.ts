import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { type Extract, finishExtract, listExtracts } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'
import { problemOf } from '../problem.ts'
import { type ExtractOutcome, noRows } from '../stages/ingest/extract_result.ts'
import { processExtract } from '../stages/ingest/process.ts'
import { EVENTS_BATCH } from './land.ts'

/** Brings every landed extract of the dataset to std, in sequence: the very path of files. */
export async function ingestLanded(platform: Platform, dataset: Dataset): Promise<ExtractOutcome[]> {
  const outcomes: ExtractOutcome[] = []
  for (const extract of await listExtracts(platform.ledger.db, dataset.id, 'landed')) {
    outcomes.push(await settle(platform, dataset, extract))
  }
  return outcomes
}

/** Processes one extract and records how it ended. One that cannot be read at all fails alone. */
async function settle(platform: Platform, dataset: Dataset, extract: Extract): Promise<ExtractOutcome> {
  const judge = extract.batch === EVENTS_BATCH ? rowByRow(platform) : platform
  const outcome = await processExtract(judge, dataset, extract).catch((error: unknown): ExtractOutcome => {
    if (!isUnreadable(error)) throw error
    return { seq: extract.seq, status: 'failed', counts: noRows, problems: [problemOf(error)] }
  })
  await finishExtract(platform.ledger.db, dataset.id, extract.seq, {
    status: outcome.status,
    ...outcome.counts,
    ruleset: outcome.ruleset,
    detail: { problems: outcome.problems },
  })
  return outcome
}

/** Whatever else goes wrong is not the extract's fault: it stays landed and is tried again. */
function isUnreadable(error: unknown): boolean {
  const code = error instanceof ShuyuanError ? error.code : ''
  return code.startsWith('connectors.') && code !== 'connectors.disk_full'
}

/**
 * Events of many departments share an extract, so that it is never blocked as a whole for its share of bad rows: each
 * row is accepted or quarantined by itself, and nobody's events wait for another's mistakes.
 */
function rowByRow(platform: Platform): Platform {
  const { config } = platform
  return { ...platform, config: { ...config, gates: { ...config.gates, maxRejectedShare: 1 } } }
}

/** Row counts over all the extracts. */
export function sumCounts(outcomes: ExtractOutcome[]): Record<string, number> {
  const sum = { extracts: outcomes.length, ...noRows }
  for (const { counts } of outcomes) {
    for (const name of Object.keys(noRows) as (keyof typeof noRows)[]) sum[name] += counts[name]
  }
  return sum
}
