import type { Run } from '../warehouse/ledger/runs.ts'
import type { Stage } from '../warehouse/ledger/stages.ts'

/**
 * How a stage or a run stands, as a person is told. Beside the ledger's states: `nothing_new` (there was nothing to
 * do), `skipped_after` (left out since stage `after` did not end well), `refused` (nothing that came could be
 * taken), `done_with_refusals` (done, but something needs a person).
 */
export interface Outcome {
  state:
    | 'pending'
    | 'running'
    | 'succeeded'
    | 'failed'
    | 'blocked'
    | 'nothing_new'
    | 'skipped_after'
    | 'refused'
    | 'done_with_refusals'
  /** The stage after whose end this one was left out. */
  after?: string
}

/** How a stage stands. */
export function stageOutcome(stage: Stage): Outcome {
  const { status, error, problems, counts } = stage
  if (status === 'skipped' && error?.code === 'ledger.stage_before')
    return { state: 'skipped_after', after: String(error.fields.stage) }
  const refusals = problems.some(isGrave)
  if (status === 'skipped') return { state: refusals ? 'refused' : 'nothing_new' }
  if (status !== 'succeeded' || !refusals) return { state: status }
  return { state: counts.extracts && !counts.accepted ? 'refused' : 'done_with_refusals' }
}

/** How a run stands, its stages taken together. */
export function runOutcome(run: Run, stages: Stage[]): Outcome {
  if (run.status !== 'succeeded') return { state: run.status }
  if (stages.flatMap(({ problems }) => problems).some(isGrave)) return { state: 'done_with_refusals' }
  const idle = stages.length > 0 && stages.every((stage) => stageOutcome(stage).state === 'nothing_new')
  return { state: idle ? 'nothing_new' : 'succeeded' }
}

/** True of a problem that a person has to act on, not only know. */
export function isGrave(problem: { fields: Record<string, unknown> }): boolean {
  return problem.fields.severity !== 'warn'
}
