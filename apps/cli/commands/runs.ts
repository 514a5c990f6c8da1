import { ShuyuanError } from '../../../core/errors.ts'
import { runOutcome, stageOutcome } from '../../../pipelines/outcome.ts'
import { getRun, listRuns as latest } from '../../../warehouse/ledger/runs.ts'
import { stagesOf } from '../../../warehouse/ledger/stages.ts'
import { positive } from '../arguments.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { renderTable } from '../table.ts'
import { duration, moment, outcomeWords, problemLines } from '../words.ts'
import { withOutcome } from './run.ts'

/** The latest runs, newest first. */
export const listRuns = command({
  usage: 'list',
  words: { 'zh-CN': '最近的运行', en: 'the latest runs' },
  options: {
    '--limit <n>': { default: '20', 'zh-CN': '条数', en: 'how many' },
  },
  async run(io, options) {
    const limit = positive(options.limit)
    const opened = await io.open()
    const { db } = opened.platform.ledger
    const runs = await Promise.all(
      (await latest(db, { limit })).map(async (run) => ({
        ...run,
        outcome: runOutcome(run, await stagesOf(db, run.id)),
      })),
    )
    io.answer(runs)
    if (runs.length === 0) {
      io.say(io.text('status.no_run'))
      return exit.ok
    }
    const rows = runs.map(({ outcome, ...run }) => [
      String(run.id),
      outcomeWords(io, outcome),
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
  },
})

/** One run with its stages. @throws ShuyuanError `cli.bad_run_id`, `ledger.unknown_run` */
export const showRun = command({
  usage: 'show <id>',
  words: {
    'zh-CN': '一次运行的各阶段：输入、输出、行数、用时、问题',
    en: 'stages of one run: inputs, outputs, row counts, durations, problems',
  },
  async run(io, _options, id) {
    if (!/^\d{1,9}$/.test(id)) throw new ShuyuanError('cli.bad_run_id', { id })
    const opened = await io.open()
    const run = await getRun(opened.platform.ledger.db, Number(id))
    const stages = await stagesOf(opened.platform.ledger.db, run.id)
    const outcome = runOutcome(run, stages)
    io.answer({ ...run, outcome, stages: stages.map(withOutcome) })
    io.say(
      `${io.text('column.id')} ${run.id}  ${outcomeWords(io, outcome)}  ${moment(run.startedAt)}  ${duration(run.startedAt, run.finishedAt)}`,
    )
    const rows = stages.map((stage) => [
      stage.id,
      outcomeWords(io, stageOutcome(stage)),
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
    if (outcome.state === 'failed') return exit.failed
    if (outcome.state === 'blocked') return exit.blocked
    return outcome.state === 'done_with_refusals' ? exit.problems : exit.ok
  },
})

function pairs(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
}
