import { ShuyuanError } from '../../../core/errors.ts'
import { percents } from '../../../core/figures.ts'
import { objectionStats } from '../../../governance/objections/index.ts'
import { writeNotices } from '../../../governance/objections/notices/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_events.ts'
import { departmentOption, opened, sayTable, working } from './objections_common.ts'

/** Writes the notices that stand. */
export async function notices(io: Io, options: { department?: string }): Promise<Exit> {
  const department =
    options.department === undefined ? undefined : await departmentOption(io, options.department)
  return opened(io, async (platform) => {
    working(io, 'objections.writing')
    const written = await writeNotices(platform, department)
    io.answer(written)
    if (written.length === 0) io.say(io.text('objections.no_notices'))
    else
      sayTable(
        io,
        ['department', 'escalations', 'reminders', 'file'],
        written.map((each) => [each.department, each.escalations, each.reminders, each.files[0] ?? '']),
      )
    return exit.ok
  })
}

/** How departments deal with objections. */
export async function stats(
  io: Io,
  options: { department?: string; from?: string; to?: string },
): Promise<Exit> {
  const filter = {
    ...(options.department === undefined
      ? {}
      : { department: await departmentOption(io, options.department) }),
    ...(options.from === undefined ? {} : { from: dayOption('from', options.from) }),
    ...(options.to === undefined ? {} : { to: dayOption('to', options.to) }),
  }
  return opened(io, async (platform) => {
    const found = await objectionStats(platform, filter)
    io.answer(found)
    const rows = found.map((each) => [
      ...[each.department, each.raised, each.open, each.overdue, each.fixed, each.rejected],
      ...[percent(each.fixRate), percent(each.reopenRate), each.meanWorkingDays?.toFixed(1) ?? '-'],
    ])
    sayTable(io, STATS, rows)
    return exit.ok
  })
}

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
