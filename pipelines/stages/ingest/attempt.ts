import type { Dataset } from '../../../catalog/dataset.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { markUsed } from '../../../governance/overrides/apply.ts'
import { problem, problemOf } from '../../../governance/problem.ts'
import { readingDigest } from '../../../quality/catalogue_changes/reading.ts'
import {
  beginExtract,
  beginExtracts,
  EVENTS_BATCH,
  type Extract,
  finishExtract,
  forgiveExtracts,
} from '../../../warehouse/ledger/extracts.ts'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import type { Platform } from '../../platform.ts'
import { blameOf } from './blame.ts'
import { type ExtractCounts, type ExtractOutcome, failed, noRows } from './extract_result.ts'
import { processExtract, processTogether } from './process.ts'

/**
 * Processes one extract and records how it ended. One whose file cannot be read fails alone; what the file is not
 * guilty of leaves it landed, to be tried again. One that was begun `queue.extractAttempts` times without a
 * result, since the process died or something unforeseen failed, is set aside, so that the others go on.
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
    attempt > platform.config.queue.extractAttempts
      ? setAside(extract, attempt - 1)
      : await attempted(platform, dataset, extract, attempt)
  await record(platform, dataset, [outcome])
  return outcome
}

/**
 * Processes deltas that go together and records how each ended. Where that fails, or they have too many rows, each is
 * processed by itself, so that the one that is guilty of it is found and the others are not stopped by it. A process that
 * dies leaves all of them begun: none of them goes together with others again (see `portionsOf`).
 * @throws what no file is guilty of
 */
export async function attemptTogether(
  platform: Platform,
  dataset: Dataset,
  extracts: Extract[],
): Promise<ExtractOutcome[]> {
  const { db } = platform.ledger
  const seqs = extracts.map(({ seq }) => seq)
  await beginExtracts(db, dataset.id, seqs)
  const outcomes = await processTogether(platform, dataset, extracts).catch((error: unknown) => {
    platform.log.warn({ err: error, dataset: dataset.id, extracts: seqs }, 'extracts processed one by one')
    return undefined
  })
  if (outcomes) {
    await record(platform, dataset, outcomes)
    return outcomes
  }
  await forgiveExtracts(db, dataset.id, seqs)
  const alone: ExtractOutcome[] = []
  for (const extract of extracts) alone.push(await attemptExtract(platform, dataset, extract))
  return alone
}

/** Writes down how extracts ended, all or none. */
function record(platform: Platform, dataset: Dataset, outcomes: ExtractOutcome[]): Promise<void> {
  const reading = readingDigest(platform.catalogue, dataset)
  return inTransaction(platform.ledger.db, async (tx) => {
    for (const { seq, status, counts, ruleset, problems, override } of outcomes) {
      const detail = { problems, reading }
      await finishExtract(tx, dataset.id, seq, { status, ...counts, ruleset, detail })
      if (override) await markUsed(platform, tx, override)
    }
  })
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
    if (blame === 'platform' && attempt >= platform.config.queue.extractAttempts) {
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
    await forgiveExtracts(platform.ledger.db, dataset, [seq])
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
