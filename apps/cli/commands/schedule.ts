import { applySchedules } from '../../../pipelines/schedules.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'
import { moment } from '../words.ts'

/** Puts the schedules of the configuration in force, removes those no longer in it, and lists them. */
export async function schedule(io: Io): Promise<Exit> {
  const opened = await open(io.settings, { makes: true })
  try {
    const schedules = await applySchedules(await opened.queue(), opened.platform.config)
    io.answer(schedules)
    const rows = schedules.map((each) => [
      each.id,
      each.cron,
      each.targets.join(' ') || '*',
      moment(each.next),
    ])
    for (const line of renderTable(
      ['id', 'cron', 'targets', 'next'].map((name) => io.text(`column.${name}`)),
      rows,
    ))
      io.say(line)
    io.say(io.text('schedule.needs_worker'))
    return exit.ok
  } finally {
    await opened.close()
  }
}
