import { defineTexts } from '../../../core/locale.ts'
import { absentSchedules } from '../../../pipelines/schedules.ts'
import { platformStatus } from '../../../pipelines/status.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { moment, outcomeWords, problemLines } from '../words.ts'

defineTexts({
  'status.last_run': { 'zh-CN': '最近一次运行：{id}（{status}）', en: 'Last run: {id} ({status})' },
  'status.waiting_reason': {
    'zh-CN':
      '数据集 {dataset} 的文件仍待处理：运行 {run}（{at}）未能完成。{reason} 排除原因后执行 shuyuan run {dataset}；不再需要的批次用 shuyuan extracts discard 放弃。',
    en: 'Files of {dataset} still wait, since run {run} ({at}) could not finish. {reason} Once that is mended: `shuyuan run {dataset}`; an extract that is not wanted any more is given up by `shuyuan extracts discard`.',
  },
  'status.waiting_files': {
    'zh-CN': '{files} 个文件待处理（shuyuan run --dry-run 可列出）。',
    en: '{files} files wait for a run (`shuyuan run --dry-run` lists them).',
  },
})

/** Where things stand: datasets, releases, deliveries, the last run. */
export const status = command({
  usage: 'status',
  words: {
    'zh-CN': '现状：已发布、待处理、被拦截、已交付',
    en: 'what is published, waiting, blocked, delivered',
  },
  async run(io) {
    const opened = await io.open()
    const now = await platformStatus(opened.platform)
    const absent = await absentSchedules(await opened.queue(), opened.platform.config)
    io.answer({ ...now, absentSchedules: absent })
    const title = (names: string[]) => names.map((name) => io.text(`column.${name}`))
    const datasets = now.datasets.map((each) => [
      each.dataset,
      each.extracts,
      each.waiting,
      each.refused,
      each.received,
      each.accepted,
      each.quarantined,
      moment(each.lastAsOf),
    ])
    const released = now.releases.map((each) => [
      each.foundation,
      each.number,
      each.golden,
      each.conflicts,
      moment(each.createdAt),
    ])
    const sent = now.deliveries.map((each) => [
      each.request,
      each.sequence,
      each.kind,
      each.rows ?? 0,
      io.text(`state.${each.status}`),
      moment(each.createdAt),
    ])
    show(
      io,
      title(['dataset', 'extracts', 'waiting', 'refused', 'received', 'accepted', 'quarantined', 'as_of']),
      datasets,
    )
    show(io, title(['foundation', 'release', 'golden', 'conflicts', 'published']), released)
    show(io, title(['request', 'sequence', 'kind', 'rows', 'status', 'built']), sent)
    if (now.waitingFiles.length > 0)
      io.say(io.text('status.waiting_files', { files: now.waitingFiles.length }))
    for (const { dataset, run, at, error } of now.waitingReasons) {
      const reason = io.text(error.code, error.fields)
      io.say(`✗ ${io.text('status.waiting_reason', { dataset, run, at: moment(at), reason })}`)
    }
    for (const line of problemLines(io, now.problems)) io.say(line)
    if (absent.length > 0) io.say(`✗ ${io.text('doctor.schedules_absent', { schedules: absent.join(', ') })}`)
    io.say(
      now.lastRun
        ? io.text('status.last_run', { id: now.lastRun.id, status: outcomeWords(io, now.lastRun.outcome) })
        : io.text('status.no_run'),
    )
    return exit.ok
  },
})

function show(io: Io, header: string[], rows: (string | number)[][]): void {
  if (rows.length === 0) return
  for (const line of renderTable(header, rows)) io.say(line)
  io.say()
}
