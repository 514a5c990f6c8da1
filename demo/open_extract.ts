import { join } from 'node:path'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import type { Form, Operation } from './deliveries.ts'
import type { Extract } from './extracts.ts'
import { arrowWriter } from './files/arrow.ts'
import { csvWriter } from './files/csv.ts'
import { jsonlWriter } from './files/jsonl.ts'
import { parquetWriter } from './files/parquet.ts'
import { fileSink, gzipSink, type Sink, voidSink } from './files/sink.ts'
import type { Damage, ExtractWriter } from './files/writer.ts'
import { xlsxWriter } from './files/xlsx.ts'
import { zipSink } from './files/zip.ts'

/**
 * Opens the writer of an extract below the drop folder. Its rows hold the dataset's fields in catalogue order.
 * Without a folder nothing is written, but lines are counted as if it were.
 */
export function openExtract(extract: Extract, dropRoot: string | null): FieldWriter {
  const dataset = datasetOf(catalogue, extract.dataset)
  const { form } = extract
  const extras = Object.entries(form.extras ?? {})
  const ids = dataset.fields.map((field) => field.id)
  const flag = extract.mode === 'delta'
  const plain = form.kind === 'jsonl' || form.kind === 'arrow' || form.kind === 'parquet'
  const titles = dataset.fields.map((field) =>
    plain ? field.id : (form.headers?.[field.id] ?? field.header),
  )
  const columns = [...titles, ...extras.map(([name]) => name), ...(flag ? [plain ? '_op' : '操作标志'] : [])]
  const writer = writerOf(
    extract,
    dropRoot && join(dropRoot, dataset.providingDepartment, extract.fileName),
    columns,
  )
  return {
    write(operation, values, damage) {
      const row: (string | null)[] = []
      for (const id of ids) row.push(values[id] ?? null)
      for (const [, value] of extras) row.push(value)
      if (flag) row.push(form.operations?.[operation as Operation] ?? operation)
      return writer.write(row, damage)
    },
    close: () => writer.close(),
  }
}

export interface FieldWriter {
  write(operation: string, values: Record<string, string | null>, damage?: Damage): number
  close(): void | Promise<void>
}

function writerOf(extract: Extract, path: string | null, columns: string[]): ExtractWriter {
  const { kind, csv: form, pack } = extract.form
  const inner = extract.fileName.replace(/\.zip$/, '')
  const sink = path === null ? voidSink : packed(fileSink(path), pack, inner)
  if (kind === 'jsonl') return jsonlWriter(sink, columns)
  if (kind === 'arrow') return arrowWriter(sink, columns)
  if (kind === 'parquet') return parquetWriter(sink, columns)
  if (kind === 'xlsx') return xlsxWriter(sink, columns)
  if (!form) throw new TypeError(`${extract.fileName} has no form`)
  return csvWriter(sink, columns, form)
}

function packed(file: Sink, pack: Form['pack'], inner: string): Sink {
  if (pack === 'gzip') return gzipSink(file)
  return pack === 'zip' ? zipSink(file, inner) : file
}
