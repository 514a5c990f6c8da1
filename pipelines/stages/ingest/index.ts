import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { type Extract, finishExtract, listExtracts } from '../../../warehouse/ledger/index.ts'
import { finishDecisions } from '../../candidates/index.ts'
import type { Platform, Problem, StageResult } from '../../platform.ts'
import { problemOf } from '../../problem.ts'
import { type ExtractOutcome, noRows } from './extract_result.ts'
import { processExtract } from './process.ts'
import { createDatasetTables } from './tables.ts'
import { takeExtracts } from './take.ts'

/** Takes what the department left in its drop folder and brings every landed extract to std, in sequence. */
export async function ingestStage(platform: Platform, datasetId: string): Promise<StageResult> {
  const dataset = datasetOf(platform.catalogue, datasetId)
  await createDatasetTables(platform, dataset)
  await finishDecisions(platform, dataset)
  const taken = await takeExtracts(platform, dataset)
  const outcomes: ExtractOutcome[] = []
  const waiting = await listExtracts(platform.ledger.db, dataset.id, 'landed')
  for (const [at, extract] of waiting.entries()) {
    platform.progress({
      stage: `ingest.${dataset.id}`,
      what: 'progress.extracts',
      done: at,
      total: waiting.length,
    })
    outcomes.push(await settle(platform, dataset, extract))
  }
  const counts = sumCounts(outcomes)
  return {
    status: outcomes.some((outcome) => outcome.status === 'blocked')
      ? 'blocked'
      : outcomes.length === 0
        ? 'skipped'
        : 'succeeded',
    inputs: {},
    outputs: await versions(platform, dataset),
    counts: { ...counts, extracts: outcomes.length, resent: taken.resent },
    problems: [...taken.problems, ...outcomes.flatMap(problemsToTell)],
  }
}

/** Processes one extract and records how it ended. A file that cannot be read at all fails alone. */
async function settle(platform: Platform, dataset: Dataset, extract: Extract): Promise<ExtractOutcome> {
  let outcome: ExtractOutcome
  try {
    outcome = await processExtract(platform, dataset, extract)
  } catch (error) {
    outcome = { seq: extract.seq, status: 'failed', counts: noRows, problems: [problemOf(error)] }
  }
  await finishExtract(platform.ledger.db, dataset.id, extract.seq, {
    status: outcome.status,
    ...outcome.counts,
    ruleset: outcome.ruleset,
    detail: { problems: outcome.problems },
  })
  return outcome
}

/** The outcome's problems; lateness only of the newest extract, since a newer one makes up for an older one. */
function problemsToTell(outcome: ExtractOutcome, at: number, all: ExtractOutcome[]): Problem[] {
  const newest = at === all.length - 1
  return outcome.problems.filter((each) => newest || each.code !== 'violation.freshness.late')
}

function sumCounts(outcomes: ExtractOutcome[]) {
  const sum = { ...noRows }
  for (const { counts } of outcomes) {
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name]
  }
  return sum
}

async function versions(platform: Platform, dataset: Dataset): Promise<Record<string, number>> {
  const names = ['raw', 'std', 'quarantine'].map((layer) => `${layer}/${dataset.id}`)
  const entries = await Promise.all(
    names.map(async (name) => [name, (await platform.lake.table(name).snapshot()).version] as const),
  )
  return Object.fromEntries(entries)
}
