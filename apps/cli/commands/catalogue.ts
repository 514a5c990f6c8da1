import { resolve } from 'node:path'
import { assertCatalogue } from '../../../catalog/check.ts'
import { systemClock } from '../../../core/clock.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { type Locale, locales } from '../../../core/locale.ts'
import { generatedDocs, publishCatalogue, writeFiles } from '../../../pipelines/catalogue/index.ts'
import { deploymentOf } from '../../deployment.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_catalogue.ts'

interface ExportOptions {
  out: string
  locale?: string
  date?: string
  base?: string
}

/** Writes the catalogue as workbooks, pages, DCAT and data. @throws ShuyuanError `cli.bad_…`, `cli.out_folder` */
export async function exportCatalogue(io: Io, options: ExportOptions): Promise<Exit> {
  const { catalogue } = await deploymentOf(io.settings)
  assertCatalogue(catalogue)
  const publication = {
    out: resolve(options.out),
    locale: localeOf(io, options.locale),
    day: dayOf(options.date),
    base: baseOf(options.base),
  }
  return report(io, publication.out, () => publishCatalogue(catalogue, publication))
}

/** Writes the pages of docs/ that are generated from the catalogue. @throws ShuyuanError `cli.out_folder` */
export async function writeDocs(io: Io, options: { out: string }): Promise<Exit> {
  const { catalogue } = await deploymentOf(io.settings)
  assertCatalogue(catalogue)
  const out = resolve(options.out)
  return report(io, out, () => writeFiles(out, generatedDocs(catalogue)))
}

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
function dayOf(asked: string | undefined): string {
  if (asked === undefined) {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(systemClock.now())
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
