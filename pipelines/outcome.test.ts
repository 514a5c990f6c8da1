import { describe, expect, it } from 'vitest'
import type { Run } from '../warehouse/ledger/runs.ts'
import type { Stage } from '../warehouse/ledger/stages.ts'
import { runOutcome, stageOutcome } from './outcome.ts'

const refused = { code: 'error.connectors.file_damaged', fields: { severity: 'error' } }
const warned = { code: 'connectors.unclaimed.name', fields: { severity: 'warn' } }

function stage(change: Partial<Stage>): Stage {
  const base = { runId: 1, id: 'ingest.x', status: 'succeeded', counts: {}, problems: [], error: null }
  return { ...base, ...change } as Stage
}
const run = (status: Run['status']) => ({ id: 1, status }) as Run
const before = { code: 'ledger.stage_before', fields: { stage: 'build.person', status: 'failed' } }

describe('stageOutcome', () => {
  it.each<[string, Partial<Stage>, object]>([
    ['a stage that did its work', {}, { state: 'succeeded' }],
    ['one that only warns', { problems: [warned] }, { state: 'succeeded' }],
    ['one with nothing to do', { status: 'skipped' }, { state: 'nothing_new' }],
    [
      'one left out after another',
      { status: 'skipped', error: before },
      { state: 'skipped_after', after: 'build.person' },
    ],
    [
      'one whose every file was refused',
      { counts: { extracts: 1, accepted: 0 }, problems: [refused] },
      { state: 'refused' },
    ],
    [
      'one that took some files and refused others',
      { counts: { extracts: 2, accepted: 3 }, problems: [refused] },
      { state: 'done_with_refusals' },
    ],
    [
      'one that could not even land what came',
      { status: 'skipped', problems: [refused] },
      { state: 'refused' },
    ],
    ['a failed one', { status: 'failed', problems: [refused] }, { state: 'failed' }],
    ['one under way', { status: 'running' }, { state: 'running' }],
  ])('%s', (_what, change, outcome) => expect(stageOutcome(stage(change))).toEqual(outcome))
})

describe('runOutcome', () => {
  it.each<[string, Run['status'], Partial<Stage>[], string]>([
    ['work without refusals', 'succeeded', [{}, { status: 'skipped' }], 'succeeded'],
    ['a refusal in any stage', 'succeeded', [{}, { problems: [refused] }], 'done_with_refusals'],
    ['nothing to do anywhere', 'succeeded', [{ status: 'skipped' }, { status: 'skipped' }], 'nothing_new'],
    ['a failure', 'failed', [{ problems: [refused] }], 'failed'],
    ['a gate', 'blocked', [{ status: 'blocked' }], 'blocked'],
  ])('%s', (_what, status, stages, state) =>
    expect(runOutcome(run(status), stages.map(stage))).toEqual({ state }),
  )
})
