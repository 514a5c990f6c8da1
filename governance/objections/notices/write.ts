import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOf } from '../../../core/day.ts'
import { workbookBytes } from '../../../core/documents/workbook.ts'
import { type Locale, locales, render } from '../../../core/locale.ts'
import type { Platform } from '../../platform.ts'
import { headerOf, noticePage } from './notice_page.ts'
import { noticeColumns, noticeRow, type OpenNotice, openNotices } from './notice_rows.ts'

/** Notices to a department that were written. */
export interface WrittenNotices {
  department: string
  escalations: number
  reminders: number
  /** Page and workbook in each language, below `reports/notices`. */
  files: string[]
}

/**
 * Writes the notices of each department (or of one) that has any, as a page and as a workbook in both languages.
 * Without personal data: a notice speaks of objections and counts.
 */
export async function writeNotices(platform: Platform, department?: string): Promise<WrittenNotices[]> {
  const written: WrittenNotices[] = []
  for (const { id } of platform.catalogue.departments) {
    if (department !== undefined && id !== department) continue
    const notices = await openNotices(platform, id)
    if (notices.length > 0) written.push(await writeOf(platform, id, notices))
  }
  return written
}

/**
 * Brings the notices below `reports/notices` up to date: those of each department that has something overdue, and
 * none of one that has no more. Returns how many departments have them.
 */
export async function updateNotices(platform: Platform): Promise<number> {
  let departments = 0
  for (const { id } of platform.catalogue.departments) {
    const notices = await openNotices(platform, id)
    if (escalationsIn(notices) > 0) {
      await writeOf(platform, id, notices)
      departments++
    } else await removeOf(platform, id)
  }
  return departments
}

const escalationsIn = (notices: OpenNotice[]) =>
  notices.filter(({ notice }) => notice.kind === 'escalation').length

const folderOf = (platform: Platform) => join(platform.paths.reports, 'notices')

const stemOf = (folder: string, department: string, locale: Locale) =>
  join(folder, locale === locales[0] ? department : `${department}.${locale}`)

async function writeOf(
  platform: Platform,
  department: string,
  notices: OpenNotice[],
): Promise<WrittenNotices> {
  const folder = folderOf(platform)
  await mkdir(folder, { recursive: true })
  const files: string[] = []
  for (const locale of locales) files.push(...(await writeOne(platform, folder, department, notices, locale)))
  const escalations = escalationsIn(notices)
  return { department, escalations, reminders: notices.length - escalations, files }
}

async function removeOf(platform: Platform, department: string): Promise<void> {
  for (const locale of locales)
    for (const ending of ['html', 'xlsx'])
      await rm(`${stemOf(folderOf(platform), department, locale)}.${ending}`, { force: true })
}

async function writeOne(
  platform: Platform,
  folder: string,
  department: string,
  notices: OpenNotice[],
  locale: Locale,
): Promise<string[]> {
  const stem = stemOf(folder, department, locale)
  await replaceFile(`${stem}.html`, noticePage(platform, department, notices, locale))
  const sheets = (['escalation', 'reminder'] as const).map((kind) => ({
    name: render(locale, `objections.notice.kind.${kind}`),
    frozen: 1,
    columns: noticeColumns.map((column) => ({ header: headerOf(column, locale), width: WIDTHS[column] })),
    rows: notices
      .filter(({ notice }) => notice.kind === kind)
      .map((each) => noticeRow(platform, each, locale)),
  }))
  await replaceFile(`${stem}.xlsx`, await workbookBytes(sheets, dayOf(platform.clock.now())))
  return [`${stem}.html`, `${stem}.xlsx`]
}

const WIDTHS: Record<(typeof noticeColumns)[number], number> = {
  objection: 10,
  dataset: 24,
  field: 18,
  problem: 44,
  rows: 10,
  step: 10,
  due: 12,
  late: 14,
  raised_by: 18,
}

/** Whole or not at all. */
async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, content)
  await rename(temporary, path)
}
