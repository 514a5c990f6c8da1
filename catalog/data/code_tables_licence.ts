import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'

/** Code tables of the licence foundation. The kinds of holder are `subject_kind`. */
export const licenceCodeTables: CodeTable[] = [
  codeTable(
    'licence_status',
    '证照状态',
    'Status of licence',
    PLATFORM_CODES,
    '1有效 2过期 3撤销 4吊销 5注销 6暂扣 7已换发 8作废',
  ),
  codeTable(
    'licence_event',
    '证照业务类型',
    'Event of licence',
    PLATFORM_CODES,
    '1首次签发 2变更换发 3延续 4补发 5撤销 6吊销 7注销 8暂扣 9恢复',
  ),
]
