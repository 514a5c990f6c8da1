import { ShuyuanError } from '../../../core/errors.ts'
import { getRun, listRuns as latest, stagesOf } from '../../../warehouse/ledger/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'
import { duration, moment, problemLines } from '../words.ts'

/** The latest runs, newest first. */
export async function listRuns(io: Io, options: { limit: string }): Promise<Exit> {
  const opened = await open(io.settings)
  try {
    const runs = await latest(opened.platform.ledger.db, { limit: Number(options.limit) || 20 })
    io.answer(runs)
    const rows = runs.map((run) => [
      String(run.id),
      io.text(`state.${run.status}`),
      run.trigger,
      run.targets.join(' ') || '*',
      moment(run.startedAt),
      duration(run.startedAt, run.finishedAt),
    ])
    for (const line of renderTable(
      ['id', 'status', 'trigger', 'targets', 'started', 'took'].map((name) => io.text(`column.${name}`)),
      rows,
    ))
      io.say(line)
    return exit.ok
  } finally {
    await opened.close()
  }
}

/** One run with its stages. @throws ShuyuanError `cli.bad_run_id`, `ledger.unknown_run` */
export async function showRun(io: Io, _options: object, id: string): Promise<Exit> {
  const opened = await open(io.settings)
  try {
    if (!/^\d{1,9}$/.test(id)) throw new ShuyuanError('cli.bad_run_id', { id })
    const run = await getRun(opened.platform.ledger.db, Number(id))
    const stages = await stagesOf(opened.platform.ledger.db, run.id)
    io.answer({ ...run, stages })
    io.say(
      `${io.text('column.id')} ${run.id}  ${io.text(`state.${run.status}`)}  ${moment(run.startedAt)}  ${duration(run.startedAt, run.finishedAt)}`,
    )
    const rows = stages.map((stage) => [
      stage.id,
      io.text(`state.${stage.status}`),
      duration(stage.startedAt, stage.finishedAt),
      String(stage.attempts),
      pairs(stage.counts),
      pairs(stage.outputs),
    ])
    for (const line of renderTable(
      ['stage', 'status', 'took', 'attempts', 'counts', 'outputs'].map((name) => io.text(`column.${name}`)),
      rows,
    ))
      io.say(line)
    for (const stage of stages) for (const line of problemLines(io, stage.problems)) io.say(line)
    return run.status === 'failed' ? exit.failed : run.status === 'blocked' ? exit.blocked : exit.ok
  } finally {
    await opened.close()
  }
}

function pairs(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
}
