import { ShuyuanError } from '../../../core/errors.ts'
import { percents } from '../../../core/figures.ts'
import { writeNotices } from '../../../governance/objections/notices/write.ts'
import { objectionStats } from '../../../governance/objections/stats.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import '../locale_events.ts'
import { departmentOption, printTable, working } from './objections_common.ts'

/** Writes the notices that stand. */
export const notices = command({
  usage: 'notices',
  words: { 'zh-CN': '生成部门的提醒与督办单', en: 'write reminders and escalations of departments' },
  options: {
    '--department <id>': { 'zh-CN': '仅一个部门', en: 'one department only' },
  },
  async run(io, options) {
    const department =
      options.department === undefined ? undefined : await departmentOption(io, options.department)
    const { platform } = await io.open()
    working(io, 'objections.writing')
    const written = await writeNotices(platform, department)
    io.answer(written)
    if (written.length === 0) io.say(io.text('objections.no_notices'))
    else
      printTable(
        io,
        ['department', 'escalations', 'reminders', 'file'],
        written.map((each) => [each.department, each.escalations, each.reminders, each.files[0] ?? '']),
      )
    return exit.ok
  },
})

/** How departments deal with objections. */
export const stats = command({
  usage: 'stats',
  words: { 'zh-CN': '各部门办理疑义的情况', en: 'how departments deal with objections' },
  options: {
    '--department <id>': { 'zh-CN': '仅一个部门', en: 'one department only' },
    '--from <date>': { 'zh-CN': '自该日起提出的', en: 'raised on this day or later' },
    '--to <date>': { 'zh-CN': '至该日止提出的', en: 'raised on this day or earlier' },
  },
  async run(io, options) {
    const filter = {
      ...(options.department === undefined
        ? {}
        : { department: await departmentOption(io, options.department) }),
      ...(options.from === undefined ? {} : { from: dayOption('from', options.from) }),
      ...(options.to === undefined ? {} : { to: dayOption('to', options.to) }),
    }
    const { platform } = await io.open()
    const found = await objectionStats(platform, filter)
    io.answer(found)
    if (found.length === 0) {
      io.say(io.text('objections.none'))
      return exit.ok
    }
    const rows = found.map((each) => [
      ...[each.department, each.raised, each.open, each.overdue, each.fixed, each.rejected],
      ...[percent(each.fixRate), percent(each.reopenRate), each.meanWorkingDays?.toFixed(1) ?? '-'],
    ])
    printTable(io, STATS, rows)
    return exit.ok
  },
})

const STATS = [
  ...['department', 'raised', 'open', 'overdue', 'fixed', 'rejected'],
  ...['fix_rate', 'reopen_rate', 'mean_days'],
]

function percent(share: number | null): string {
  return share === null ? '-' : `${percents(share).toFixed(2)} %`
}

function dayOption(option: string, value: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
  if (!isDay) throw new ShuyuanError('cli.bad_date', { option, value })
  return value
}
