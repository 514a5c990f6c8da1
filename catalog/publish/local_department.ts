import type { Division } from '../data/divisions.ts'
import type { Department } from '../department.ts'
import type { Name } from '../names.ts'
import { REGION_CODE } from '../resource_code.ts'

/** Bodies whose names change with the level in a way that no rule gives (the second: Article 7). */
const named: Record<string, { city: string; county: string }> = {
  自治区高级人民法院: { city: '中级人民法院', county: '人民法院' },
  自治区政务服务与数据管理局: { city: '公共数据主管部门', county: '公共数据主管部门' },
}

/**
 * What a department of the region is called at one of its divisions: 自治区公安厅 is 赤峰市公安局 in 150400.
 * Derived from the name (the division stands for the region, 厅 becomes 局); a local body with a name of its own is
 * not known to the catalogue. At the region itself: its own name.
 */
export function departmentAt(department: Department, division: Division): Name {
  if (division.code === REGION_CODE) return department.name
  return {
    'zh-CN': chinese(department.name['zh-CN'], division),
    en: `${department.name.en} (${division.code} ${division.name})`,
  }
}

function chinese(name: string, division: Division): string {
  const exception = division.level === 'region' ? undefined : named[name]?.[division.level]
  if (exception) return `${division.name}${exception}`
  return name.replace(/(内蒙古)?自治区/, division.name).replace(/厅$/, '局')
}
