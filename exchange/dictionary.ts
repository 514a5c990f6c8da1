import { DISPUTED, disputedLabel } from './disputed.ts'
import type { Column } from './fields.ts'
import type { ManifestColumn } from './manifest.ts'
import { UNSAFE_CELL } from './write.ts'

const HEADER = [
  '字段',
  '中文名称',
  '英文名称',
  '类型',
  '数据元',
  '标准',
  '计量单位',
  '代码表',
  '分级',
  '脱敏方式',
  '明文依据',
]

const MASKS: Record<ManifestColumn['mask'], string> = {
  none: '明文',
  citizenId: '保留前1位和后2位',
  mobile: '保留前3位和后4位',
  landline: '保留后4位',
  name: '保留首字',
  address: '隐藏后8位',
  email: '保留首字符和域名',
  year: '仅保留年份',
  hash: '密钥散列（HMAC-SHA256，仅供关联）',
  drop: '不提供',
}

/** The dictionary entry of a column in the manifest. */
export function describeColumn(column: Column, digest: string): ManifestColumn {
  const { element, codeTable } = column
  return {
    name: column.name,
    label: element.name,
    type: column.type,
    element: element.id,
    elementType: element.type,
    standard: element.standard,
    unit: element.unit,
    maxLength: element.maxLength,
    grading: element.grading,
    mask: column.mask,
    clearLegalBasis: column.clearLegalBasis,
    codeTable: codeTable && { id: codeTable.id, standard: codeTable.standard, codes: codeTable.codes },
    digest,
  }
}

/** 数据字典: dictionary.csv for people, UTF-8 with byte order mark. A column's row, then its codes; `_disputed` last. */
export function dictionaryCsv(columns: readonly ManifestColumn[]): string {
  const lines = columns.map((column) => [
    column.name,
    column.label['zh-CN'],
    column.label.en,
    column.type,
    column.element,
    column.standard ?? '',
    column.unit ?? '',
    column.codeTable ? codesOf(column.codeTable.codes) : '',
    column.grading,
    MASKS[column.mask],
    column.clearLegalBasis ?? '',
  ])
  const disputed = [
    DISPUTED,
    disputedLabel['zh-CN'],
    disputedLabel.en,
    'text',
    ...HEADER.slice(4).map(() => ''),
  ]
  return `\ufeff${[HEADER, ...lines, disputed].map((cells) => cells.map(cell).join(',')).join('\n')}\n`
}

function codesOf(codes: Record<string, string>): string {
  return Object.entries(codes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, meaning]) => `${code} ${meaning}`)
    .join('；')
}

const UNSAFE = new RegExp(UNSAFE_CELL)

function cell(text: string): string {
  const safe = UNSAFE.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
