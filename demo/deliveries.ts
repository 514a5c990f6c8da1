import type { CsvForm } from './files/csv.ts'
import { type Scheduled, scheduleOf } from './schedule.ts'

export interface Form {
  kind: 'csv' | 'jsonl' | 'arrow' | 'xlsx' | 'parquet'
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

/** A file that is delivered: its name says its mode and, in braces, month and day. */
export type Delivered = [name: string, form: Form, stage?: 'update']

const chinese: Record<Operation, string> = { I: '新增', U: '修改', D: '删除' }
const csv = (
  encoding: CsvForm['encoding'],
  delimiter: CsvForm['delimiter'],
  newline: CsvForm['newline'],
  more: Partial<Form> & { quotes?: CsvForm['quotes'] } = {},
): Form => {
  const { quotes = 'needed', ...form } = more
  return { kind: 'csv', csv: { encoding, delimiter, newline, quotes }, ...form }
}
const police = { headers: { citizen_id: '身份证号', division: '户籍区划代码' } }
const zipped = { pack: 'zip', extras: { 缴费状态: '正常' }, headers: { phone: '手机号码' } } as const
const gzipped = { pack: 'gzip', extras: { 经办机构: '婚姻登记处' } } as const
const market = { quotes: 'all' } as const
const jsonl: Form = { kind: 'jsonl' }
const xlsx: Form = { kind: 'xlsx' }

/** By dataset, in the order of their days; see `schedules`. */
const told: Record<string, Delivered[]> = {
  household_registration: [
    ['household_registration_full_{0901}.csv', csv('gb18030', ',', '\r\n', police)],
    ['户籍登记信息_delta_{1014}.jsonl', jsonl],
    [
      'household_registration_delta_{1015}_02.csv',
      csv('gb18030', ',', '\r\n', { operations: chinese }),
      'update',
    ],
  ],
  marriage_registration: [
    ['marriage_registration_full_{0901}.csv.gz', csv('utf8-bom', '|', '\n', gzipped)],
    ['居民婚姻登记信息_delta_{1009}_01.xlsx', { kind: 'xlsx', operations: chinese }],
    ['marriage_registration_delta_{1014}.xlsx', xlsx, 'update'],
  ],
  social_insurance: [
    ['social_insurance_full_{0901}.csv.zip', csv('utf16le', '\t', '\r\n', zipped)],
    ['social_insurance_delta_{0910}.jsonl.gz', { kind: 'jsonl', pack: 'gzip' }],
    ['social_insurance_delta_{0912}.arrow', { kind: 'arrow' }],
    ['social_insurance_delta_{1010}.jsonl.gz', { kind: 'jsonl', pack: 'gzip' }, 'update'],
  ],
  death_registration: [
    ['death_registration_full_{0831}.csv', csv('utf8', ';', '\n')],
    ['死亡登记信息_delta_{0907}T0930.txt', csv('utf8', ';', '\n')],
    ['death_registration_delta_{1007}.csv', csv('utf8', ';', '\n'), 'update'],
  ],
  market_entities: [
    ['market_entities_full_{0901}.csv', csv('utf8', ',', '\n', market)],
    ['market_entities_delta_{1014}.csv', csv('utf8', ',', '\n', { ...market, operations: chinese })],
    ['market_entities_delta_{1015}.csv', csv('utf8', ',', '\n', market), 'update'],
  ],
  social_organisations: [
    ['social_organisations_full_{1007}.xlsx', xlsx],
    ['社会组织登记信息_delta_{1014}.xlsx', xlsx, 'update'],
  ],
}

/** The files of a dataset: those told of here, else those of its schedule. */
export function filesOf(dataset: string): Delivered[] {
  return told[dataset] ?? scheduleOf(dataset).map((each) => named(dataset, each))
}

/** By the name of a form: how the file is written, and what its name ends with. */
const forms: Record<string, [ending: string, form: Form]> = {
  gb: ['csv', csv('gb18030', ',', '\r\n')],
  bar: ['csv.gz', csv('utf8-bom', '|', '\n', { pack: 'gzip' })],
  wide: ['csv.zip', csv('utf16le', '\t', '\r\n', { pack: 'zip' })],
  plain: ['csv', csv('utf8', ',', '\n')],
  semicolon: ['txt', csv('utf8', ';', '\n', { operations: chinese })],
  quoted: ['csv', csv('utf8', ',', '\n', { quotes: 'all' })],
  lines: ['jsonl', jsonl],
  packed: ['jsonl.gz', { kind: 'jsonl', pack: 'gzip' }],
  arrow: ['arrow', { kind: 'arrow' }],
  parquet: ['parquet', { kind: 'parquet' }],
  sheet: ['xlsx', xlsx],
}

function named(dataset: string, [mode, day, form, update]: Scheduled): Delivered {
  const [ending, how] = forms[form] ?? []
  if (!ending || !how) throw new TypeError(`${dataset} has no form ${form}`)
  const name = `${dataset}_${mode}_{${day}}.${ending}`
  return update ? [name, how, 'update'] : [name, how]
}
