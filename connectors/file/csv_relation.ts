import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { LONGEST_WRITTEN } from './output.ts'

/** What the connector writes at most in one record: a rejected line of 10 MiB with its quotes doubled, or in base64. */
const LONGEST_RECORD = LONGEST_WRITTEN + 1024
/** Small enough that a file of some hundred megabytes is read on every core. */
const BUFFER = 32 * 2 ** 20

/** The canonical file's rows with `_extract` in front: raw/<dataset>'s shape. */
export function rawRows(dataset: Dataset, seq: number, canonicalPath: string): Relation {
  const columns = ['_line', '_op', ...dataset.fields.map((field) => field.id), '_extra']
  const selected = sql.join(columns.slice(1).map((name) => sql.id(name)))
  return sql`select ${sql.lit(seq)}::integer as _extract, _line::bigint as _line, ${selected} from ${canonicalCsv(canonicalPath, columns)}`
}

/** `rejects.csv` as rows of `_line`, `code`, `raw`. */
export function rejectRows(rejectsPath: string): Relation {
  return sql`(select _line::bigint as _line, code, raw from ${canonicalCsv(rejectsPath, ['_line', 'code', 'raw'])})`
}

/** Everything is said, nothing sniffed: the connector wrote this file in one known dialect. */
function canonicalCsv(path: string, columns: string[]): Relation {
  const types = sql.join(columns.map((name) => sql`${sql.lit(name)}: 'VARCHAR'`))
  return sql`read_csv(${sql.lit(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', allow_quoted_nulls = false, new_line = '\\n', max_line_size = ${sql.lit(LONGEST_RECORD)}, buffer_size = ${sql.lit(BUFFER)}, columns = {${types}})`
}
