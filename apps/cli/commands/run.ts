import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../core/clock.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { dataPaths } from '../../../core/paths.ts'
import { isGrave, runOutcome, stageOutcome } from '../../../pipelines/outcome.ts'
import { type Plan, planRun } from '../../../pipelines/plan.ts'
import { runToEnd } from '../../../pipelines/run_to_end.ts'
import { resultOf } from '../../../pipelines/runs.ts'
import { waitingFiles } from '../../../pipelines/sources/files.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'
import { getRun } from '../../../warehouse/ledger/runs.ts'
import { type Stage, stagesOf } from '../../../warehouse/ledger/stages.ts'
import { type Deployment, deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { leaveOnInterrupt } from '../interrupt.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { createProgress } from '../progress.ts'
import { renderTable } from '../table.ts'
import { duration, outcomeWords, problemLines, recurringProblems } from '../words.ts'

/** Runs the targets to their end in this process, going on with a run of the same targets that was cut off. */
export const run = command({
  usage: 'run [targets...]',
  words: {
    'zh-CN': '运行数据集、基础库、报告、交付；不指定则全部',
    en: 'run datasets, foundations, report, deliveries; nothing named: all',
  },
  options: {
    '--dry-run': {
      'zh-CN': '只显示计划和待收文件，不作更改',
      en: 'print the plan and the files that wait, change nothing',
    },
    '--no-progress': { 'zh-CN': '不显示进度', en: 'no progress bars' },
  },
  async run(io, options, targets) {
    const deployment = await deploymentOf(io.settings)
    const planned = planRun(deployment.catalogue, deployment.config, targets)
    if (options.dryRun) return dryRun(io, deployment, planned)
    const progress = createProgress(io, options.progress !== false)
    const opened = await io.open({ makes: true, progress: progress.update })
    try {
      const events = {
        resuming: (id: number) => io.say(io.text('run.resuming', { id })),
        waiting: (id: number) => io.say(io.text('run.waiting', { id })),
        started: (id: number) => progress.start(planned.stages.length, id),
      }
      const queue = await opened.queue()
      const runId = await leaveOnInterrupt(io, (leave) =>
        runToEnd(opened.platform, queue, planned, 'cli', events, leave),
      )
      progress.stop()
      return await showOutcome(io, opened.platform.ledger.db, runId)
    } finally {
      progress.stop()
    }
  },
})

/** What a run would do and with which files; nothing is changed. @throws ShuyuanError `cli.no_data` */
async function dryRun(io: Io, { catalogue, config }: Deployment, planned: Plan): Promise<Exit> {
  const { dataRoot, databaseUrl } = io.settings
  if (!existsSync(dataRoot)) throw new ShuyuanError('cli.no_data', { path: dataRoot })
  const intake = { paths: dataPaths(dataRoot), catalogue, config, clock: systemClock }
  const targets = planned.stages.flatMap(({ kind, target }) => (kind === 'ingest' ? [target] : []))
  const wanted = catalogue.datasets.filter(({ id }) => targets.includes(id))
  // In a new data folder there is no ledger yet, and none is made.
  const opened = databaseUrl || existsSync(join(dataRoot, 'ledger')) ? await io.open() : undefined

  const waiting = await waitingFiles(intake, opened?.platform.ledger.db, wanted)
  const stages = planned.stages.map(({ id }) => id)
  io.answer({ stages, waiting: waiting.files, problems: waiting.problems })
  io.say(io.text('run.would_run', { stages: stages.join(', ') }))
  if (waiting.files.length === 0) io.say(io.text('run.nothing_waits'))
  const rows = waiting.files.map((file) => [file.department, file.dataset, file.fileName, file.bytes])
  const header = ['department', 'dataset', 'file', 'bytes'].map((name) => io.text(`column.${name}`))
  if (rows.length > 0) for (const line of renderTable(header, rows)) io.say(line)
  for (const line of problemLines(io, waiting.problems)) io.say(line)
  return exit.ok
}

/** The run's stages and problems in a table, and the exit code that says how it ended. */
export async function showOutcome(io: Io, db: LedgerDb, runId: number): Promise<Exit> {
  const outcome = await getRun(db, runId)
  const stages = await stagesOf(db, runId)
  io.answer({ ...outcome, outcome: runOutcome(outcome, stages), stages: stages.map(withOutcome) })
  const header = ['stage', 'status', 'took', 'received', 'accepted', 'quarantined', 'result'].map((name) =>
    io.text(`column.${name}`),
  )
  const rows = stages.map((stage) => [
    stage.id,
    outcomeWords(io, stageOutcome(stage)),
    duration(stage.startedAt, stage.finishedAt),
    stage.counts.received ?? '',
    stage.counts.accepted ?? '',
    stage.counts.quarantined ?? '',
    resultLine(io, stage),
  ])
  for (const line of renderTable(header, rows)) io.say(line)
  const problems = stages.flatMap((stage) => stage.problems)
  for (const line of recurringProblems(io, problems)) io.say(line)
  io.say(io.text(`run.${runOutcome(outcome, stages).state}`, { id: runId }))
  if (outcome.status === 'failed') return exit.failed
  if (outcome.status === 'blocked') return exit.blocked
  return problems.some(isGrave) ? exit.problems : exit.ok
}

/** A stage as `--json` tells it. */
export const withOutcome = (stage: Stage) => ({ ...stage, outcome: stageOutcome(stage) })

function resultLine(io: Io, stage: Stage): string {
  const result = resultOf(stage)
  if (result === undefined || typeof result === 'string') return result ?? ''
  return io.text(result.key, { ...stage.counts, ...stage.outputs })
}
