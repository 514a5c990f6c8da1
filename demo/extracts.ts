import { join } from 'node:path'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { arrowWriter } from './files/arrow.ts'
import { type CsvForm, csvWriter } from './files/csv.ts'
import { jsonlWriter } from './files/jsonl.ts'
import { fileSink, gzipSink, type Sink, voidSink } from './files/sink.ts'
import type { Damage, ExtractWriter } from './files/writer.ts'
import { xlsxWriter } from './files/xlsx.ts'
import { zipSink } from './files/zip.ts'

/** The first delivery of everything, or the batch of deltas a month later. */
export type Stage = 'initial' | 'update'

interface Form {
  kind: 'csv' | 'jsonl' | 'arrow' | 'xlsx'
  csv?: CsvForm
  pack?: 'gzip' | 'zip'
  /** Headers that differ from the catalogue's first name. */
  headers?: Record<string, string>
  /** Columns that the dataset does not have, with the value of every row. */
  extras?: Record<string, string>
  /** How operations are written, when not as I, U and D. */
  operations?: Record<Operation, string>
}

export type Operation = 'I' | 'U' | 'D'

/** One file that a department delivers. */
export interface Extract {
  dataset: string
  stage: Stage
  mode: 'full' | 'delta'
  /** Day of the extract, `2026-09-01`, midnight in Asia/Shanghai. */
  asOf: string
  fileName: string
  /** Order among the extracts of its dataset. */
  seq: number
  form: Form
}

const csv = (
  encoding: CsvForm['encoding'],
  delimiter: CsvForm['delimiter'],
  newline: CsvForm['newline'],
  quotes: CsvForm['quotes'] = 'needed',
): CsvForm => ({ encoding, delimiter, newline, quotes })

const chineseOperations = { I: '新增', U: '修改', D: '删除' }

const list: [string, Stage, 'full' | 'delta', string, string, Form][] = [
  [
    'household_registration',
    'initial',
    'full',
    '2026-09-01',
    'household_registration_full_20260901.csv',
    {
      kind: 'csv',
      csv: csv('gb18030', ',', '\r\n'),
      headers: { citizen_id: '身份证号', division: '户籍区划代码' },
    },
  ],
  [
    'household_registration',
    'initial',
    'delta',
    '2026-09-08',
    '户籍登记信息_delta_20260908.jsonl',
    { kind: 'jsonl' },
  ],
  [
    'household_registration',
    'update',
    'delta',
    '2026-10-08',
    'household_registration_delta_20261008_02.csv',
    {
      kind: 'csv',
      csv: csv('gb18030', ',', '\r\n'),
      operations: chineseOperations,
    },
  ],
  [
    'marriage_registration',
    'initial',
    'full',
    '2026-09-01',
    'marriage_registration_full_20260901.csv.gz',
    {
      kind: 'csv',
      csv: csv('utf8-bom', '|', '\n'),
      pack: 'gzip',
      extras: { 经办机构: '婚姻登记处' },
    },
  ],
  [
    'marriage_registration',
    'initial',
    'delta',
    '2026-09-09',
    '居民婚姻登记信息_delta_20260909_01.xlsx',
    {
      kind: 'xlsx',
      operations: chineseOperations,
    },
  ],
  [
    'marriage_registration',
    'update',
    'delta',
    '2026-10-09',
    'marriage_registration_delta_20261009.xlsx',
    { kind: 'xlsx' },
  ],
  [
    'social_insurance',
    'initial',
    'full',
    '2026-09-01',
    'social_insurance_full_20260901.csv.zip',
    {
      kind: 'csv',
      csv: csv('utf16le', '\t', '\r\n'),
      pack: 'zip',
      extras: { 缴费状态: '正常' },
      headers: { phone: '手机号码' },
    },
  ],
  [
    'social_insurance',
    'initial',
    'delta',
    '2026-09-10',
    'social_insurance_delta_20260910.jsonl.gz',
    { kind: 'jsonl', pack: 'gzip' },
  ],
  [
    'social_insurance',
    'initial',
    'delta',
    '2026-09-12',
    'social_insurance_delta_20260912.arrow',
    { kind: 'arrow' },
  ],
  [
    'social_insurance',
    'update',
    'delta',
    '2026-10-10',
    'social_insurance_delta_20261010.jsonl.gz',
    { kind: 'jsonl', pack: 'gzip' },
  ],
  [
    'death_registration',
    'initial',
    'full',
    '2026-08-31',
    'death_registration_full_20260831.csv',
    {
      kind: 'csv',
      csv: csv('utf8', ';', '\n'),
    },
  ],
  [
    'death_registration',
    'initial',
    'delta',
    '2026-09-07',
    '死亡登记信息_delta_20260907T0930.txt',
    {
      kind: 'csv',
      csv: csv('utf8', ';', '\n'),
    },
  ],
  [
    'death_registration',
    'update',
    'delta',
    '2026-10-07',
    'death_registration_delta_20261007.csv',
    {
      kind: 'csv',
      csv: csv('utf8', ';', '\n'),
    },
  ],
  [
    'market_entities',
    'initial',
    'full',
    '2026-09-01',
    'market_entities_full_20260901.csv',
    {
      kind: 'csv',
      csv: csv('utf8', ',', '\n', 'all'),
    },
  ],
  [
    'market_entities',
    'initial',
    'delta',
    '2026-09-11',
    'market_entities_delta_20260911.csv',
    {
      kind: 'csv',
      csv: csv('utf8', ',', '\n', 'all'),
      operations: chineseOperations,
    },
  ],
  [
    'market_entities',
    'update',
    'delta',
    '2026-10-11',
    'market_entities_delta_20261011.csv',
    {
      kind: 'csv',
      csv: csv('utf8', ',', '\n', 'all'),
    },
  ],
  [
    'social_organisations',
    'initial',
    'full',
    '2026-09-02',
    'social_organisations_full_20260902.xlsx',
    { kind: 'xlsx' },
  ],
  [
    'social_organisations',
    'update',
    'delta',
    '2026-10-02',
    '社会组织登记信息_delta_20261002.xlsx',
    { kind: 'xlsx' },
  ],
]

/** Every extract of the province, in the order of its dataset. */
export const extracts: Extract[] = list.map(([dataset, stage, mode, asOf, fileName, form], at) => ({
  dataset,
  stage,
  mode,
  asOf,
  fileName,
  form,
  seq: list.slice(0, at).filter((other) => other[0] === dataset).length + 1,
}))

/** The extract of a dataset, by its number. */
export function extractOf(dataset: string, seq: number): Extract {
  const found = extracts.find((each) => each.dataset === dataset && each.seq === seq)
  if (!found) throw new RangeError(`no extract ${seq} of ${dataset}`)
  return found
}

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
  const plain = form.kind === 'jsonl' || form.kind === 'arrow'
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
      const row = ids.map((id) => values[id] ?? null)
      for (const [, value] of extras) row.push(value)
      if (flag) row.push(form.operations?.[operation as Operation] ?? operation)
      return writer.write(row, damage)
    },
    close: () => writer.close(),
  }
}

export interface FieldWriter {
  write(operation: string, values: Record<string, string | null>, damage?: Damage): number
  close(): void
}

function writerOf(extract: Extract, path: string | null, columns: string[]): ExtractWriter {
  const { kind, csv: form, pack } = extract.form
  const inner = extract.fileName.replace(/\.zip$/, '')
  const sink = path === null ? voidSink : packed(fileSink(path), pack, inner)
  if (kind === 'jsonl') return jsonlWriter(sink, columns)
  if (kind === 'arrow') return arrowWriter(sink, columns)
  if (kind === 'xlsx') return xlsxWriter(sink, columns)
  if (!form) throw new TypeError(`${extract.fileName} has no form`)
  return csvWriter(sink, columns, form)
}

function packed(file: Sink, pack: Form['pack'], inner: string): Sink {
  if (pack === 'gzip') return gzipSink(file)
  return pack === 'zip' ? zipSink(file, inner) : file
}
