import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { getExtract } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import { record } from '../record.ts'
import { waitingRows } from './waiting.ts'

/** A record that waits for a decision. */
export interface WaitingRecord {
  dataset: string
  department: string
  extract: number
  file: string
  line: number
  /** What is wrong with it, codes of violations, comma-joined. */
  codes: string
  /** False: the record says too little to be known again, a decision is for this row only. */
  remembered: boolean
  /** The fields as received; only where they were asked for. */
  fields?: Record<string, string | null>
}

/** How many records of a dataset wait. */
export async function countWaiting(platform: Platform, dataset: Dataset): Promise<number> {
  const rows = await waitingRows(platform, dataset)
  if (!rows) return 0
  const [counted] = await platform.engine.rows<{ n: number }>(sql`select count(*)::double as n from ${rows}`)
  return counted?.n ?? 0
}

/**
 * The records of a dataset that wait, by extract and line. With `show` their fields too: personal data, so that who
 * looked is kept in the audit log.
 */
export async function listWaiting(
  platform: Platform,
  dataset: Dataset,
  options: { show?: boolean | undefined; limit?: number | undefined } = {},
): Promise<WaitingRecord[]> {
  const rows = await waitingRows(platform, dataset)
  if (!rows) return []
  const found = await platform.engine.rows<Row>(
    sql`select * replace (_line::double as _line) from ${rows} order by _extract, _line limit ${sql.lit(options.limit ?? 1000)}`,
  )
  if (options.show) await record(platform, 'candidates', dataset.id, { records: found.length })
  const files = await fileNames(platform, dataset, found)
  return found.map((row) => ({
    dataset: dataset.id,
    department: dataset.providingDepartment,
    extract: row._extract,
    file: files.get(row._extract) ?? '',
    line: row._line,
    codes: row.codes,
    remembered: row.remembered,
    ...(options.show ? { fields: fieldsIn(dataset, row) } : {}),
  }))
}

interface Row {
  _extract: number
  _line: number
  codes: string
  remembered: boolean
}

/** The dataset's fields of a row. */
export function fieldsIn(dataset: Dataset, row: object): Record<string, string | null> {
  const values = new Map<string, unknown>(Object.entries(row))
  return Object.fromEntries(
    dataset.fields.map(({ id }) => {
      const value = values.get(id) ?? null
      return [id, value === null ? null : String(value)]
    }),
  )
}

async function fileNames(platform: Platform, dataset: Dataset, rows: Row[]): Promise<Map<number, string>> {
  const extracts = [...new Set(rows.map((row) => row._extract))]
  const files = extracts.map(
    async (seq) => [seq, (await getExtract(platform.ledger.db, dataset.id, seq)).fileName] as const,
  )
  return new Map(await Promise.all(files))
}
