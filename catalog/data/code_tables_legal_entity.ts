import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'

/** Code tables of the legal-entity foundation. */
export const legalEntityCodeTables: CodeTable[] = [
  codeTable(
    'registration_status',
    '登记状态',
    'Registration status',
    PLATFORM_CODES,
    '1存续（在业） 2吊销 3注销 4撤销 5迁出',
  ),
  codeTable(
    'entity_change_item',
    '变更事项',
    'Item of change',
    PLATFORM_CODES,
    '01名称 02住所（经营场所） 03法定代表人（负责人） 04注册资本 05经营范围 06组织类型 07股东（投资人） 08经营期限 09章程 10分支机构 99其他',
  ),
  codeTable(
    'code_change_reason',
    '统一社会信用代码变更原因',
    'Reason of code change',
    PLATFORM_CODES,
    '1错赋更正 2重复赋码归并 3登记管理部门变更 4组织性质变更 9其他',
  ),
  codeTable(
    'succession_kind',
    '承继方式',
    'Kind of succession',
    PLATFORM_CODES,
    '1吸收合并 2新设合并 3存续分立 4解散分立 5改制 6职能划转 9其他',
  ),
  codeTable(
    'elderly_care_filing_status',
    '养老机构备案状态',
    'Status of filing of an elderly-care institution',
    PLATFORM_CODES,
    '1备案 2变更 3注销',
  ),
  codeTable(
    'contribution_form',
    '出资方式',
    'Form of contribution',
    PLATFORM_CODES,
    '1货币 2实物 3知识产权 4土地使用权 5股权 6债权 9其他',
  ),
]
