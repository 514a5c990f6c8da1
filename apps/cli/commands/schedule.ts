import { defineTexts } from '../../../core/locale.ts'
import { applySchedules } from '../../../pipelines/schedules.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'

defineTexts({
  'schedule.needs_worker': {
    'zh-CN': '计划已生效，由 shuyuan worker 执行（时区 Asia/Shanghai）。',
    en: 'In force; a `shuyuan worker` carries them out (time zone Asia/Shanghai).',
  },
})

/** Puts the schedules of the configuration in force, removes those no longer in it, and lists them. */
export const schedule = command({
  usage: 'schedule',
  words: {
    'zh-CN': '使 jobs.config.ts 的计划生效并列出',
    en: 'put the schedules of jobs.config.ts in force and list them',
  },
  async run(io) {
    const opened = await io.open({ makes: true })
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
  },
})
