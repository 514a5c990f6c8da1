import { type Problem, toJson } from './json.ts'
import { inTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import { getStage, type Stage } from './stages.ts'

/** What an events run has done when it is recorded: its extracts are in std, its foundation comes next. */
export interface NewEventRun {
  dataset: string
  foundation: string
  /** Numbers of the extracts that it ingested. */
  extracts: number[]
  counts: Record<string, number>
  outputs: Record<string, string | number>
  problems: Problem[]
  /** None of its extracts was let through. */
  blocked: boolean
  startedAt: Date
  now: Date
}

/** Id of the stage that builds a foundation in an event run. */
export const eventBuild = (foundation: string) => `events-build.${foundation}`

/**
 * Records the run of a micro-batch of events once it is ingested, with its build as a stage under way. Its stages
 * have ids of their own, so that it never stands in the way of a run that a person or a schedule asks for; whoever
 * works on the same foundation is kept apart by the stages' locks. A worker ends the build of a process that died.
 */
export function beginEventRun(db: LedgerDb, run: NewEventRun): Promise<Stage> {
  const ingest = `events-ingest.${run.dataset}`
  const build = eventBuild(run.foundation)
  return inTransaction(db, async (tx) => {
    const { id } = await tx
      .insertInto('runs')
      .values({
        targets: [run.dataset],
        plan: toJson({ events: run.dataset, extracts: run.extracts }),
        trigger: 'events',
        startedAt: run.startedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const nothing = { inputs: '{}', outputs: '{}', counts: '{}', problems: '[]' }
    const common = { runId: id, attempts: 1, ...nothing }
    await tx
      .insertInto('stages')
      .values([
        {
          ...common,
          id: ingest,
          position: 0,
          kind: 'ingest',
          target: run.dataset,
          after: [],
          status: run.blocked ? 'blocked' : 'succeeded',
          outputs: toJson(run.outputs),
          counts: toJson(run.counts),
          problems: toJson(run.problems),
          startedAt: run.startedAt,
          finishedAt: run.now,
        },
        {
          ...common,
          id: build,
          position: 1,
          kind: 'build',
          target: run.foundation,
          after: run.blocked ? [] : [ingest],
          status: 'running',
          startedAt: run.now,
        },
      ])
      .execute()
    return getStage(tx, id, build)
  })
}
