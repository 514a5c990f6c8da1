import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { calendarProblem } from '../../governance/objections/days.ts'
import { disputeRelease } from '../../governance/objections/dispute/release.ts'
import { objectToExtracts } from '../../governance/objections/extracts/object.ts'
import { countObjections } from '../../governance/objections/ledger/list.ts'
import { marked, writeMarks } from '../../governance/objections/marks.ts'
import { remindAndEscalate } from '../../governance/objections/remind.ts'
import { withObjectionSteps } from '../../governance/objections/step_kinds.ts'
import type { Platform, StageResult } from '../platform.ts'
import { type StageKind, stageId } from '../stage.ts'

const foundations: StageKind['targets'] = ({ catalogue }) => catalogue.foundations.map(({ id }) => id)

/** Objects to what the extracts of a foundation's registers brought; those of extracts that were blocked too. */
export const object: StageKind = {
  kind: 'object',
  targets: foundations,
  after: (target, { catalogue }) =>
    foundationOf(catalogue, target).datasets.map((id) => stageId('ingest', id)),
  always: true,
  run: (platform, { target }) => objectStage(platform, target),
}

/** Objects to what a foundation's release found to disagree. */
export const dispute: StageKind = {
  kind: 'dispute',
  targets: foundations,
  after: (target) => [stageId('build', target)],
  run: (platform, { target }) => disputeStage(platform, target),
}

/**
 * Objects to what the extracts of a foundation's datasets brought since the last time, mends what passes now, reminds
 * and escalates what is due, and writes the marks that the next release shows.
 */
export async function objectStage(platform: Platform, foundationId: string): Promise<StageResult> {
  const foundation = foundationOf(platform.catalogue, foundationId)
  let portions = 0
  for (const [at, id] of foundation.datasets.entries()) {
    platform.progress({
      stage: `object.${foundation.id}`,
      what: 'progress.datasets',
      done: at,
      total: foundation.datasets.length,
    })
    portions += await withObjectionSteps(platform, id, () =>
      objectToExtracts(platform, datasetOf(platform.catalogue, id)),
    )
  }
  const notices = await remindAndEscalate(platform, foundation.id)
  const done = await result(platform, foundation.id, { portions, notices }, portions + notices > 0)
  return { ...done, problems: calendarProblem(platform) }
}

/** Objects to what the last release of a foundation found to disagree, and mends what it no longer finds. */
export async function disputeStage(platform: Platform, foundationId: string): Promise<StageResult> {
  const foundation = foundationOf(platform.catalogue, foundationId)
  for (const id of foundation.datasets) await withObjectionSteps(platform, id, async () => {})
  await marked(platform, foundation.id)
  const release = await disputeRelease(platform, foundation)
  return result(platform, foundation.id, release ? { release: release.number } : {}, release !== undefined)
}

async function result(
  platform: Platform,
  foundation: string,
  counts: Record<string, number>,
  worked: boolean,
): Promise<StageResult> {
  const marks = await writeMarks(platform, foundation)
  const open = await countObjections(platform.ledger.db, { foundation, open: true })
  return {
    status: worked ? 'succeeded' : 'skipped',
    inputs: {},
    outputs: { [`marks/${foundation}`]: marks },
    counts: { ...counts, open },
    problems: [],
  }
}
