import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { currentItems, isOpenItem, openItems } from '../../governance/objections/rows/items.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { ingestStage } from '../../pipelines/stages/ingest/ingest.ts'
import { objectStage } from '../../pipelines/stages/objections.ts'

/** A row as it is sent: fields by id, and the operation of a delta. */
export type SentRow = Record<string, string> & { op?: string }

/** A sound row of the register of living allowances, but for what `more` says. */
export const allowanceRow = (citizenId: string, certificate: string, more: SentRow): SentRow => ({
  citizen_id: citizenId,
  name: '王甲',
  certificate_no: certificate,
  kind: '1',
  from_date: '2020-01-01',
  amount: '500',
  updated_at: '2026-09-01 10:00:00',
  ...more,
})

/** The same of the register of degrees. */
export const degreeRow = (citizenId: string, certificate: string, more: SentRow): SentRow => ({
  citizen_id: citizenId,
  name: '王甲',
  certificate_no: certificate,
  education: '21',
  institution: '内蒙古大学',
  graduated_on: '2012-07-01',
  updated_at: '2026-09-01 10:00:00',
  ...more,
})

/** Puts a file of `rows` into the drop folder of the department. `lines` are added as they are. */
export function send(
  platform: Platform,
  { dataset: id, mode, day, batch }: { dataset: string; mode: 'full' | 'delta'; day: string; batch?: string },
  rows: SentRow[],
  lines: string[] = [],
): void {
  const dataset = datasetOf(platform.catalogue, id)
  const folder = platform.paths.drop(dataset.providingDepartment)
  mkdirSync(folder, { recursive: true })
  const operation = mode === 'delta' ? ['操作标志'] : []
  const header = [...dataset.fields.map((field) => field.header), ...operation].join(',')
  const body = rows.map((row) =>
    [
      ...dataset.fields.map((field) => row[field.id] ?? ''),
      ...(mode === 'delta' ? [row.op ?? 'U'] : []),
    ].join(','),
  )
  const name = `${id}_${mode}_${day}${batch ? `_${batch}` : ''}.csv`
  writeFileSync(join(folder, name), `${[header, ...body, ...lines].join('\n')}\n`)
}

/** Ingests what was sent and looks at it for objections. */
export async function take(platform: Platform, dataset: string): Promise<void> {
  await ingestStage(platform, dataset)
  await objectStage(platform, datasetOf(platform.catalogue, dataset).foundation)
}

/** How the rows of a dataset's objections stand, by what tells them apart. */
export async function stand(
  platform: Platform,
  dataset: string,
): Promise<
  { objection: number; key: string | null; line: number; field: string | null; code: string; event: string }[]
> {
  const { events } = await openItems(platform.lake, dataset)
  return platform.engine.rows(sql`select objection, key, line::integer as line, field, code, event
    from ${currentItems(events())} order by objection, line, field, code`)
}

/** The open rows only. */
export async function stillOpen(
  platform: Platform,
  dataset: string,
): Promise<{ key: string | null; code: string }[]> {
  const { events } = await openItems(platform.lake, dataset)
  return platform.engine.rows(
    sql`select key, code from ${currentItems(events())} where ${isOpenItem()} order by all`,
  )
}
