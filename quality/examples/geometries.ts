import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { geometryFieldOf } from '../geometry/field.ts'
import type { Problem } from '../geometry/problems.ts'
import type { Examples } from './example.ts'

const texts = {
  Point: 'POINT(111.67 40.82)',
  LineString: 'LINESTRING(111.67 40.82,111.671 40.821)',
  Polygon: 'POLYGON((111.67 40.82,111.671 40.82,111.671 40.821,111.67 40.82))',
} as const
type Shape = keyof typeof texts
const shapes = Object.keys(texts) as Shape[]

/**
 * Examples of a dataset's geometry; undefined where one row cannot show it: a division's boundary is needed, or the
 * register takes no area.
 */
export function geometryExamples(
  catalogue: Catalogue,
  dataset: Dataset,
  problem: Problem,
): Examples | undefined {
  const about = geometryFieldOf(catalogue, dataset)
  if (!about) return undefined
  const taken = shapes.filter((shape) => about.types.includes(shape))
  const crs = about.crs?.id
  const row = (geometry: string, more: Record<string, string> = {}) => ({
    [about.field]: geometry,
    ...(crs ? { [crs]: '4490' } : {}),
    ...more,
  })
  const good = taken.map((shape) => row(texts[shape]))
  const area = taken.includes('Polygon')
  const polygon = (ring: string) => [row(`POLYGON((${ring}))`)]
  const bad: Record<Problem, ReturnType<typeof row>[]> = {
    unreadable: [row('POLYGON(('), row('不详'), row('{"type":"Polygon"')],
    type: shapes.filter((shape) => !about.types.includes(shape)).map((shape) => row(texts[shape])),
    crs: crs ? [row(texts[taken[0] ?? 'Point'], { [crs]: '2343' })] : [],
    axes: taken.map((shape) => row(texts[shape].replace(/([0-9.]+) ([0-9.]+)/g, '$2 $1'))),
    range: taken.map((shape) => row(texts[shape].replaceAll('111.67', '86.67'))),
    ring: area ? polygon('111.67 40.82,111.671 40.82,111.671 40.821') : [],
    self_intersection: area
      ? polygon('111.67 40.82,111.671 40.821,111.671 40.82,111.67 40.821,111.67 40.82')
      : [],
    area: area && about.maxArea && about.maxArea < 1e11 ? polygon('98 38,126 38,126 53,98 53,98 38') : [],
    area_differs: area && about.declaredArea ? [row(texts.Polygon, { [about.declaredArea.id]: '1' })] : [],
    outside_division: [],
  }
  return bad[problem].length > 0 ? { good, bad: bad[problem] } : undefined
}
