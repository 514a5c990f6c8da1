import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Department } from '../../catalog/department.ts'
import { cities } from '../../catalog/divisions.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { JobsConfig } from '../../pipelines/config.ts'
import './locale_profile.ts'

/** The department `id`. @throws ShuyuanError `cli.unknown_department` */
export function departmentOf({ departments }: Pick<Catalogue, 'departments'>, id: string): Department {
  const found = departments.find((each) => each.id === id)
  if (found) return found
  throw new ShuyuanError('cli.unknown_department', {
    id,
    known: departments.map((each) => each.id).join(', '),
  })
}

/** Holds that `code` is of a league or city in force. @throws ShuyuanError `cli.unknown_city` */
export function assertCity(code: string): void {
  const known = cities.map((each) => each.code)
  if (!known.includes(code)) throw new ShuyuanError('cli.unknown_city', { code, known: known.join(', ') })
}

/** The approved request `id`. @throws ShuyuanError `pipelines.unknown_request` */
export function deliveryOf(
  { deliveries }: Pick<JobsConfig, 'deliveries'>,
  id: string,
): JobsConfig['deliveries'][number] {
  const found = deliveries.find((each) => each.id === id)
  if (found) return found
  const known = deliveries.map((each) => each.id).join(', ') || '-'
  throw new ShuyuanError('pipelines.unknown_request', { request: id, known })
}

/** The number of `--limit`. @throws ShuyuanError `cli.bad_limit` */
export function positive(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new ShuyuanError('cli.bad_limit', { value })
  return Number(value)
}

/** The number of an extract, of `--extract`. @throws ShuyuanError `cli.bad_extract` */
export function extractOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new ShuyuanError('cli.bad_extract', { value: text })
  return number
}
