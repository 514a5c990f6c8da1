import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Department } from '../../../catalog/department.ts'
import { writeExcelReport } from '../../../quality/report/excel.ts'
import { renderHtmlReport } from '../../../quality/report/html.ts'
import type { HistoryRow } from '../../../quality/scores.ts'
import type { Platform, StageResult } from '../../platform.ts'
import { qualityHistory } from '../../scores.ts'
import { reportData } from './department.ts'
import { rectifyRows } from './rectify.ts'

/** Writes the quality report of every department that provides a dataset. */
export async function reportStage(platform: Platform): Promise<StageResult> {
  const written = await writeReports(platform)
  return {
    status: 'succeeded',
    inputs: {},
    outputs: { folder: platform.paths.reports },
    counts: { reports: written.length },
    problems: [],
  }
}

/** Writes the reports, of one department or all, and returns their paths without the file ending. */
export async function writeReports(platform: Platform, department?: string): Promise<string[]> {
  const history = await qualityHistory(platform)
  const providers = platform.catalogue.departments.filter(
    ({ id }) =>
      (!department || id === department) &&
      platform.catalogue.datasets.some((each) => each.providingDepartment === id),
  )
  await mkdir(platform.paths.reports, { recursive: true })
  const paths: string[] = []
  for (const each of providers) paths.push(await writeReport(platform, each, history))
  return paths
}

/** One page and one workbook. Each is written aside and renamed: a reader never opens half a report. */
async function writeReport(
  platform: Platform,
  department: Department,
  history: HistoryRow[],
): Promise<string> {
  const { locale } = platform.settings
  const data = await reportData(platform, department, history)
  const path = join(platform.paths.reports, department.id)
  const aside = `${path}.${process.pid}`
  await writeFile(`${aside}.html`, renderHtmlReport(data, locale))
  await rename(`${aside}.html`, `${path}.html`)
  const datasets = platform.catalogue.datasets.filter((each) => each.providingDepartment === department.id)
  await writeExcelReport(data, `${aside}.xlsx`, { locale, rows: rectifyRows(platform, datasets) })
  await rename(`${aside}.xlsx`, `${path}.xlsx`)
  return path
}
