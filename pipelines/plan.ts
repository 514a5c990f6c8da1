import type { Catalogue } from '../catalog/catalogue.ts'
import { ShuyuanError } from '../core/errors.ts'
import type { JobsConfig } from './config.ts'
import './locale.ts'
import { type PlannedStage, planStages } from './stage.ts'
import { stageKinds } from './stages/index.ts'

/** What a run will do, as data: it can be printed, stored and compared before anything happens. */
export interface Plan {
  targets: string[]
  stages: PlannedStage[]
}

/**
 * Plans the stages that `targets` need: a dataset, a foundation (with its datasets and their objections), a topic (with
 * its foundations), a request (with its foundation), `score`, `report`, `maintain`, or nothing for everything but the
 * last.
 * @throws ShuyuanError `pipelines.unknown_target`
 */
export function planRun(
  catalogue: Catalogue,
  config: JobsConfig,
  targets: string[],
  kinds = stageKinds,
): Plan {
  const every = planStages(kinds, catalogue, config)
  const byId = new Map(every.map((stage) => [stage.id, stage]))
  const wanted =
    targets.length === 0
      ? every.filter(({ onRequest }) => !onRequest)
      : targets.flatMap((target) => stagesFor(every, target))
  const needed = new Set<string>()
  const visit = (id: string) => {
    if (needed.has(id)) return
    needed.add(id)
    for (const before of byId.get(id)?.after ?? []) visit(before)
  }
  for (const stage of wanted) visit(stage.id)
  return { targets: [...new Set(targets)].sort(), stages: every.filter((stage) => needed.has(stage.id)) }
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
