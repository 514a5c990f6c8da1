import type { Dataset } from '../../../catalog/dataset.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { markUsed } from '../../../governance/overrides/apply.ts'
import { problem, problemOf } from '../../../governance/problem.ts'
import { readingDigest } from '../../../quality/catalogue_changes/reading.ts'
import {
  beginExtract,
  EVENTS_BATCH,
  type Extract,
  finishExtract,
  forgiveExtract,
} from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import type { Platform } from '../../platform.ts'
import { blameOf } from './blame.ts'
import { type ExtractCounts, type ExtractOutcome, noRows } from './extract_result.ts'
import { processExtract } from './process.ts'

/** So often an extract is begun without coming to a result before it is set aside. */
const MOST_ATTEMPTS = 3

/**
 * Processes one extract and records how it ended. One whose file cannot be read fails alone; what the file is not
 * guilty of leaves it landed, to be tried again. One that was begun three times without a result, since the process died
 * or something unforeseen failed, is set aside, so that the others go on.
 * @throws what the file is not guilty of
 */
export async function attemptExtract(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
): Promise<ExtractOutcome> {
  const { db } = platform.ledger
  const attempt = await beginExtract(db, dataset.id, extract.seq)
  const outcome =
    attempt > MOST_ATTEMPTS
      ? setAside(extract, attempt - 1)
      : await attempted(platform, dataset, extract, attempt)
  await inTransaction(db, async (tx) => {
    await finishExtract(tx, dataset.id, extract.seq, {
      status: outcome.status,
      ...outcome.counts,
      ruleset: outcome.ruleset,
      detail: { problems: outcome.problems, reading: readingDigest(platform.catalogue, dataset) },
    })
    if (outcome.override) await markUsed(platform, tx, outcome.override)
  })
  return outcome
}

async function attempted(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
  attempt: number,
): Promise<ExtractOutcome> {
  try {
    return await judgedOnce(platform, dataset, extract)
  } catch (error) {
    const blame = blameOf(error)
    if (blame === 'file') return failed(extract, problemOf(error))
    if (blame === 'platform' && attempt >= MOST_ATTEMPTS) {
      platform.log.error({ err: error, dataset: dataset.id, extract: extract.seq }, 'extract set aside')
      return setAside(extract, attempt, error)
    }
    if (blame === 'passing') await forgive(platform, extract)
    throw error
  }
}

/** Processes an extract, by the gates that hold for it. @throws whatever stops it */
export function judgedOnce(platform: Platform, dataset: Dataset, extract: Extract): Promise<ExtractOutcome> {
  const events = extract.batch === EVENTS_BATCH
  return processExtract(events ? rowByRow(platform) : platform, dataset, extract)
}

/** What passes is not counted. With the ledger itself away it is: nothing is lost by one attempt less. */
async function forgive(platform: Platform, { dataset, seq }: Extract): Promise<void> {
  try {
    await forgiveExtract(platform.ledger.db, dataset, seq)
  } catch (error) {
    platform.log.warn({ err: error, dataset, extract: seq }, 'attempt not forgiven')
  }
}

function setAside(extract: Extract, attempts: number, error?: unknown): ExtractOutcome {
  const { department, dataset, seq, fileName: file } = extract
  const reason = error instanceof ShuyuanError ? error.code : error instanceof Error ? error.name : '-'
  const fields = { department, dataset, extract: seq, file, attempts, reason, severity: 'error' }
  return failed(extract, problem('error.pipelines.extract_crashes', fields))
}

/** An extract that is refused for what was found. */
export function failed({ seq }: Extract, found: Problem): ExtractOutcome {
  return { seq, status: 'failed', counts: noRows, problems: [found] }
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
