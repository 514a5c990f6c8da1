import { cities } from '../../catalog/divisions.ts'
import { render } from '../../core/locale.ts'
import type { Platform } from '../platform.ts'
import type { ReportScope } from './data.ts'

const REGION = '150000'

/** Which reports are asked for; nothing named: all. */
export interface ReportChoice {
  department?: string | undefined
  city?: string | undefined
  region?: boolean | undefined
}

/** The region, the departments that provide a register, the leagues and cities: those that are asked for. */
export function scopesOf(platform: Platform, choice: ReportChoice = {}): ReportScope[] {
  const all = allScopes(platform)
  const { department, city, region } = choice
  if (!department && !city && !region) return all
  return all.filter(
    ({ kind, id }) =>
      (kind === 'region' && region) ||
      (kind === 'department' && id === department) ||
      (kind === 'city' && id === city),
  )
}

function allScopes({ catalogue }: Platform): ReportScope[] {
  const providers = new Set(catalogue.datasets.map((each) => each.providingDepartment))
  return [
    { kind: 'region', id: REGION, name: divisionName(REGION) },
    ...catalogue.departments
      .filter(({ id }) => providers.has(id))
      .map(({ id, name }): ReportScope => ({ kind: 'department', id, name })),
    ...cities.map(({ code }): ReportScope => ({ kind: 'city', id: code, name: divisionName(code) })),
  ]
}

/** Name of the region, a league or a city. */
export function divisionName(code: string): ReportScope['name'] {
  const key = `report.division.${code}`
  return { 'zh-CN': render('zh-CN', key), en: render('en', key) }
}

/** The audience of a report, as grants name it: `department:health`, `city:150100`, `region`. */
export function audienceOf({ kind, id }: ReportScope): string {
  return kind === 'region' ? 'region' : `${kind}:${id}`
}

/** The report of a scope below the folder of reports, without the file's ending. */
export function pathOf({ kind, id }: ReportScope): string {
  if (kind === 'region') return 'region'
  return kind === 'department' ? `departments/${id}` : `cities/${id}`
}
