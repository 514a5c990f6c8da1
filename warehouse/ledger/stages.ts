import type { Selectable, Updateable } from 'kysely'
import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import { countsSchema, fromJson, type Problem, problemSchema, toJson, valuesSchema } from './json.ts'
import { inTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import { concludeRun, type Run } from './runs.ts'
import type { StageStatus, StagesTable } from './schema.ts'
import { isFinished, letsThrough, nextStageStatus } from './states.ts'
import './locale.ts'

type JsonColumns = 'inputs' | 'outputs' | 'counts' | 'problems' | 'error'
/** A stage of a run: what it is, how it stands, what it read, wrote and counted. */
export type Stage = Omit<Selectable<StagesTable>, JsonColumns> & {
  inputs: Record<string, string | number>
  outputs: Record<string, string | number>
  counts: Record<string, number>
  problems: Problem[]
  error: Problem | null
}

/** What a stage reports at its end. Identifiers, versions and counts; never personal data. */
export interface StageReport {
  inputs?: Record<string, string | number>
  outputs?: Record<string, string | number>
  counts?: Record<string, number>
  problems?: Problem[]
  error?: Problem | null
}

/**
 * `claimed`: work on it, and finish it with `stage.attempts` as the attempt. `settled`: it has ended already.
 * `waiting`: a stage before it has not ended.
 */
export interface Claim {
  outcome: 'claimed' | 'settled' | 'waiting'
  stage: Stage
}

/**
 * Takes a stage for this worker. A running one is taken from whoever had it (the queue gives a job to one worker
 * at a time: the other one died); what the former still reports is then ignored.
 * @throws ShuyuanError `ledger.unknown_stage`
 */
export function claimStage(db: LedgerDb, runId: number, id: string, now: Date): Promise<Claim> {
  return onRun(db, runId, async (tx) => {
    const stage = await getStage(tx, runId, id)
    if (isFinished(stage.status)) return { outcome: 'settled', stage }
    if (!mayStart(stage, await standing(tx, runId))) return { outcome: 'waiting', stage }
    const status = nextStageStatus(`${runId} ${id}`, stage.status, 'claim')
    const values = { status, attempts: stage.attempts + 1, startedAt: now, finishedAt: null, error: null }
    return { outcome: 'claimed', stage: await change(tx, runId, id, values) }
  })
}

/** The end of an attempt. `release`: it failed for a passing reason and waits to be tried again. */
export interface Finish extends StageReport {
  runId: number
  id: string
  /** `stage.attempts` of the claim. */
  attempt: number
  event: 'succeed' | 'fail' | 'block' | 'skip' | 'release'
  now: Date
}

/**
 * Ends an attempt. After a failure or a closed gate the stages that come after it are skipped; the run ends with
 * its last stage. `superseded`: another worker has taken the stage over, nothing was changed.
 */
export function finishStage(
  db: LedgerDb,
  finish: Finish,
): Promise<{ outcome: 'finished' | 'superseded'; stage: Stage; run: Run }> {
  const { runId, id, event, now } = finish
  return onRun(db, runId, async (tx) => {
    const stage = await getStage(tx, runId, id)
    if (stage.attempts !== finish.attempt || stage.status !== 'running') {
      return { outcome: 'superseded', stage, run: await concludeRun(tx, runId, now) }
    }
    const status = nextStageStatus(`${runId} ${id}`, stage.status, event)
    const finishedAt = isFinished(status) ? now : null
    const ended = await change(tx, runId, id, { status, finishedAt, ...reportColumns(finish) })
    if (event === 'fail' || event === 'block') await skipAfter(tx, ended, now)
    return { outcome: 'finished', stage: ended, run: await concludeRun(tx, runId, now) }
  })
}

/**
 * Stages that may start now, in the order of the plan.
 * @param since of these only what waited for a stage that has ended well
 */
export async function readyStages(db: LedgerDb, runId: number, since?: string): Promise<StageState[]> {
  const stages = await standing(db, runId)
  const before = stages.find(({ id }) => id === since)
  const waited = (stage: StageState) =>
    !before || !letsThrough(before.status) || stage.after.includes(before.id)
  return stages.filter((stage) => stage.status === 'pending' && waited(stage) && mayStart(stage, stages))
}

/**
 * Stages that belong into the queue: those that may start, and those under way, whose job may have been lost with
 * the queue or with a worker. Queueing one whose job is still there does nothing.
 */
export async function stagesToQueue(db: LedgerDb, runId: number): Promise<StageState[]> {
  const stages = await standing(db, runId)
  const waits = (stage: StageState) => stage.status === 'pending' && mayStart(stage, stages)
  return stages.filter((stage) => stage.status === 'running' || waits(stage))
}

/** How a stage stands, without what it read and wrote. */
export type StageState = Pick<Stage, 'id' | 'status' | 'after' | 'always'>

function standing(db: LedgerDb, runId: number): Promise<StageState[]> {
  return db
    .selectFrom('stages')
    .select(['id', 'status', 'after', 'always'])
    .where('runId', '=', runId)
    .orderBy('position')
    .execute()
}

/** Every stage of a run, in the order of the plan. */
export async function stagesOf(db: LedgerDb, runId: number): Promise<Stage[]> {
  const rows = await db
    .selectFrom('stages')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('position')
    .execute()
  return rows.map(fromRow)
}

/** The last time that a stage ended in one of these states, in whichever run. */
export async function lastStage(
  db: LedgerDb,
  id: string,
  statuses: StageStatus[],
): Promise<Stage | undefined> {
  const row = await db
    .selectFrom('stages')
    .selectAll()
    .where('id', '=', id)
    .where('status', 'in', statuses)
    .orderBy('runId', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** @throws ShuyuanError `ledger.unknown_stage` */
export async function getStage(db: LedgerDb, runId: number, id: string): Promise<Stage> {
  const row = await db
    .selectFrom('stages')
    .selectAll()
    .where('runId', '=', runId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_stage', { run: runId, stage: id })
  return fromRow(row)
}

/** Runs `work` while no other claim or finish of the same run does. */
function onRun<T>(db: LedgerDb, runId: number, work: (tx: LedgerDb) => Promise<T>): Promise<T> {
  return inTransaction(db, async (tx) => {
    await tx.selectFrom('runs').select('id').where('id', '=', runId).forUpdate().execute()
    return work(tx)
  })
}

function mayStart(stage: StageState, all: StageState[]): boolean {
  const before = all.filter((other) => stage.after.includes(other.id))
  return before.every((other) => (stage.always ? isFinished(other.status) : letsThrough(other.status)))
}

/** Skips everything that waits for `stage`, however far down. */
async function skipAfter(db: LedgerDb, stage: Stage, now: Date): Promise<void> {
  const all = await stagesOf(db, stage.runId)
  const lost = new Set([stage.id])
  for (const next of all.toSorted((a, b) => a.position - b.position)) {
    if (next.status !== 'pending' || next.always || !next.after.some((id) => lost.has(id))) continue
    lost.add(next.id)
    const status = nextStageStatus(`${next.runId} ${next.id}`, next.status, 'skip')
    const error = toJson({ code: 'ledger.stage_before', fields: { stage: stage.id, status: stage.status } })
    await change(db, next.runId, next.id, { status, error, finishedAt: now })
  }
}

type StageValues = Updateable<StagesTable>

async function change(db: LedgerDb, runId: number, id: string, values: StageValues): Promise<Stage> {
  const row = await db
    .updateTable('stages')
    .set(values)
    .where('runId', '=', runId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

function reportColumns(report: StageReport): StageValues {
  const given = {
    inputs: report.inputs,
    outputs: report.outputs,
    counts: report.counts,
    problems: report.problems,
  }
  const json = Object.entries({ ...given, error: report.error ?? undefined }).filter(
    ([, value]) => value !== undefined,
  )
  return Object.fromEntries(json.map(([name, value]) => [name, toJson(value)]))
}

function fromRow(row: Selectable<StagesTable>): Stage {
  const place = (column: string) => ({ table: 'stages', record: `${row.runId} ${row.id}`, column })
  return {
    ...row,
    inputs: fromJson(valuesSchema, row.inputs, place('inputs')),
    outputs: fromJson(valuesSchema, row.outputs, place('outputs')),
    counts: fromJson(countsSchema, row.counts, place('counts')),
    problems: fromJson(z.array(problemSchema), row.problems, place('problems')),
    error: fromJson(problemSchema.nullable(), row.error, place('error')),
  }
}
