import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { openPublished } from '../../../exchange/published.ts'
import { record } from '../../../governance/record.ts'
import type { ShownValue } from '../../../warehouse/engine/shown.ts'
import { positive } from '../arguments.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { renderTable } from '../table.ts'

const texts = defineTexts({
  'error.cli.empty_query': {
    kind: 'usage',
    'zh-CN': '查询语句为空。例：shuyuan query "select count(*) from person"。',
    en: 'The query is empty. An example: shuyuan query "select count(*) from person".',
  },
  'query.masked': {
    'zh-CN': 'L3、L4 级数据已脱敏；--show 显示原值并记入审计日志。',
    en: 'Values of grade L3 and L4 are masked; --show gives them whole and is kept in the audit log.',
  },
  'query.more': {
    'zh-CN': '只显示前 {limit} 行；用 --limit 增加。',
    en: 'Only the first {limit} rows are shown; --limit for more.',
  },
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}

/**
 * Runs one read-only statement over the published versions. Values of grade L3 and L4 are masked; with `--show` they are
 * whole, and the audit log keeps who read which columns of how many rows, before the first is printed.
 */
export const query = command({
  usage: 'query <sql>',
  words: { 'zh-CN': '对已发布版本执行只读 SQL', en: 'read-only SQL over the published versions' },
  options: {
    '--limit <n>': { default: '100', 'zh-CN': '显示的行数', en: 'rows shown' },
    '--show': {
      'zh-CN': '显示 L3、L4 级数据的完整值：含个人信息，记入审计',
      en: 'with whole values of grade L3 and L4: personal data, kept in the audit log',
    },
  },
  async run(io, options, statement) {
    const limit = positive(options.limit)
    if (statement.trim() === '') throw new ShuyuanError('cli.empty_query')
    const opened = await io.open()
    const published = await openPublished(opened.platform, { masked: !options.show })
    try {
      const { columns, shown, more, hidden } = await published.select(statement, limit)
      const rows = shown()
      if (options.show && hidden.length > 0)
        await record(opened.platform, 'query', 'published', { columns: hidden.join(' '), rows: rows.length })
      io.answer(rows)
      const cells = rows.map((row) => columns.map((column) => show(row[column])))
      for (const line of renderTable(columns, cells)) io.say(line)
      if (!options.show && hidden.length > 0) io.say(io.text('query.masked'))
      if (more) io.say(io.text('query.more', { limit }))
      return exit.ok
    } finally {
      published.close()
    }
  },
})

function show(value: ShownValue | undefined): string | number {
  if (value === null || value === undefined) return '∅'
  if (typeof value === 'number' || typeof value === 'string') return value
  return JSON.stringify(value)
}
