import type { Catalogue } from '../catalog/catalogue.ts'
import type { Stage } from '../warehouse/ledger/stages.ts'
import type { JobsConfig } from './config.ts'
import type { Platform, StageResult } from './platform.ts'

/** One unit of work of a plan. `after` are the ids of stages that must have ended well before it starts. */
export interface PlannedStage {
  id: string
  kind: string
  /** Dataset, foundation, topic or request; `all` for scores and report. */
  target: string
  after: string[]
  /** Starts once those have ended, well or not: the report tells of failures too. */
  always?: boolean
  /** Planned only where a target names it. */
  onRequest?: boolean
}

/** What stages are planned from. */
export interface Planning {
  catalogue: Catalogue
  config: JobsConfig
  /** Those planned so far. */
  planned: readonly PlannedStage[]
}

/** A kind of stage: how it is planned, how it is run, what is said of its result. */
export interface StageKind {
  kind: string
  /** What stages of the kind work on, in the order in which they are planned. */
  targets(planning: Planning): string[]
  /** Ids of the stages that one waits for; those that are not planned do not count. */
  after(target: string, planning: Planning): string[]
  /** See `PlannedStage`. */
  always?: boolean
  /** See `PlannedStage`. */
  onRequest?: boolean
  run(platform: Platform, stage: Pick<Stage, 'target' | 'runId'>): Promise<StageResult>
  /** The result in one line for whoever watches: a key of the locale tables, or a text as it is. */
  result?(
    outputs: StageResult['outputs'],
    counts: StageResult['counts'],
  ): { key: string } | string | undefined
}

/** Stage id: `build.person`. */
export const stageId = (kind: string, target: string): string => `${kind}.${target}`

/** Ids of stages. */
export const idsOf = (stages: readonly PlannedStage[]): string[] => stages.map(({ id }) => id)

/** The stages of these kinds; kinds that stand together in a list take turns, target by target. */
export function planStages(
  kinds: readonly (StageKind | readonly StageKind[])[],
  catalogue: Catalogue,
  config: JobsConfig,
): PlannedStage[] {
  const planned: PlannedStage[] = []
  const planning: Planning = { catalogue, config, planned }
  for (const each of kinds) {
    const together = 'kind' in each ? [each] : each
    for (const target of together[0]?.targets(planning) ?? [])
      for (const kind of together) planned.push(planOne(kind, target, planning))
  }
  return planned
}

function planOne(
  { kind, after, always, onRequest }: StageKind,
  target: string,
  planning: Planning,
): PlannedStage {
  const known = new Set(idsOf(planning.planned))
  return {
    id: stageId(kind, target),
    kind,
    target,
    after: after(target, planning).filter((id) => known.has(id)),
    ...(always ? { always } : {}),
    ...(onRequest ? { onRequest } : {}),
  }
}
