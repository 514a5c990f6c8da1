import { vacuumLake } from '../../../pipelines/vacuum.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { renderTable } from '../table.ts'

/** Removes table files that neither a kept release nor the retention needs. */
export const vacuum = command({
  usage: 'vacuum',
  words: { 'zh-CN': '删除已不需要的表文件', en: 'remove table files that no kept version needs' },
  async run(io) {
    const opened = await io.open()
    const removed = await vacuumLake(opened.platform)
    io.answer(removed)
    const rows = removed.map((each) => [each.table, each.removed, each.bytes])
    for (const line of renderTable(
      ['table', 'files', 'bytes'].map((name) => io.text(`column.${name}`)),
      rows,
    ))
      io.say(line)
    return exit.ok
  },
})
