import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import { createRun, getRun, type PlannedStage, retryRun } from './runs.ts'
import { stageStatuses } from './schema.ts'
import { claimStage, finishStage, readyStages, stagesOf, stagesToQueue } from './stages.ts'
import { nextStageStatus, stageEvents, stageTransitions } from './states.ts'

const now = new Date('2026-11-24T00:00:00Z')
const chain: PlannedStage[] = [
  stage('ingest.a', []),
  stage('build.p', ['ingest.a']),
  { ...stage('report.all', ['ingest.a', 'build.p']), always: true },
  stage('deliver.c', ['build.p']),
]

let ledger: TestLedger
beforeAll(async () => {
  ledger = await startTestLedger()
})
afterAll(() => ledger.close())
beforeEach(async () => {
  await ledger.db.deleteFrom('stages').execute()
  await ledger.db.deleteFrom('runs').execute()
})

describe('stage transitions', () => {
  it('answer for every state and event', () => {
    const changes = stageStatuses.flatMap((state) =>
      stageEvents.map((event) => `${state} ${event} ${stageTransitions[state][event] ?? 'refused'}`),
    )
    expect(changes.filter((each) => !each.endsWith('refused'))).toMatchInlineSnapshot(`
      [
        "pending claim running",
        "pending skip skipped",
        "running claim running",
        "running release pending",
        "running succeed succeeded",
        "running fail failed",
        "running block blocked",
        "running skip skipped",
        "failed retry pending",
        "blocked retry pending",
        "skipped retry pending",
      ]
    `)
    expect(() => nextStageStatus('1 a', 'succeeded', 'claim')).toThrow(/1 a is succeeded/)
  })
})

describe('createRun', () => {
  it('refuses a run that shares a stage with an active one, and names that', async () => {
    const first = await run()
    await expect(run([stage('ingest.b', []), stage('build.p', [])])).rejects.toMatchObject({
      code: 'ledger.run_active',
      fields: { run: first.id, targets: 'p' },
    })
    await expect(run([stage('ingest.b', [])])).resolves.toMatchObject({ status: 'running' })
  })

  it('lets one of many simultaneous ones through', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => run()))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })

  it('ends a run of nothing at once', async () => {
    expect(await run([])).toMatchObject({ status: 'succeeded', finishedAt: now })
  })
})

describe('claimStage and finishStage', () => {
  it('lead through the plan to its end', async () => {
    const { id } = await run()
    for (const expected of [['ingest.a'], ['build.p'], ['report.all', 'deliver.c'], ['deliver.c']]) {
      expect(await ready(id)).toEqual(expected)
      await finish(id, expected[0] ?? '', 'succeed')
    }
    expect(await getRun(ledger.db, id)).toMatchObject({ status: 'succeeded', finishedAt: now })
  })

  it('name what waited for a stage, once it ended well', async () => {
    const { id } = await run()
    const since = async (stage: string) => (await readyStages(ledger.db, id, stage)).map((each) => each.id)
    expect(await since('build.p')).toEqual(['ingest.a'])
    await finish(id, 'ingest.a', 'succeed')
    await finish(id, 'build.p', 'succeed')
    expect(await since('ingest.a')).toEqual(['report.all'])
    expect(await since('build.p')).toEqual(['report.all', 'deliver.c'])
    await finish(id, 'report.all', 'fail')
    expect(await since('report.all')).toEqual(['deliver.c'])
  })

  it('keep what a stage reports', async () => {
    const { id } = await run()
    const report = { inputs: { file: 'a.csv' }, outputs: { 'std/a': 3 }, counts: { received: 9 } }
    const problems = [{ code: 'x.y', fields: { line: 3 } }]
    await finish(id, 'ingest.a', 'succeed', { ...report, problems })
    expect((await stagesOf(ledger.db, id))[0]).toMatchObject({
      ...report,
      problems,
      attempts: 1,
      status: 'succeeded',
    })
  })

  it('do not start a stage before its time, nor an ended one', async () => {
    const { id } = await run()
    expect(await claimStage(ledger.db, id, 'build.p', now)).toMatchObject({ outcome: 'waiting' })
    await finish(id, 'ingest.a', 'succeed')
    expect(await claimStage(ledger.db, id, 'ingest.a', now)).toMatchObject({ outcome: 'settled' })
    await expect(claimStage(ledger.db, id, 'nothing', now)).rejects.toMatchObject({
      code: 'ledger.unknown_stage',
    })
  })

  it('skip what waits for a failed stage, but not what always runs', async () => {
    const { id } = await run()
    const { run: going } = await finish(id, 'ingest.a', 'fail', { error: { code: 'x.y', fields: {} } })
    expect(going.status).toBe('running')
    expect(await statuses(id)).toEqual(['failed', 'skipped', 'pending', 'skipped'])
    expect(await ready(id)).toEqual(['report.all'])
    expect((await finish(id, 'report.all', 'succeed')).run).toMatchObject({
      status: 'failed',
      finishedAt: now,
    })
  })

  it('end a run as blocked whose gate closed', async () => {
    const { id } = await run()
    await finish(id, 'ingest.a', 'block')
    expect((await finish(id, 'report.all', 'succeed')).run.status).toBe('blocked')
  })

  it('ignore a worker whose stage another has taken over', async () => {
    const { id } = await run()
    const slow = await claimStage(ledger.db, id, 'ingest.a', now)
    expect(await ready(id)).toEqual([])
    expect((await stagesToQueue(ledger.db, id)).map((each) => each.id)).toEqual(['ingest.a'])
    const fast = await claimStage(ledger.db, id, 'ingest.a', now)
    const end = { runId: id, id: 'ingest.a', now }
    const late = await finishStage(ledger.db, { ...end, attempt: slow.stage.attempts, event: 'fail' })
    expect(late).toMatchObject({ outcome: 'superseded', stage: { status: 'running', attempts: 2 } })
    const good = await finishStage(ledger.db, { ...end, attempt: fast.stage.attempts, event: 'succeed' })
    expect(good).toMatchObject({ outcome: 'finished', stage: { status: 'succeeded' } })
  })
})

describe('retryRun', () => {
  it('has everything but the succeeded stages wait again', async () => {
    const { id } = await run()
    await finish(id, 'ingest.a', 'succeed')
    await finish(id, 'build.p', 'fail', { error: { code: 'x.y', fields: {} } })
    await finish(id, 'report.all', 'skip')
    expect(await retryRun(ledger.db, id, now)).toMatchObject({ status: 'running', finishedAt: null })
    expect(await statuses(id)).toEqual(['succeeded', 'pending', 'pending', 'pending'])
    expect(await ready(id)).toEqual(['build.p'])
  })
})

function stage(id: string, after: string[]): PlannedStage {
  const [kind = '', target = ''] = id.split('.')
  return { id, kind, target, after }
}

const run = (stages = chain) => {
  return createRun(ledger.db, { targets: [], plan: { stages }, trigger: 'test', stages, startedAt: now })
}

type Finishing = Parameters<typeof finishStage>[1]

async function finish(runId: number, id: string, event: Finishing['event'], report: Partial<Finishing> = {}) {
  const claim = await claimStage(ledger.db, runId, id, now)
  expect(claim.outcome).toBe('claimed')
  return finishStage(ledger.db, { runId, id, attempt: claim.stage.attempts, event, now, ...report })
}

const ready = async (runId: number) => (await readyStages(ledger.db, runId)).map(({ id }) => id)
const statuses = async (runId: number) => (await stagesOf(ledger.db, runId)).map(({ status }) => status)
