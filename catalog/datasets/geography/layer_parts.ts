import { kindsOf, type LayerRegister, layers } from '../../data/geography_layers.ts'
import type { RuleInput } from '../../rule.ts'
import {
  allBodies,
  entityReference,
  type FieldInput,
  heldBy,
  key,
  named,
  openedOnRequest,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

export type Law = readonly [zh: string, en: string]
type GeometryTypes = Extract<RuleInput, { kind: 'geometry' }>['types']

export const areas: GeometryTypes = ['Polygon', 'MultiPolygon']
export const lines: GeometryTypes = ['LineString', 'MultiLineString']
export const points: GeometryTypes = ['Point']

/** Square metres in a square kilometre. */
export const KM2 = 1_000_000

const surveying: Law = [
  '《中华人民共和国测绘法》；《中华人民共和国测绘成果管理条例》',
  'Surveying and Mapping Law; Regulations on the Management of Surveying and Mapping Results',
]

/** Shared with every body and opened to everybody, under `law`. */
export function openLayer(law: Law) {
  return {
    sharing: { type: 'unconditional' as const, scope: allBodies, legalBasis: named(...law) },
    opening: { type: 'unconditional' as const },
  }
}

/** Shared with every body under `law`; opened to applicants, because exact geometries are results of surveying. */
export function layerOnRequest(law: Law) {
  return {
    sharing: { type: 'unconditional' as const, scope: allBodies, legalBasis: named(...law) },
    opening: openedOnRequest({
      basis: named(...surveying),
      conditions: named(
        '限于申请列明的区划和用途，按测绘成果使用规定管理',
        'For the divisions and purposes of the application, under the rules on results of surveying',
      ),
      reason: named('精确图形属于测绘成果', 'Exact geometries are results of surveying'),
    }),
  }
}

/** Shared for a statutory duty under `law`, not opened: exact places are confidential results of surveying. */
export function guardedLayer(law: Law) {
  const reason = named('精确位置属于涉密测绘成果', 'Exact places are confidential results of surveying')
  const legalBasis = named(`${law[0]}；${surveying[0]}`, `${law[1]}; ${surveying[1]}`)
  return {
    sharing: {
      type: 'conditional' as const,
      scope: allBodies,
      conditions: named(
        '履行法定职责所必需，限于申请列明的区划，落实保密要求',
        'Needed for a statutory duty, for the divisions of the request, kept confidential',
      ),
      reason,
      legalBasis,
    },
    opening: { type: 'closed' as const, reason, legalBasis },
  }
}

/** What every layer's register is: the department's, of the geography foundation, one record a feature. */
export function layerOf(register: LayerRegister, department: string) {
  return {
    id: register,
    article: '15',
    foundation: 'geography',
    form: 'file' as const,
    ...heldBy(department),
    key: 'feature_id',
    eventTime: 'updated_at',
  }
}

/** A source field of the geography foundation, of the same name as its column. */
export function geo(id: string, header: string, aliases: string[] = [], required = false): FieldInput {
  return source(id, header, `geography.${id}`, { aliases, required })
}

export const declaredArea = geo('declared_area_m2', '登记面积', ['面积', '面积（平方米）'])
export const holder = geo('holder_uscc', '权属单位统一社会信用代码', [
  '权利人统一社会信用代码',
  '权属单位代码',
])

/** The fields of every layer around `more`, which are the layer's own. */
export function layerFields(more: FieldInput[]): FieldInput[] {
  return [
    key('feature_id', '要素标识', 'geography.feature_id', ['要素编码', '标识码']),
    geo('layer', '图层代码', ['图层'], true),
    geo('name', '要素名称', ['名称']),
    geo('kind', '要素类型', ['类型代码', '要素类型代码'], true),
    geo('division', '所在区划', ['区划代码', '行政区划代码'], true),
    geo('geometry', '几何', ['空间数据', '几何图形', 'geom', 'wkt'], true),
    source('crs', '坐标参照系', 'feature.crs', {
      aliases: ['坐标系', '坐标系代码', 'srid'],
      mapping: { 'EPSG:4490': '4490', CGCS2000: '4490' },
    }),
    ...more,
    geo('surveyed_on', '测绘日期', ['调查日期', '测量日期']),
    updatedAt,
  ]
}

interface Geometry {
  types: GeometryTypes
  /** Largest plausible area of one feature, in square metres. */
  maxArea?: number
  /** False where the feature is no part of its division: a boundary is the division. */
  insideDivision?: boolean
}

/** Rules of every layer: identifier and kind of the layer, a sound geometry inside its division. */
export function layerRules(register: LayerRegister, geometry: Geometry): RuleInput[] {
  const { types, maxArea, insideDivision = true } = geometry
  const { code } = layers[register]
  const kinds = kindsOf(layers[register]).map((kind) => kind.slice(0, 4))
  return [
    {
      kind: 'pattern',
      field: 'feature_id',
      pattern: `^${code}15[0-9]{12}$`,
      examples: {
        good: [{ feature_id: `${code}15000000000001` }],
        bad: [
          { feature_id: `${code}14000000000001` },
          { feature_id: `${code}1500000000001` },
          { feature_id: `XX15000000000001` },
        ],
      },
    },
    {
      kind: 'pattern',
      field: 'layer',
      pattern: `^${code}$`,
      examples: { good: [{ layer: code }], bad: [{ layer: `${code}0` }, { layer: 'XX' }] },
    },
    {
      kind: 'pattern',
      field: 'kind',
      pattern: `^(${kinds.join('|')})$`,
      examples: {
        good: [{ kind: kinds[0] ?? '' }, { kind: kinds.at(-1) ?? '' }],
        bad: [{ kind: `${kinds[0]}0` }, { kind: '~' }],
      },
    },
    {
      kind: 'geometry',
      field: 'geometry',
      types,
      maxArea,
      division: insideDivision ? 'division' : undefined,
    },
    ...usualRules(['feature_id'], 0.8),
  ]
}

/** The declared area is positive and at most `max` square metres. */
export function declaredAreaRule(max: number): RuleInput {
  return { kind: 'range', field: 'declared_area_m2', min: 0, max }
}

/** Holders are organisations that some register knows. */
export const holderRule: RuleInput = entityReference('holder_uscc')
