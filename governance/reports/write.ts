import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locale } from '../../core/locale.ts'
import { withTemporaryTables } from '../../warehouse/engine/temporary.ts'
import { signedHead } from '../audit_heads.ts'
import type { Platform } from '../platform.ts'
import type { ProblemRow, ReportData, ReportScope } from './data.ts'
import { writeReportBook } from './excel/report_book.ts'
import { ProblemSource } from './figures/problem_source.ts'
import { datasetsOf, reportData } from './figures/report_data.ts'
import { gatherState, type State } from './figures/state.ts'
import { renderIndexPage } from './html/index_page.ts'
import { renderReportPage } from './html/report_page.ts'
import { pathOf, type ReportChoice, scopesOf } from './scope.ts'

/** Which reports, in which language, where to, and how far. */
export interface ReportOptions extends ReportChoice {
  locale?: Locale | undefined
  /** Folder; not given: `reports` of the data folder. */
  out?: string | undefined
  /** YYYY-MM: about this month or the last one before it. */
  period?: string | undefined
}

/**
 * Writes the reports that are asked for, each as a page and a workbook, and the index of all when all are. Every file
 * is written aside and renamed: nobody opens half a report. Gives the paths written.
 */
export function writeReports(platform: Platform, options: ReportOptions = {}): Promise<string[]> {
  return platform.engine.withSession((session) =>
    withTemporaryTables(session, 'report', async (tables) => {
      // On a connection of their own: rows that are read as they come end where another stage asks something on theirs.
      const own = { ...platform, engine: { ...platform.engine, ...session } }
      return writeAll(own, await gatherState(own, tables, options.period), options)
    }),
  )
}

async function writeAll(platform: Platform, state: State, options: ReportOptions): Promise<string[]> {
  const locale = options.locale ?? platform.settings.locale
  const out = options.out ?? platform.paths.reports
  const scopes = scopesOf(platform, options)
  const source = new ProblemSource(platform, state)
  const audit = await signedHead(platform)
  const written: string[] = []
  const listed: { data: ReportData; path: string }[] = []
  for (const [at, scope] of scopes.entries()) {
    platform.progress({ stage: 'report.all', what: 'progress.reports', done: at, total: scopes.length })
    const data = { ...(await reportData(platform, state, scope)), audit }
    await source.fill(data)
    const path = pathOf(scope)
    listed.push({ data: { ...data, violations: [] }, path })
    written.push(
      await put(join(out, `${path}.html`), (aside) => writeFile(aside, renderReportPage(data, locale))),
      await put(join(out, `${path}.xlsx`), async (aside) => {
        await writeReportBook(data, aside, locale, allRows(platform, state, source, scope))
      }),
    )
  }
  if (options.department || options.city || options.region) return written
  const index = renderIndexPage(listed, locale)
  return [...written, await put(join(out, 'index.html'), (aside) => writeFile(aside, index))]
}

/** Every violation of every row that a scope has to correct, as its reader may see it. */
async function* allRows(
  platform: Platform,
  state: State,
  source: ProblemSource,
  scope: ReportScope,
): AsyncGenerator<ProblemRow[]> {
  const open = state.open.filter(({ division }) => scope.kind !== 'city' || division === scope.id)
  const any = new Set(open.map(({ dataset }) => dataset))
  for (const { id } of datasetsOf(platform, state, scope)) if (any.has(id)) yield* source.rows(id, scope)
}

async function put(path: string, write: (aside: string) => Promise<void>): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const aside = `${path}.${process.pid}.part`
  await write(aside)
  await rename(aside, path)
  return path
}
