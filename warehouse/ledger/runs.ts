import type { Selectable } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { toJson } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { RunStatus, RunsTable, StageStatus } from './schema.ts'
import { nextStageStatus } from './states.ts'
import './locale.ts'

/** One execution of a plan. */
export type Run = Selectable<RunsTable>

/** One unit of work of a plan, as it is stored. `after`: stages that must have ended well before it starts. */
export interface PlannedStage {
  id: string
  kind: string
  target: string
  after: string[]
  /** Starts once those before it have ended, however they ended (a report). Default false. */
  always?: boolean
}

export interface NewRun {
  /** What was asked for; empty: everything. */
  targets: string[]
  /** The plan as data, kept as it was. */
  plan: unknown
  /** Who or what asked: `cli`, `schedule:<id>`. */
  trigger: string
  stages: PlannedStage[]
  startedAt: Date
}

/**
 * Records a run and its stages. Two active runs never share a stage, so that no dataset or foundation is worked
 * on twice at once.
 * @throws ShuyuanError `ledger.run_active` naming the run in the way
 */
export function createRun(db: LedgerDb, run: NewRun): Promise<Run> {
  return inLockedTransaction(db, 'runs', 'runs', async (tx) => {
    const ids = run.stages.map((stage) => stage.id)
    await refuseOverlap(tx, ids)
    const row = await tx
      .insertInto('runs')
      .values({
        targets: run.targets,
        plan: toJson(run.plan),
        trigger: run.trigger,
        startedAt: run.startedAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const stages = run.stages.map(({ id, kind, target, after, always = false }, position) => {
      const nothing = { inputs: '{}', outputs: '{}', counts: '{}', problems: '[]' }
      return { runId: row.id, id, position, kind, target, after, always, ...nothing }
    })
    if (stages.length > 0) await tx.insertInto('stages').values(stages).execute()
    return stages.length > 0 ? row : concludeRun(tx, row.id, run.startedAt)
  })
}

/** Stages of these ids in runs that have not ended, the oldest run first. */
async function activeStages(db: LedgerDb, stageIds: string[]) {
  if (stageIds.length === 0) return []
  return db
    .selectFrom('stages')
    .innerJoin('runs', 'runs.id', 'stages.runId')
    .select(['runs.id as run', 'runs.startedAt', 'stages.target'])
    .where('runs.status', '=', 'running')
    .where('stages.id', 'in', stageIds)
    .orderBy('runs.id')
    .execute()
}

/** Numbers of the runs that have not ended and share a stage with `stageIds`, oldest first. */
export async function overlappingRuns(db: LedgerDb, stageIds: string[]): Promise<number[]> {
  return [...new Set((await activeStages(db, stageIds)).map(({ run }) => run))]
}

async function refuseOverlap(db: LedgerDb, stageIds: string[]): Promise<void> {
  const shared = await activeStages(db, stageIds)
  const first = shared[0]
  if (!first) return
  const targets = shared.filter((row) => row.run === first.run).map((row) => row.target)
  throw new ShuyuanError('ledger.run_active', {
    run: first.run,
    startedAt: first.startedAt.toISOString(),
    targets: [...new Set(targets)].join(', '),
  })
}

/** @throws ShuyuanError `ledger.unknown_run` */
export async function getRun(db: LedgerDb, id: number): Promise<Run> {
  const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_run', { run: id })
  return row
}

/** Runs, newest first. */
export function listRuns(db: LedgerDb, options: { status?: RunStatus; limit?: number } = {}): Promise<Run[]> {
  const all = db
    .selectFrom('runs')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(options.limit ?? 50)
  return (options.status ? all.where('status', '=', options.status) : all).execute()
}

/** Runs that have not ended, oldest first: what a worker that starts should go on with. */
export async function activeRuns(db: LedgerDb): Promise<Run[]> {
  return db.selectFrom('runs').selectAll().where('status', '=', 'running').orderBy('id').execute()
}

/**
 * Ends the run when none of its stages waits or works any more: failed if one failed, else blocked if one was
 * blocked, else succeeded. Called by everything that ends a stage.
 */
export async function concludeRun(db: LedgerDb, id: number, now: Date): Promise<Run> {
  const run = await getRun(db, id)
  const stages = await db.selectFrom('stages').select('status').where('runId', '=', id).execute()
  const status = outcomeOf(stages.map((stage) => stage.status))
  if (status === run.status) return run
  return db
    .updateTable('runs')
    .set({ status, finishedAt: status === 'running' ? null : now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

function outcomeOf(statuses: StageStatus[]): RunStatus {
  if (statuses.some((status) => status === 'pending' || status === 'running')) return 'running'
  if (statuses.includes('failed')) return 'failed'
  return statuses.includes('blocked') ? 'blocked' : 'succeeded'
}

/**
 * Has an ended run go on: its failed, blocked and skipped stages wait again, its succeeded ones stand.
 * @throws ShuyuanError `ledger.run_active` when another run works on the same by now
 */
export function retryRun(db: LedgerDb, id: number, now: Date): Promise<Run> {
  return inLockedTransaction(db, 'runs', 'runs', async (tx) => {
    const run = await getRun(tx, id)
    if (run.status === 'running') return run
    const stages = await tx.selectFrom('stages').select(['id', 'status']).where('runId', '=', id).execute()
    await refuseOverlap(
      tx,
      stages.map((stage) => stage.id),
    )
    for (const stage of stages.filter(({ status }) => status !== 'succeeded')) {
      const status = nextStageStatus(`${id} ${stage.id}`, stage.status, 'retry')
      await tx
        .updateTable('stages')
        .set({ status, error: null, finishedAt: null })
        .where('runId', '=', id)
        .where('id', '=', stage.id)
        .execute()
    }
    return concludeRun(tx, id, now)
  })
}
