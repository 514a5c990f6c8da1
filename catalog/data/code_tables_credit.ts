import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'

/** Code tables of the credit foundation. */
export const creditCodeTables: CodeTable[] = [
  codeTable('subject_kind', '主体类型', 'Kind of subject', PLATFORM_CODES, '1自然人 2法人和非法人组织'),
  codeTable(
    'credit_status',
    '信用信息状态',
    'Status of credit record',
    PLATFORM_CODES,
    '1在示 2已修复 3已撤销',
  ),
  codeTable(
    'credit_record_kind',
    '信用信息类别',
    'Kind of credit record',
    PLATFORM_CODES,
    '1行政处罚 2行政许可 3失信被执行人 4表彰奖励',
  ),
]
