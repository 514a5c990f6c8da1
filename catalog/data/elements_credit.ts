import type { Element } from '../element.ts'
import {
  coded,
  type ElementInput,
  elementsFrom,
  internal,
  item,
  open,
  personName,
  subjectNumber,
} from './element_parts.ts'

const registers = {
  CF: 'administrative_penalties',
  XK: 'administrative_permits',
  SX: 'dishonest_persons',
  BZ: 'commendations',
} as const
type Prefix = keyof typeof registers
const all: Prefix[] = ['CF', 'XK', 'SX', 'BZ']

/** Each register answers for the records whose identifiers begin with its prefix. */
function byPrefix(column: string, prefixes = all): { authority: ElementInput['authority'] } {
  const authority = prefixes.map((prefix) => ({
    field: `${registers[prefix]}.${column}`,
    keyPrefixes: [prefix],
  }))
  return { authority }
}

/** Elements of the credit foundation: the part after `credit.` is the column of the golden table. */
export const creditElements: Element[] = elementsFrom('credit', 'administrative_penalties', [
  item('record_id', '信用信息标识', 'Credit record identifier', 'text', open, {
    ...byPrefix('record_id'),
    maxLength: 34,
    standard: '自治区公共数据平台编码（本平台自定）',
  }),
  coded('subject_kind', '主体类型', 'Kind of subject', open, 'subject_kind', byPrefix('subject_kind')),
  item('subject_id', '主体标识', 'Subject identifier', 'subjectId', subjectNumber, {
    ...byPrefix('subject_id'),
    standard: 'GB 11643-1999, GB 32100-2015',
  }),
  item('subject_name', '主体名称', 'Name of the subject', 'text', personName, {
    ...byPrefix('subject_name'),
    maxLength: 200,
  }),
  coded('record_kind', '信用信息类别', 'Kind of record', open, 'credit_record_kind', byPrefix('record_kind')),
  item('document_no', '文书号', 'Document number', 'text', open, {
    ...byPrefix('document_no'),
    maxLength: 100,
  }),
  item('decided_on', '决定日期', 'Decided on', 'date', open, byPrefix('decided_on')),
  item('authority_name', '作出机关', 'Deciding authority', 'text', open, {
    ...byPrefix('authority_name'),
    maxLength: 100,
  }),
  item('content', '决定内容', 'Content', 'text', internal, { ...byPrefix('content'), maxLength: 1000 }),
  item('amount', '金额', 'Amount', 'decimal', internal, {
    ...byPrefix('amount', ['CF', 'SX', 'BZ']),
    unit: '10000 CNY',
  }),
  coded('status', '信用信息状态', 'Status of the record', open, 'credit_status', byPrefix('status')),
  item('repaired_on', '信用修复日期', 'Repaired on', 'date', open, byPrefix('repaired_on', ['CF', 'SX'])),
  item('shown_until', '公示截止日期', 'Shown until', 'date', open, byPrefix('shown_until')),
  item('division', '信用信息所在区划', 'Division of the record', 'division', open, {
    ...byPrefix('division'),
    standard: 'GB/T 2260',
  }),
])
