import { sql } from 'kysely'
import { z } from 'zod'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import { geometryFieldOf } from '../../geometry/field.ts'
import { bitOf, type GeometryProblem, problems } from '../../geometry/problems.ts'
import { helper } from '../../normalise/level.ts'
import type { Examples } from '../example.ts'
import { type Add, given, type RuleOptions, rowKind, rowTest, violation } from '../kind.ts'

interface Geometry {
  problem: GeometryProblem
  types?: readonly string[]
  maxArea?: number
  division?: string
}

/** The pass over the geometries did not find the problem. */
export const geometryTest = rowTest<Geometry>('geometry', {
  bad: (field, { problem }) => sql`(${helper(field, 'problems')} & ${sql.lit(bitOf(problem))}) <> 0`,
  broken: (_, { problem }, { examined }) => examined.includes(problem),
  examples: (_, { problem }, { catalogue, dataset }) => geometryExamples(catalogue, dataset, problem),
})

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
function geometryExamples(
  catalogue: Catalogue,
  dataset: Dataset,
  problem: GeometryProblem,
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
  const bad: Record<GeometryProblem, ReturnType<typeof row>[]> = {
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

const codes = {
  'geometry.unreadable': violation('reject', 'format_compliance', {
    'zh-CN': '图形无法识别（不是 GeoJSON、WKT 或十六进制 WKB，为空，或超出规模上限）',
    en: 'The geometry cannot be read: neither GeoJSON, WKT nor hexadecimal WKB, empty, or too large',
  }),
  'geometry.type': violation('reject', 'data_standard', {
    'zh-CN': '图形类型不属于本数据集',
    en: 'The kind of geometry does not belong to this register',
  }),
  'geometry.crs': violation('reject', 'data_standard', {
    'zh-CN': '坐标系代码未知，或与图形自带的坐标系、坐标值不符',
    en: 'The coordinate system is unknown, or is not that of the geometry or of its coordinates',
  }),
  'geometry.axes': violation('reject', 'content_correctness', {
    'zh-CN': '横纵坐标（经纬度）颠倒',
    en: 'The two axes (longitude and latitude, or easting and northing) are swapped',
  }),
  'geometry.range': violation('reject', 'content_correctness', {
    'zh-CN': '图形不在自治区范围内',
    en: 'The geometry lies outside the region',
  }),
  'geometry.ring': violation('reject', 'format_compliance', {
    'zh-CN': '图形边界未闭合，或点数不足',
    en: 'A ring of the geometry is not closed, or a line has a single position',
  }),
  'geometry.self_intersection': violation('reject', 'content_correctness', {
    'zh-CN': '图形自相交，或内环、各部分之间的位置关系错误',
    en: 'The geometry crosses or touches itself, or its holes or parts are misplaced',
  }),
  'geometry.area': violation('reject', 'business_rule', {
    'zh-CN': '图形面积为零，或超过规定上限',
    en: 'The area of the geometry is zero or above its limit',
  }),
  'geometry.area_differs': violation('warn', 'related_data', {
    'zh-CN': '图形面积与申报面积相差超过5%',
    en: 'The area of the geometry differs from the declared area by more than 5 %',
  }),
  'geometry.outside_division': violation('warn', 'related_data', {
    'zh-CN': '图形超出所属行政区划的界线',
    en: 'The geometry reaches beyond the boundary of its division',
  }),
}

/** Warnings stay warnings whatever the rule says. The area and the division are judged where the dataset has them. */
export function addGeometry(
  catalogue: Catalogue,
  dataset: Dataset,
  field: string,
  add: Add<keyof typeof codes>,
  options?: RuleOptions,
): void {
  const about = geometryFieldOf(catalogue, dataset)
  for (const problem of problems) {
    if (problem === 'area_differs' && !about?.declaredArea) continue
    if (problem === 'outside_division' && !about?.division) continue
    const test = geometryTest.of({
      problem,
      ...(problem === 'type' ? { types: about?.types } : {}),
      ...(problem === 'area' ? { maxArea: about?.maxArea } : {}),
      ...(problem === 'outside_division' ? { division: about?.division?.id } : {}),
    })
    const code = `geometry.${problem}` as const
    const severity = codes[code].severity === 'warn' ? undefined : options?.severity
    add(field, code, test, { ...options, severity })
  }
}

/** Every check of a geometry; `division`: the field of the division in whose extent it must lie. */
export const geometry = rowKind(
  'geometry',
  {
    ...ruleOnField,
    division: idSchema.optional(),
    types: z.array(
      z.enum(['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']),
    ),
    maxArea: z.number().positive().optional(), // square metres
  },
  {
    fieldsOf: ({ field, division }) => given(field, division),
    codes,
    tests: [geometryTest],
    declare({ field }, { add, catalogue, dataset, options: { severity } }) {
      addGeometry(catalogue, dataset, field, add, { severity })
    },
  },
)
