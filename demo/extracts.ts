import type { CsvForm } from './files/csv.ts'

/** The first delivery of everything, or the batch of deltas a month later. */
export type Stage = 'initial' | 'update'

export interface Form {
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
