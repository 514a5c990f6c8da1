import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ParquetReader } from '@dsnp/parquetjs'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { canonicalise } from '../connectors/file/canonicalise.ts'
import { parseFileName } from '../connectors/file/names.ts'

/** A row as it stands in a file of the drop folder. */
export interface ReadRow {
  dataset: string
  seq: number
  line: number
  operation: string
  values: Record<string, string | null>
}

export interface TruthExtract {
  dataset: string
  file: string
  seq: number
  mode: 'full' | 'delta'
  /** Day of the extract. */
  asOf: string
  received: number
  rejected: number
}

/** Objects of a JSON Lines file. */
export async function readLines<T>(path: string): Promise<T[]> {
  const text = await readFile(path, 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

/** Rows of a table of the truth and of its changing part; nulls are left out. */
export async function readRows(truth: string, name: string): Promise<Record<string, string>[]> {
  const parts = await Promise.all(
    [`${name}.tsv`, `${name}.changing.tsv`].map((file) => readFile(join(truth, file), 'utf8')),
  )
  return parts.flatMap((text) => {
    const [header = [], ...rows] = parseCsv(text, '\t')
    return rows.map((row) =>
      Object.fromEntries(
        header.flatMap((name, i) => (row[i] == null ? [] : [[name ?? '', row[i] ?? ''] as const])),
      ),
    )
  })
}

/** Reads an extract back with the platform's file connector: code that shares nothing with the demo's writers. */
export async function readExtract(
  root: string,
  extract: TruthExtract,
  scratch: string,
): Promise<{ rows: ReadRow[]; rejects: Map<number, string> }> {
  const dataset = datasetOf(catalogue, extract.dataset)
  const name = parseFileName(extract.file)
  if (!name) throw new Error(`${extract.file} is no name of an extract`)
  const { canonicalPath, rejectsPath } = await canonicalise({
    landedPath: join(root, 'drop', dataset.providingDepartment, extract.file),
    fileName: extract.file,
    format: name.format,
    compression: name.compression,
    mode: name.mode,
    dataset,
    outDir: join(scratch, extract.dataset, String(extract.seq)),
    parquet: { toCsv: parquetToCsv },
  })
  const [header = [], ...records] = parseCsv(await readFile(canonicalPath, 'utf8'))
  const rows = records.map((record) => {
    const values = Object.fromEntries(header.map((column, i) => [column ?? '', record[i] ?? null]))
    const line = Number(values._line)
    return { dataset: extract.dataset, seq: extract.seq, line, operation: values._op ?? '', values }
  })
  const rejects = parseCsv(await readFile(rejectsPath, 'utf8')).slice(1)
  return { rows, rejects: new Map(rejects.map(([line, code]) => [Number(line), code ?? ''])) }
}

/** Rows of a Parquet file of text columns as the CSV that the connector asks for. */
async function parquetToCsv(path: string, csvPath: string): Promise<[]> {
  const reader = await ParquetReader.openFile(path)
  const columns = Object.keys(reader.getSchema().fields)
  const quoted = (text: unknown) => `"${String(text).replaceAll('"', '""')}"`
  const lines = [columns.map(quoted).join(',')]
  const cursor = reader.getCursor()
  for (let row = await cursor.next(); row; row = await cursor.next()) {
    const values = row as Record<string, unknown>
    lines.push(columns.map((name) => (values[name] == null ? '' : quoted(values[name]))).join(','))
  }
  await reader.close()
  await writeFile(csvPath, `${lines.join('\n')}\n`)
  return []
}

const fields = {
  ',': /(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n)/g,
  '\t': /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n)/g,
}

/** Every field of a quoted CSV; an empty unquoted one is null. */
function parseCsv(text: string, delimiter: keyof typeof fields = ','): (string | null)[][] {
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  for (const [, quoted, plain, end] of text.matchAll(fields[delimiter])) {
    row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain || null)
    if (end === delimiter) continue
    rows.push(row)
    row = []
  }
  return rows
}
