import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { RectifyRow } from '../../../quality/report/data.ts'
import { listExtracts } from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'

interface FailingRow {
  extract: number
  line: number
  masked: string
  codes: string[]
}

/** The failing rows of the datasets, in order, keys masked to the first character and the last two. */
export async function* rectifyRows(platform: Platform, datasets: Dataset[]): AsyncGenerator<RectifyRow> {
  for (const dataset of datasets) {
    const table = platform.lake.table(`quarantine/${dataset.id}`)
    if (!(await table.exists())) continue
    const extracts = await listExtracts(platform.ledger.db, dataset.id)
    const files = new Map(extracts.map((extract) => [extract.seq, extract.fileName]))
    const rows = sql`select _extract as extract, _line::double as line,
      case when key is null then '' else key[1] || repeat('*', greatest(length(key) - 3, 0)) || key[-2:] end as masked,
      list_distinct(list_transform(violations, lambda v: v.code)) as codes
      from ${table.select(await table.snapshot())} order by _extract desc, _line`
    for await (const chunk of platform.engine.stream<FailingRow>(rows)) {
      for (const row of chunk) {
        yield {
          dataset: dataset.name,
          file: files.get(row.extract) ?? '',
          line: row.line,
          maskedKey: row.masked,
          codes: row.codes,
        }
      }
    }
  }
}

/** The first `count` of them. */
export async function firstOf<T>(rows: AsyncIterable<T>, count: number): Promise<T[]> {
  const first: T[] = []
  for await (const row of rows) {
    first.push(row)
    if (first.length >= count) break
  }
  return first
}
