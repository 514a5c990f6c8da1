import { ShuyuanError } from '../../../core/errors.ts'
import { behindOf } from '../../../governance/scores/behind.ts'
import { newestPeriod, partsOf, scoresOf, trendOf } from '../../../governance/scores/read.ts'
import { rowsBehind } from '../../../governance/scores/rows.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import type { ScoreScope } from '../../../quality/scores/model.ts'
import { assertCity, departmentOf } from '../arguments.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import '../locale_report.ts'
import { renderTable } from '../table.ts'
import { partTable, scoreTable, trendTable } from './scores_words.ts'

interface ScopeOptions {
  department?: string
  dataset?: string
  city?: string
  period?: string
}

/** The score of a scope with its dimensions and indicators, or its course with `--trend`. @throws ShuyuanError `cli.unknown_department`, `cli.unknown_city`, `catalog.unknown_dataset`, `pipelines.unknown_period` */
export const showScores = command({
  usage: 'list',
  words: {
    'zh-CN': '自治区、部门、数据集或盟市的评分',
    en: 'the score of the region, a department, a dataset or a city',
  },
  options: {
    '--department <id>': { 'zh-CN': '仅该部门', en: 'only this department' },
    '--dataset <id>': { 'zh-CN': '仅该数据集', en: 'only this dataset' },
    '--city <code>': { 'zh-CN': '仅该盟市', en: 'only this league or city' },
    '--period <period>': {
      'zh-CN': '月份 2026-10、年份 2026 或 all；缺省为最近一月',
      en: 'month 2026-10, year 2026, or all; not given: the newest month',
    },
    '--trend': { 'zh-CN': '逐月显示', en: 'every month instead of one' },
  },
  async run(io, options) {
    const { platform } = await io.open()
    const scope = scopeOf(platform, options)
    if (options.trend) {
      const trend = await trendOf(platform, scope)
      io.answer(trend)
      for (const line of trendTable(io, trend)) io.say(line)
      return exit.ok
    }
    const tree = await scoresOf(platform, scope)
    const parts = tree && !scope.dataset ? await partsOf(platform, { ...scope, period: tree.period }) : []
    io.answer({ scope, score: tree ?? null, parts })
    if (!tree) io.say(io.text('scores.none'))
    else
      for (const line of [...scoreTable(io, tree), '', ...partTable(io, platform.catalogue, parts)])
        io.say(line)
    return exit.ok
  },
})

/** What the figures of a scope are made of, and the rows that failed. @throws ShuyuanError as `showScores`, `cli.bad_number` */
export const showRows = command({
  usage: 'rows [indicator]',
  words: { 'zh-CN': '评分背后的数据行，主键遮蔽', en: 'the rows behind a figure, keys masked' },
  options: {
    '--department <id>': { 'zh-CN': '仅该部门', en: 'only this department' },
    '--dataset <id>': { 'zh-CN': '仅该数据集', en: 'only this dataset' },
    '--city <code>': { 'zh-CN': '仅该盟市', en: 'only this league or city' },
    '--period <period>': {
      'zh-CN': '月份 2026-10、年份 2026 或 all；缺省为最近一月',
      en: 'month 2026-10, year 2026, or all; not given: the newest month',
    },
    '--limit <n>': { default: '20', 'zh-CN': '每部分显示的行数', en: 'rows shown of each part' },
  },
  async run(io, options, indicator) {
    const limit = Number(options.limit)
    if (!Number.isInteger(limit) || limit < 1)
      throw new ShuyuanError('cli.bad_number', { option: 'limit', value: options.limit })
    const { platform } = await io.open()
    const scope = scopeOf(platform, options)
    const period = scope.period ?? (await newestPeriod(platform, scope)) ?? 'all'
    const parts = await behindOf(platform, { ...scope, period, indicator })
    const failing = parts.filter(({ failed }) => failed > 0)
    const opened = await Promise.all(
      failing.map(async (part) => ({
        ...part,
        rows: await rowsBehind(platform, part, { period, division: scope.division }, limit),
      })),
    )
    io.answer({ scope: { ...scope, period }, behind: parts, failing: opened })
    if (opened.length === 0) io.say(io.text('scores.nothing_failed'))
    for (const { rows, dataset, indicator: name, source, failed, evaluated } of opened) {
      const fields = { dataset, indicator: io.text(`scores.indicator.${name}`), source, failed, evaluated }
      io.say(io.text('scores.part', fields))
      for (const line of rowTable(io, rows)) io.say(`  ${line}`)
    }
    return exit.ok
  },
})

function rowTable(io: Io, rows: Awaited<ReturnType<typeof rowsBehind>>): string[] {
  if (rows.length === 0) return []
  const header = ['extract', 'file', 'line', 'key', 'field', 'what'].map((name) =>
    io.text(`scores.column.${name}`),
  )
  return renderTable(
    header,
    rows.map(({ extract, file, line, key, field, what }) =>
      [extract, file, line, key, field, what].map((each) => String(each ?? '-')),
    ),
  )
}

function scopeOf({ catalogue }: Platform, { department, dataset, city, period }: ScopeOptions): ScoreScope {
  if (department) departmentOf(catalogue, department)
  if (city) assertCity(city)
  return { department, dataset, division: city, period }
}
