import type { Dataset } from '../../../catalog/dataset.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { EVENTS_BATCH, type Extract, finishExtract, inTransaction } from '../../../warehouse/ledger/index.ts'
import { markUsed } from '../../gate/lift.ts'
import type { Platform } from '../../platform.ts'
import { problemOf } from '../../problem.ts'
import { type ExtractCounts, type ExtractOutcome, noRows } from './extract_result.ts'
import { processExtract } from './process.ts'

/** Processes one extract and records how it ended. One that cannot be read at all fails alone. */
export async function settle(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
): Promise<ExtractOutcome> {
  const events = extract.batch === EVENTS_BATCH
  let outcome: ExtractOutcome
  try {
    outcome = await processExtract(events ? rowByRow(platform) : platform, dataset, extract)
  } catch (error) {
    if (events && !isUnreadable(error)) throw error
    outcome = { seq: extract.seq, status: 'failed', counts: noRows, problems: [problemOf(error)] }
  }
  await inTransaction(platform.ledger.db, async (tx) => {
    await finishExtract(tx, dataset.id, extract.seq, {
      status: outcome.status,
      ...outcome.counts,
      ruleset: outcome.ruleset,
      detail: { problems: outcome.problems },
    })
    if (outcome.override) await markUsed(platform, tx, outcome.override)
  })
  return outcome
}

/** Whatever else goes wrong is not the events' fault: they stay landed and are tried again. */
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

/** Extracts and their rows, counted together. */
export function sumCounts(outcomes: ExtractOutcome[]): ExtractCounts & { extracts: number } {
  const sum = { extracts: outcomes.length, ...noRows }
  for (const { counts } of outcomes) {
    for (const name of Object.keys(noRows) as (keyof ExtractCounts)[]) sum[name] += counts[name]
  }
  return sum
}
