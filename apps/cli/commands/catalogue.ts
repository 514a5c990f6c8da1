import { resolve } from 'node:path'
import { assertCatalogue } from '../../../catalog/check.ts'
import { publishCatalogue } from '../../../catalog/publish/publish.ts'
import { systemClock } from '../../../core/clock.ts'
import { dayOf } from '../../../core/day.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { writeFiles } from '../../../core/files.ts'
import { type Locale, locales } from '../../../core/locale.ts'
import { generatedDocs } from '../../../pipelines/catalogue_docs/generate.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_catalogue.ts'

/** Writes the catalogue as workbooks, pages, DCAT and data. @throws ShuyuanError `cli.bad_…`, `cli.out_folder` */
export const exportCatalogue = command({
  usage: 'export',
  words: {
    'zh-CN': '导出目录：Excel、可打印页面、DCAT 与数据',
    en: 'write workbooks, printable pages, DCAT and data of the catalogue',
  },
  options: {
    '--out <folder>': { required: true, 'zh-CN': '输出目录', en: 'folder that receives the files' },
    '--locale <locale>': {
      'zh-CN': '表格和页面的语言：zh-CN 或 en',
      en: 'language of workbooks and pages: zh-CN or en',
    },
    '--date <day>': {
      'zh-CN': '发布日期 YYYY-MM-DD；缺省为今天',
      en: 'day of publication, YYYY-MM-DD; not given: today',
    },
    '--base <address>': {
      'zh-CN': 'catalogue.jsonld 中网址的前缀',
      en: 'base of the addresses in catalogue.jsonld',
    },
  },
  async run(io, options) {
    const { catalogue } = await deploymentOf(io.settings)
    assertCatalogue(catalogue)
    const publication = {
      out: resolve(options.out),
      locale: localeOf(io, options.locale),
      day: publicationDay(options.date),
      base: baseOf(options.base),
    }
    return report(io, publication.out, () => publishCatalogue(catalogue, publication))
  },
})

/** Writes the pages of docs/ that are generated from the catalogue. @throws ShuyuanError `cli.out_folder` */
export const writeDocs = command({
  usage: 'docs',
  words: {
    'zh-CN': '生成 docs/ 中由目录产生的页面',
    en: 'write the pages of docs/ that are generated from the catalogue',
  },
  options: {
    '--out <folder>': { default: 'docs', 'zh-CN': '文档目录', en: 'folder of the documentation' },
  },
  async run(io, options) {
    const { catalogue } = await deploymentOf(io.settings)
    assertCatalogue(catalogue)
    const out = resolve(options.out)
    return report(io, out, () => writeFiles(out, generatedDocs(catalogue)))
  },
})

async function report(io: Io, out: string, write: () => Promise<string[]>): Promise<Exit> {
  try {
    const files = await write()
    io.answer({ out, files })
    for (const file of files) io.say(file)
    io.say(io.text('catalogue.written', { count: files.length, out }))
    return exit.ok
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    if (error instanceof ShuyuanError || reason === undefined) throw error
    throw new ShuyuanError('cli.out_folder', { path: out, reason }, { cause: error })
  }
}

function localeOf(io: Io, asked: string | undefined): Locale {
  if (asked === undefined) return io.locale
  const locale = locales.find((each) => each === asked)
  if (!locale) throw new ShuyuanError('cli.bad_locale', { value: asked, known: locales.join(', ') })
  return locale
}

/** The day of publication; not given: today in Asia/Shanghai. */
function publicationDay(asked: string | undefined): string {
  if (asked === undefined) {
    return dayOf(systemClock.now())
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(asked) && isCalendarDay(asked)
  if (!isDay) throw new ShuyuanError('cli.bad_day', { value: asked })
  return asked
}

function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

function baseOf(asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined
  if (!URL.canParse(asked) || !/^https?:\/\//.test(asked) || /[\s#?"<>]/.test(asked)) {
    throw new ShuyuanError('cli.bad_base', { value: asked })
  }
  return asked
}
