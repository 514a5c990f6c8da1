import { catalogue } from '../../../catalog/catalogue.ts'
import config from '../../../jobs.config.ts'
import { planRun } from '../../../pipelines/plan.ts'
import { runToEnd } from '../../../pipelines/run_to_end.ts'
import { waitingFiles } from '../../../pipelines/waiting.ts'
import { getRun, type LedgerDb, stagesOf } from '../../../warehouse/ledger/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { createProgress } from '../progress.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'
import { duration, isGrave, problemLines } from '../words.ts'

/** Runs the targets to their end in this process, resuming a run that was cut off. */
export async function run(
  io: Io,
  options: { dryRun?: boolean; progress?: boolean },
  targets: string[],
): Promise<Exit> {
  const planned = planRun(catalogue, config, targets)
  if (options.dryRun)
    return dryRun(
      io,
      planned.stages.map((stage) => stage.id),
    )
  const progress = createProgress(io, options.progress !== false)
  const opened = await open(io.settings, progress.update)
  try {
    const runId = await runToEnd(opened.platform, await opened.queue(), planned, 'cli', {
      resuming: (id) => io.say(io.text('run.resuming', { id })),
      started: (id) => progress.start(planned.stages.length, id),
    })
    progress.stop()
    return await showOutcome(io, opened.platform.ledger.db, runId)
  } finally {
    progress.stop()
    await opened.close()
  }
}

/** What a run would do and with which files; nothing is changed. */
async function dryRun(io: Io, stages: string[]): Promise<Exit> {
  const waiting = await waitingFiles(io.settings.dataRoot, catalogue, config)
  io.answer({ stages, waiting })
  io.say(io.text('run.would_run', { stages: stages.join(', ') }))
  const rows = waiting.map((file) => [file.department, file.dataset, file.fileName, file.bytes])
  const header = ['department', 'dataset', 'file', 'bytes'].map((name) => io.text(`column.${name}`))
  for (const line of renderTable(header, rows)) io.say(line)
  return exit.ok
}

/** The run's stages and problems in a table, and the exit code that says how it ended. */
export async function showOutcome(io: Io, db: LedgerDb, runId: number): Promise<Exit> {
  const outcome = await getRun(db, runId)
  const stages = await stagesOf(db, runId)
  io.answer({ ...outcome, stages })
  const header = ['stage', 'status', 'took', 'received', 'accepted', 'quarantined', 'result'].map((name) =>
    io.text(`column.${name}`),
  )
  const rows = stages.map((stage) => [
    stage.id,
    io.text(`state.${stage.status}`),
    duration(stage.startedAt, stage.finishedAt),
    stage.counts.received ?? '',
    stage.counts.accepted ?? '',
    stage.counts.quarantined ?? '',
    resultOf(io, stage.kind, stage.outputs, stage.counts),
  ])
  for (const line of renderTable(header, rows)) io.say(line)
  const problems = stages.flatMap((stage) => stage.problems)
  for (const line of new Set(problemLines(io, problems))) io.say(line)
  io.say(io.text(`run.${outcome.status}`, { id: runId }))
  if (outcome.status === 'failed') return exit.failed
  if (outcome.status === 'blocked') return exit.blocked
  return problems.some(isGrave) ? exit.problems : exit.ok
}

function resultOf(
  io: Io,
  kind: string,
  outputs: Record<string, string | number>,
  counts: Record<string, number>,
): string {
  const fields = { ...counts, ...outputs }
  if (kind === 'build' && outputs.release && counts.golden !== undefined)
    return io.text('run.result.build', fields)
  if (kind === 'deliver' && outputs.package) return io.text('run.result.deliver', fields)
  if (kind === 'report' && outputs.folder) return String(outputs.folder)
  return ''
}
