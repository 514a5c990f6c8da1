import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { finishDecisions } from '../../../governance/decisions/finish.ts'
import { problem } from '../../../governance/problem.ts'
import { lastExtract } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import { type Stage, stagesOf } from '../../../warehouse/ledger/stages.ts'
import { stageOutcome } from '../../outcome.ts'
import type { Platform, StageResult } from '../../platform.ts'
import { finishReprocess } from '../../reprocess/reprocess.ts'
import { folderOf } from '../../sources/places.ts'
import { type StageKind, stageId } from '../../stage.ts'
import { attemptExtract, attemptTogether, sumCounts } from './attempt.ts'
import type { ExtractOutcome } from './extract_result.ts'
import { earlier, inReferenceOrder } from './order.ts'
import { portionsOf } from './portions.ts'
import { createDatasetTables } from './tables.ts'
import { type FolderReporting, takeExtracts } from './take.ts'
import { waitingExtracts } from './waiting.ts'

/** Brings the extracts of a register to std, after the registers that it refers to. */
export const ingest: StageKind = {
  kind: 'ingest',
  targets({ catalogue, config }) {
    const sourced = catalogue.datasets.filter(({ id }) =>
      config.sources.some(({ dataset }) => dataset === id),
    )
    return inReferenceOrder(catalogue, sourced).map(({ id }) => id)
  },
  after: (target, { catalogue }) =>
    earlier(catalogue, datasetOf(catalogue, target)).map((id) => stageId('ingest', id)),
  // A register that was refused, held or failed is read as it last stood well.
  always: true,
  run: (platform, { target, runId }) => ingestStage(platform, target, runId),
}

/**
 * Takes what the department left in its drop folder and brings every landed extract to std, in sequence.
 * @param runId the run that it belongs to, whose stages share what there is to tell of drop folders
 */
export async function ingestStage(
  platform: Platform,
  datasetId: string,
  runId?: number,
): Promise<StageResult> {
  const dataset = datasetOf(platform.catalogue, datasetId)
  await createDatasetTables(platform, dataset)
  await finishDecisions(platform, dataset)
  await finishReprocess(platform, dataset)
  const stages = runId === undefined ? [] : await stagesOf(platform.ledger.db, runId)
  const taken = await takeExtracts(platform, dataset, tellsOf(platform, dataset, stages))
  const outcomes = await processWaiting(platform, dataset, (done, total) =>
    platform.progress({ stage: `ingest.${dataset.id}`, what: 'progress.extracts', done, total }),
  )
  const notRenewed = outcomes.length > 0 ? await registersNotRenewed(platform, dataset, stages) : []
  return {
    status: outcomes.some((outcome) => outcome.status === 'blocked')
      ? 'blocked'
      : outcomes.length === 0
        ? 'skipped'
        : 'succeeded',
    inputs: {},
    outputs: await versions(platform, dataset),
    counts: { ...sumCounts(outcomes), resent: taken.resent },
    problems: [...taken.problems, ...notRenewed, ...outcomes.flatMap(reportedProblems)],
  }
}

/** Brings every extract that waits to std, in sequence, whether it came as a file or as events. */
export async function processWaiting(
  platform: Platform,
  dataset: Dataset,
  progress: (done: number, total: number) => void = () => {},
): Promise<ExtractOutcome[]> {
  const outcomes: ExtractOutcome[] = []
  const waiting = await waitingExtracts(platform, dataset)
  for (const portion of await portionsOf(platform, dataset, waiting)) {
    progress(outcomes.length, waiting.length)
    const [first] = portion
    if (first && portion.length === 1) outcomes.push(await attemptExtract(platform, dataset, first))
    else outcomes.push(...(await attemptTogether(platform, dataset, portion)))
  }
  return outcomes
}

/** Of each drop folder the run's first stage that takes from it tells, of `drop/` itself its first. */
function tellsOf(platform: Platform, dataset: Dataset, stages: Stage[]): FolderReporting {
  const ingests = stages.filter(({ kind }) => kind === 'ingest')
  const folder = folderOf(platform, dataset)
  const first = ingests.find(
    ({ target }) => folderOf(platform, datasetOf(platform.catalogue, target)) === folder,
  )
  return {
    folder: first === undefined || first.target === dataset.id,
    strays: ingests[0] === undefined || ingests[0].target === dataset.id,
  }
}

/** Registers that the rules look into and this run could not renew: they were read as they last stood well. */
async function registersNotRenewed(
  platform: Platform,
  dataset: Dataset,
  stages: Stage[],
): Promise<Problem[]> {
  const own = stages.find(({ kind, target }) => kind === 'ingest' && target === dataset.id)
  const lagging = stages.filter((stage) => own?.after.includes(stage.id) && NOT_RENEWED.has(stateOf(stage)))
  return Promise.all(
    lagging.map(async ({ target }) => {
      const last = await lastExtract(platform.ledger.db, target, { status: 'ingested' })
      const fields = { dataset: dataset.id, register: target, extract: last?.seq ?? '-' }
      return problem('ingest.register_not_renewed', { ...fields, severity: 'warn' })
    }),
  )
}

const stateOf = (stage: Stage) => stageOutcome(stage).state
const NOT_RENEWED = new Set(['failed', 'blocked', 'refused', 'done_with_refusals'])

/** The outcome's problems; lateness only of the newest extract, since a newer one makes up for an older one. */
function reportedProblems(outcome: ExtractOutcome, at: number, all: ExtractOutcome[]): Problem[] {
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
