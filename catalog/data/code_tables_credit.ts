import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'

/** Code tables of the credit foundation. Kinds of penalty follow Article 9 of the Administrative Penalty Law. */
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
    '11警告、通报批评 12罚款 13没收违法所得、没收非法财物 14暂扣许可证件、降低资质等级、吊销许可证件 15限制开展生产经营活动、责令停产停业、责令关闭、限制从业 16行政拘留 19其他行政处罚 21普通许可 22特许 23认可 24核准 25登记 29其他行政许可 31全部未履行 32部分未履行 41表彰 42奖励 43荣誉称号',
  ),
]
