import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Department } from '../../../catalog/department.ts'
import type { ReportData } from '../../../quality/report/data.ts'
import { type HistoryRow, scoresOf } from '../../../quality/scores.ts'
import { listExtracts } from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'
import { firstOf, rectifyRows } from './rectify.ts'

/** Rows that the HTML page lists; the workbook has all. */
const LISTED = 200

/** What the report of one department says. */
export async function reportData(
  platform: Platform,
  department: Department,
  history: HistoryRow[],
): Promise<ReportData> {
  const datasets = platform.catalogue.datasets.filter((each) => each.providingDepartment === department.id)
  return {
    department: department.name,
    asOf: await lastDay(platform, datasets),
    datasets: await Promise.all(datasets.map((dataset) => counts(platform, dataset))),
    scores: scoresOf(history.filter((row) => row.department === department.id)),
    violations: await violations(platform, datasets),
    rows: await firstOf(rectifyRows(platform, datasets), LISTED),
  }
}

async function counts(platform: Platform, dataset: Dataset): Promise<ReportData['datasets'][number]> {
  const extracts = await listExtracts(platform.ledger.db, dataset.id)
  const sum = (name: 'received' | 'accepted' | 'quarantined' | 'warned') =>
    extracts.reduce((total, extract) => total + (extract[name] ?? 0), 0)
  return {
    name: dataset.name,
    received: sum('received'),
    accepted: sum('accepted'),
    quarantined: sum('quarantined'),
    warned: sum('warned'),
  }
}

/** The day of the newest extract: a report of the same data is the same report. */
async function lastDay(platform: Platform, datasets: Dataset[]): Promise<string> {
  const extracts = (await Promise.all(datasets.map(({ id }) => listExtracts(platform.ledger.db, id)))).flat()
  const newest = extracts.reduce<Date | undefined>(
    (last, { asOf }) => (!last || asOf > last ? asOf : last),
    undefined,
  )
  return newest ? new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(newest) : '-'
}

interface Violation {
  dataset: string
  code: string
  field: string | null
  severity: ReportData['violations'][number]['severity']
  failed: number
}

async function violations(platform: Platform, datasets: Dataset[]): Promise<ReportData['violations']> {
  const table = platform.lake.table('quality/history')
  if (!(await table.exists())) return []
  const rows = await platform.engine.rows<Violation>(sql`
    select dataset, code, field, severity, sum(failed)::double as failed from ${table.select(await table.snapshot())}
    group by all having sum(failed) > 0 order by failed desc, dataset, code, field`)
  return rows.flatMap((row) => {
    const dataset = datasets.find((each) => each.id === row.dataset)
    if (!dataset) return []
    // A rule on several fields names them joined: `citizen_id+certificate_no`.
    const field = (row.field ?? '')
      .split('+')
      .map((id) => dataset.fields.find((each) => each.id === id)?.header ?? id)
      .join('+')
    return [{ code: row.code, dataset: dataset.name, field, severity: row.severity, failed: row.failed }]
  })
}
