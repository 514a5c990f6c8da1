import { ShuyuanError } from '../../core/errors.ts'
import type { StageStatus } from './schema.ts'
import './locale.ts'

/**
 * What can happen to a stage. `claim`: a worker takes it (also in place of one that died). `release`: it could not
 * be finished for a passing reason and waits again. `retry`: a person has the run go on after a failure.
 */
export const stageEvents = ['claim', 'release', 'succeed', 'fail', 'block', 'skip', 'retry'] as const
export type StageEvent = (typeof stageEvents)[number]

/** Every state × every event; `null`: refused. */
export const stageTransitions: Record<StageStatus, Record<StageEvent, StageStatus | null>> = {
  pending: row({ claim: 'running', skip: 'skipped' }),
  running: row({
    claim: 'running',
    release: 'pending',
    succeed: 'succeeded',
    fail: 'failed',
    block: 'blocked',
    skip: 'skipped',
  }),
  succeeded: row({}),
  failed: row({ retry: 'pending' }),
  blocked: row({ retry: 'pending' }),
  skipped: row({ retry: 'pending' }),
}

function row(allowed: Partial<Record<StageEvent, StageStatus>>): Record<StageEvent, StageStatus | null> {
  const nothing = {
    claim: null,
    release: null,
    succeed: null,
    fail: null,
    block: null,
    skip: null,
    retry: null,
  }
  return { ...nothing, ...allowed }
}

/** The state after `event`. @throws ShuyuanError `ledger.bad_transition` naming `subject` */
export function nextStageStatus(subject: string, state: StageStatus, event: StageEvent): StageStatus {
  const next = stageTransitions[state][event]
  if (!next) throw new ShuyuanError('ledger.bad_transition', { subject, state, event })
  return next
}

/** True of a stage that will not change by itself any more. */
export function isFinished(status: StageStatus): boolean {
  return status !== 'pending' && status !== 'running'
}

/** True of a stage after which those that come after it may start. */
export function letsThrough(status: StageStatus): boolean {
  return status === 'succeeded' || status === 'skipped'
}
