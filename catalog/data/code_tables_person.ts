import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'

/** Code tables of the person foundation. */
export const personCodeTables: CodeTable[] = [
  codeTable(
    'death_place',
    '死亡地点类别',
    'Place of death',
    PLATFORM_CODES,
    '1医疗卫生机构 2来院途中 3家中 4养老服务机构 8其他场所 9不详',
  ),
]
