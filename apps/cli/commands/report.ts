import { relative, resolve } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import { type Locale, locales } from '../../../core/locale.ts'
import { type ReportOptions, writeReports } from '../../../governance/reports/write.ts'
import { updateScores } from '../../../governance/scores/update.ts'
import { type Deployment, deploymentOf } from '../../deployment.ts'
import { assertCity, departmentOf } from '../arguments.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import '../locale_catalogue.ts'
import '../locale_report.ts'
import { createProgress } from '../progress.ts'

interface Options {
  department?: string
  city?: string
  region?: boolean
  period?: string
  locale?: string
  out?: string
}

/** Brings the scores up to date and writes the quality reports again: all of them, or those asked for. */
export const report = command({
  usage: 'report',
  words: {
    'zh-CN': '重新生成质量报告（HTML 与 Excel）',
    en: 'write the quality reports (HTML and Excel) again',
  },
  options: {
    '--department <id>': { 'zh-CN': '仅该部门的报告', en: 'only the report of this department' },
    '--city <code>': {
      'zh-CN': '仅该盟市的报告，如 150100',
      en: 'only the report of this league or city, as 150100',
    },
    '--region': { 'zh-CN': '仅自治区的报告', en: 'only the report of the region' },
    '--period <month>': {
      'zh-CN': '该月（YYYY-MM）或此前最近一月',
      en: 'about this month (YYYY-MM) or the last one before it',
    },
    '--locale <locale>': { 'zh-CN': '报告语言：zh-CN 或 en', en: 'language of the reports: zh-CN or en' },
    '--out <folder>': { 'zh-CN': '报告输出目录', en: 'folder that receives the reports' },
  },
  async run(io, options) {
    const asked = checked(io, await deploymentOf(io.settings), options)
    const progress = createProgress(io, io.interactive)
    const opened = await io.open({ progress: progress.update })
    try {
      await updateScores(opened.platform)
      const paths = await writeReports(opened.platform, asked)
      io.answer({ reports: paths })
      for (const path of paths) io.say(io.text('report.written', { path: relative('.', path) }))
      return exit.ok
    } finally {
      progress.stop()
    }
  },
})

/** @throws ShuyuanError `cli.unknown_department`, `cli.unknown_city`, `cli.bad_month`, `cli.bad_locale` */
function checked(
  io: Io,
  { catalogue }: Deployment,
  { department, city, region, period, locale, out }: Options,
): ReportOptions {
  if (department) departmentOf(catalogue, department)
  if (city) assertCity(city)
  if (period && !/^\d{4}-(0[1-9]|1[0-2])$/.test(period))
    throw new ShuyuanError('cli.bad_month', { value: period })
  return {
    ...{ department, city, region, period },
    locale: locale === undefined ? io.locale : localeNamed(locale),
    out: out === undefined ? undefined : resolve(out),
  }
}

function localeNamed(name: string): Locale {
  const found = locales.find((locale) => locale === name)
  if (!found) throw new ShuyuanError('cli.bad_locale', { value: name, known: locales.join(', ') })
  return found
}
