import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { keyChangesFollowed } from '../catalog/identifiers.ts'
import { registersOf } from '../catalog/rule.ts'
import { placeRegistersOf } from '../catalog/subject_places.ts'
import { ShuyuanError } from '../core/errors.ts'
import type { JobsConfig } from './config.ts'
import './locale.ts'
import { foundationsOfTopic, topicsOf } from './stages/topic.ts'

export const stageKinds = [
  'ingest',
  'object',
  'build',
  'dispute',
  'topic',
  'score',
  'report',
  'deliver',
] as const
export type StageKind = (typeof stageKinds)[number]

/** One unit of work of a plan. `after` are the ids of stages that must have ended well before it starts. */
export interface PlannedStage {
  id: string
  kind: StageKind
  /** Dataset, foundation, topic or request; `all` for scores and report. */
  target: string
  after: string[]
  /** Starts once those have ended, well or not: the report tells of failures too. */
  always?: boolean
}

/** What a run will do, as data: it can be printed, stored and compared before anything happens. */
export interface Plan {
  targets: string[]
  stages: PlannedStage[]
}

/** Stage id: `build.person`. */
export const stageId = (kind: StageKind, target: string) => `${kind}.${target}`

/**
 * Plans the stages that `targets` need: a dataset, a foundation (with its datasets and their objections), a topic (with
 * its foundations), a request (with its foundation), `score`, `report`, or nothing for everything.
 * @throws ShuyuanError `pipelines.unknown_target`
 */
export function planRun(catalogue: Catalogue, config: JobsConfig, targets: string[]): Plan {
  const every = allStages(catalogue, config)
  const byId = new Map(every.map((stage) => [stage.id, stage]))
  const wanted = targets.length === 0 ? every : targets.flatMap((target) => stagesFor(every, target))
  const needed = new Set<string>()
  const visit = (id: string) => {
    if (needed.has(id)) return
    needed.add(id)
    for (const before of byId.get(id)?.after ?? []) visit(before)
  }
  for (const stage of wanted) visit(stage.id)
  return { targets: [...new Set(targets)].sort(), stages: every.filter((stage) => needed.has(stage.id)) }
}

/** Every stage there is, each after those it reads from. */
function allStages(catalogue: Catalogue, config: JobsConfig): PlannedStage[] {
  const sourced = catalogue.datasets.filter((dataset) =>
    config.sources.some((source) => source.dataset === dataset.id),
  )
  const ingests: PlannedStage[] = []
  const known = new Set<string>()
  for (const dataset of inReferenceOrder(catalogue, sourced)) {
    const before = earlier(catalogue, dataset).map((id) => stageId('ingest', id))
    const after = before.filter((id) => known.has(id))
    // A register that was refused, held or failed is read as it last stood well.
    ingests.push(always(plan('ingest', dataset.id, after)))
    known.add(stageId('ingest', dataset.id))
  }
  const ofFoundation = catalogue.foundations.map(({ id, datasets }) => {
    const read = datasets.map((dataset) => stageId('ingest', dataset)).filter((each) => known.has(each))
    return {
      // Objections are raised from extracts that were blocked too.
      object: always(plan('object', id, read)),
      build: plan('build', id, [...read, stageId('object', id)]),
      dispute: plan('dispute', id, [stageId('build', id)]),
    }
  })
  const builds = ofFoundation.flatMap(({ object, build, dispute }) => [object, build, dispute])
  const built = topicsOf({ catalogue }).map((topic) =>
    plan(
      'topic',
      topic.id,
      foundationsOfTopic({ catalogue }, topic).map((id) => stageId('build', id)),
    ),
  )
  const work = [...ingests, ...builds, ...built]
  const score = always(plan('score', 'all', idsOf(work)))
  const report = always(plan('report', 'all', idsOf([...work, score])))
  const deliveries = config.deliveries.map((request) =>
    plan('deliver', request.id, [stageId('build', request.foundation)]),
  )
  return [...work, score, report, ...deliveries]
}

function plan(kind: StageKind, target: string, after: string[]): PlannedStage {
  return { id: stageId(kind, target), kind, target, after }
}

const idsOf = (stages: PlannedStage[]) => stages.map((stage) => stage.id)
const always = (stage: PlannedStage): PlannedStage => ({ ...stage, always: true })

/** Datasets that this one's rules look into, other than itself, after those by which subjects are known. */
export function references(catalogue: Catalogue, dataset: Dataset): string[] {
  const followed = keyChangesFollowed(catalogue, dataset).map((space) => space.dataset)
  const ids = [...followed, ...dataset.rules.flatMap(registersOf)]
  return [...new Set(ids)].filter((id) => id !== dataset.id)
}

/** Datasets that come before this one: those that it refers to, and those by which its subjects are placed. */
function earlier(catalogue: Catalogue, dataset: Dataset): string[] {
  return [...new Set([...references(catalogue, dataset), ...placeRegistersOf(catalogue, dataset)])]
}

/**
 * Referenced datasets first; the catalogue's order otherwise. Where registers refer to one another in a circle, the
 * one that comes first in the catalogue is read as the others left it in the run before: there is no order in which
 * each could see the others' news, and what it misses now it finds with its next extract.
 */
function inReferenceOrder(catalogue: Catalogue, datasets: Dataset[]): Dataset[] {
  const ordered: Dataset[] = []
  const visited = new Set<string>()
  const place = (dataset: Dataset) => {
    if (visited.has(dataset.id)) return
    visited.add(dataset.id)
    for (const id of earlier(catalogue, dataset)) {
      const other = datasets.find((candidate) => candidate.id === id)
      if (other) place(other)
    }
    ordered.push(dataset)
  }
  for (const dataset of datasets) place(dataset)
  return ordered
}

/** A foundation's name stands for its build and for what follows from it; its stages have ids of their own. */
function stagesFor(stages: PlannedStage[], target: string): PlannedStage[] {
  const found = stages.filter((candidate) => [candidate.id, nameOf(candidate)].includes(target))
  if (found.length > 0) return found
  throw new ShuyuanError('pipelines.unknown_target', {
    target,
    known: [...new Set(stages.map(nameOf))].join(', '),
  })
}

/** What a person calls the stage: its target, or `score` or `report`. */
function nameOf(stage: PlannedStage): string {
  return stage.target === 'all' ? stage.kind : stage.target
}
