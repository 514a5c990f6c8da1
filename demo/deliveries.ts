import type { CsvForm } from './files/csv.ts'
import { scheduleOf } from './schedule.ts'

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

/** A file that is delivered: its name says mode and day. Late: with the update, whatever its day. */
export type Delivered = [fileName: string, form: Form, late?: true]

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

/** By dataset, in the order of their days. The names say mode and day; what is of October belongs to the update. */
const told: Record<string, Delivered[]> = {
  household_registration: [
    ['household_registration_full_20260901.csv', csv('gb18030', ',', '\r\n', police)],
    ['户籍登记信息_delta_20260908.jsonl', jsonl],
    ['household_registration_delta_20261008_02.csv', csv('gb18030', ',', '\r\n', { operations: chinese })],
  ],
  marriage_registration: [
    ['marriage_registration_full_20260901.csv.gz', csv('utf8-bom', '|', '\n', gzipped)],
    ['居民婚姻登记信息_delta_20260909_01.xlsx', { kind: 'xlsx', operations: chinese }],
    ['marriage_registration_delta_20261009.xlsx', xlsx],
  ],
  social_insurance: [
    ['social_insurance_full_20260901.csv.zip', csv('utf16le', '\t', '\r\n', zipped)],
    ['social_insurance_delta_20260910.jsonl.gz', { kind: 'jsonl', pack: 'gzip' }],
    ['social_insurance_delta_20260912.arrow', { kind: 'arrow' }],
    ['social_insurance_delta_20261010.jsonl.gz', { kind: 'jsonl', pack: 'gzip' }],
  ],
  death_registration: [
    ['death_registration_full_20260831.csv', csv('utf8', ';', '\n')],
    ['死亡登记信息_delta_20260907T0930.txt', csv('utf8', ';', '\n')],
    ['death_registration_delta_20261007.csv', csv('utf8', ';', '\n')],
  ],
  market_entities: [
    ['market_entities_full_20260901.csv', csv('utf8', ',', '\n', market)],
    ['market_entities_delta_20260911.csv', csv('utf8', ',', '\n', { ...market, operations: chinese })],
    ['market_entities_delta_20261011.csv', csv('utf8', ',', '\n', market)],
  ],
  social_organisations: [
    ['social_organisations_full_20260902.xlsx', xlsx],
    ['社会组织登记信息_delta_20261002.xlsx', xlsx],
  ],
}

/** The files of a dataset: those told of here, else those of its schedule. */
export function filesOf(dataset: string): Delivered[] {
  return (
    told[dataset] ??
    scheduleOf(dataset).map(([mode, day, form, late]) => named(dataset, mode, day, form, late))
  )
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

function named(dataset: string, mode: string, day: string, form: string, late: boolean): Delivered {
  const [ending, how] = forms[form] ?? []
  if (!ending || !how) throw new TypeError(`${dataset} has no form ${form}`)
  const name = `${dataset}_${mode}_2026${day}.${ending}`
  return late ? [name, how, true] : [name, how]
}
