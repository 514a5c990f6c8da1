import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { LONGEST_WRITTEN } from './output.ts'

/** What the connector writes at most in one record: a rejected line of 10 MiB with its quotes doubled, or in base64. */
const LONGEST_RECORD = LONGEST_WRITTEN + 1024
/** Small enough that a file of some hundred megabytes is read on every core. */
const BUFFER = 32 * 2 ** 20

/** A file that the connector wrote, and the number of the extract that it is of. */
export interface FileOfExtract {
  extract: number
  path: string
}

/** The canonical files' rows, in the order of the files, with `_extract` in front: raw/<dataset>'s shape. */
export function rawRows(dataset: Dataset, files: FileOfExtract[]): Relation {
  const columns = ['_line', '_op', ...dataset.fields.map((field) => field.id), '_extra']
  const selected = sql.join(columns.slice(1).map((name) => sql.id(name)))
  return sql`select ${extractOf(files)} as _extract, _line::bigint as _line, ${selected} from ${canonicalCsv(files, columns)}`
}

/** The rows of `rejects.csv` of each extract as rows of `_extract`, `_line`, `code`, `raw`. */
export function rejectRows(files: FileOfExtract[]): Relation {
  return sql`(select ${extractOf(files)} as _extract, _line::bigint as _line, code, raw
    from ${canonicalCsv(files, ['_line', 'code', 'raw'])})`
}

/** The number of the extract that a row's file is of. */
function extractOf(files: FileOfExtract[]): Expression {
  const [first] = files
  if (first && files.length === 1) return sql`${sql.lit(first.extract)}::integer`
  const list = (items: (string | number)[]) => sql`[${sql.join(items.map((item) => sql.lit(item)))}]`
  return sql`map(${list(files.map(({ path }) => path))}, ${list(files.map(({ extract }) => extract))})[filename]::integer`
}

/** Everything is said, nothing sniffed: the connector wrote this file in one known dialect. */
function canonicalCsv(files: FileOfExtract[], columns: string[]): Relation {
  const types = sql.join(columns.map((name) => sql`${sql.lit(name)}: 'VARCHAR'`))
  const paths = sql.join(files.map(({ path }) => sql.lit(path)))
  return sql`read_csv([${paths}], filename = true, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', allow_quoted_nulls = false, new_line = '\\n', max_line_size = ${sql.lit(LONGEST_RECORD)}, buffer_size = ${sql.lit(BUFFER)}, columns = {${types}})`
}
