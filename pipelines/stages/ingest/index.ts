import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { finishDecisions } from '../../candidates/index.ts'
import type { Platform, Problem, StageResult } from '../../platform.ts'
import type { ExtractOutcome } from './extract_result.ts'
import { waitingExtracts } from './held.ts'
import { settle, sumCounts } from './settle.ts'
import { createDatasetTables } from './tables.ts'
import { takeExtracts } from './take.ts'

/** Takes what the department left in its drop folder and brings every landed extract to std, in sequence. */
export async function ingestStage(platform: Platform, datasetId: string): Promise<StageResult> {
  const dataset = datasetOf(platform.catalogue, datasetId)
  await createDatasetTables(platform, dataset)
  await finishDecisions(platform, dataset)
  const taken = await takeExtracts(platform, dataset)
  const outcomes: ExtractOutcome[] = []
  const waiting = await waitingExtracts(platform, dataset)
  for (const [at, extract] of waiting.entries()) {
    platform.progress({
      stage: `ingest.${dataset.id}`,
      what: 'progress.extracts',
      done: at,
      total: waiting.length,
    })
    outcomes.push(await settle(platform, dataset, extract))
  }
  return {
    status: outcomes.some((outcome) => outcome.status === 'blocked')
      ? 'blocked'
      : outcomes.length === 0
        ? 'skipped'
        : 'succeeded',
    inputs: {},
    outputs: await versions(platform, dataset),
    counts: { ...sumCounts(outcomes), resent: taken.resent },
    problems: [...taken.problems, ...outcomes.flatMap(problemsToTell)],
  }
}

/** The outcome's problems; lateness only of the newest extract, since a newer one makes up for an older one. */
function problemsToTell(outcome: ExtractOutcome, at: number, all: ExtractOutcome[]): Problem[] {
  const newest = at === all.length - 1
  return outcome.problems.filter((each) => newest || each.code !== 'violation.freshness.late')
}

async function versions(platform: Platform, dataset: Dataset): Promise<Record<string, number>> {
  const names = ['raw', 'std', 'quarantine'].map((layer) => `${layer}/${dataset.id}`)
  const entries = await Promise.all(
    names.map(async (name) => [name, (await platform.lake.table(name).snapshot()).version] as const),
  )
  return Object.fromEntries(entries)
}
