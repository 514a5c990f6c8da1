import { listDeliveries } from '../warehouse/ledger/deliveries.ts'
import { isGivenUp } from '../warehouse/ledger/extract_decisions.ts'
import { type Extract, listExtracts } from '../warehouse/ledger/extracts.ts'
import type { Problem } from '../warehouse/ledger/json.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { listRuns } from '../warehouse/ledger/runs.ts'
import { getStage, lastStage, stagesOf } from '../warehouse/ledger/stages.ts'
import { runOutcome } from './outcome.ts'
import type { Platform } from './platform.ts'
import { waitingFiles } from './sources/files.ts'

/** Extracts of one dataset, summed up. Row counts are over all ingested extracts. */
export interface DatasetStatus {
  dataset: string
  department: string
  extracts: number
  /** Landed, not processed yet. */
  waiting: number
  /** Blocked by a gate or unreadable. */
  refused: number
  received: number
  accepted: number
  quarantined: number
  lastAsOf: Date | null
}

/** Why the files of a dataset still wait: what stopped the last run that should have taken them. */
export interface WaitingReason {
  dataset: string
  run: number
  at: Date | null
  error: Problem
}

/** Where the whole platform stands. */
export async function platformStatus(platform: Platform) {
  const { db } = platform.ledger
  const extracts = await Promise.all(
    platform.catalogue.datasets.map((dataset) => listExtracts(db, dataset.id)),
  )
  const releases = await Promise.all(platform.catalogue.foundations.map(({ id }) => latestRelease(db, id)))
  const deliveries = await Promise.all(platform.config.deliveries.map(({ id }) => listDeliveries(db, id)))
  const [lastRun] = await listRuns(db, { limit: 1 })
  const waiting = await waitingFiles(platform, db)
  const datasets = platform.catalogue.datasets.map((dataset, at) =>
    datasetStatus(dataset.id, dataset.providingDepartment, extracts[at] ?? []),
  )
  const withFiles = new Set(waiting.files.map((file) => file.dataset))
  const wait = datasets.filter((each) => each.waiting > 0 || withFiles.has(each.dataset))
  const reasons = await Promise.all(wait.map(({ dataset }) => waitingReason(platform, dataset)))
  return {
    datasets,
    waitingReasons: reasons.filter((reason) => reason !== undefined),
    releases: releases.flatMap((release) =>
      release
        ? [
            {
              foundation: release.foundation,
              number: release.number,
              golden: release.counts.golden ?? 0,
              conflicts: release.counts.conflicts ?? 0,
              createdAt: release.createdAt,
            },
          ]
        : [],
    ),
    deliveries: deliveries.flatMap((sent) => sent.slice(0, 3)),
    waitingFiles: waiting.files,
    problems: [...extracts.flat().flatMap(problemsOf), ...waiting.problems],
    lastRun: lastRun && { ...lastRun, outcome: runOutcome(lastRun, await stagesOf(db, lastRun.id)) },
  }
}

/** What the last ingest of a dataset failed of, or the stage before it; undefined when neither did, or goes on. */
async function waitingReason(platform: Platform, dataset: string): Promise<WaitingReason | undefined> {
  const { db } = platform.ledger
  const every = ['pending', 'running', 'succeeded', 'blocked', 'failed', 'skipped'] as const
  const own = await lastStage(db, `ingest.${dataset}`, [...every])
  const before = own?.error?.code === 'ledger.stage_before' ? String(own.error.fields.stage) : undefined
  const stage = own && before ? await getStage(db, own.runId, before) : own
  if (!stage?.error) return undefined
  return { dataset, run: stage.runId, at: stage.finishedAt ?? stage.startedAt, error: stage.error }
}

function datasetStatus(dataset: string, department: string, extracts: Extract[]): DatasetStatus {
  const sum = (name: 'received' | 'accepted' | 'quarantined') =>
    extracts.reduce((total, extract) => total + (extract[name] ?? 0), 0)
  const open = extracts.filter((extract) => !isGivenUp(extract))
  const ended = (statuses: string[]) => open.filter((extract) => statuses.includes(extract.status))
  return {
    dataset,
    department,
    extracts: extracts.length,
    waiting: ended(['landed']).length,
    refused: ended(['blocked', 'failed']).length,
    received: sum('received'),
    accepted: sum('accepted'),
    quarantined: sum('quarantined'),
    lastAsOf: ended(['ingested']).at(-1)?.asOf ?? null,
  }
}

/** What still stands against the newest extract of a dataset; older ones are history. */
function problemsOf(extract: Extract, _at: number, all: Extract[]): Problem[] {
  const newest = all.findLast((other) => other.dataset === extract.dataset && other.status !== 'withdrawn')
  if (newest?.seq !== extract.seq || extract.status === 'ingested' || isGivenUp(extract)) return []
  const { problems } = extract.detail as { problems?: Problem[] }
  return problems ?? []
}
