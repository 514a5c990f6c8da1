import { catalogue } from '../../catalog/catalogue.ts'
import { divisions } from '../../catalog/data/divisions.ts'
import { columnOf, elementOf } from '../../catalog/lookup.ts'
import type { MaskId } from '../../catalog/masks.ts'
import type { JobsConfig } from '../../pipelines/config.ts'

/** The twelve leagues and cities. */
export const cities = divisions
  .filter(({ level, validTo }) => level === 'city' && !validTo)
  .map(({ code }) => code)

/** What each of them may have: the number as a keyed hash, the rest as the catalogue masks it. */
const elements = [
  'person.citizen_id',
  'person.name',
  'person.sex',
  'person.birth_date',
  'person.died_on',
  'person.household_division',
  'person.household_address',
]

/** The columns of a package with their masks. */
export const columns: { name: string; mask: MaskId }[] = elements.map((id) => ({
  name: columnOf(id),
  mask: id === elements[0] ? 'hash' : elementOf(catalogue, id).mask,
}))

/** An approved request of a league or city for the persons of its own area. */
export function requestOf(city: string): JobsConfig['deliveries'][number] {
  return {
    id: `bench_${city}`,
    city,
    foundation: 'person',
    fields: elements.map((element, at) => ({ element, clear: false, clearLegalBasis: '', hash: at === 0 })),
    divisions: [city],
    purpose: '性能测试',
    legalBasis: '《内蒙古自治区公共数据管理暂行办法》第十九条',
    approval: { reference: '测试〔2026〕1号', by: 'public_security', on: '2026-01-01' },
    from: '2026-01-01',
    to: '2099-12-31',
    format: ['parquet'],
    delivery: 'incremental',
    sink: { kind: 'folder' },
  }
}
