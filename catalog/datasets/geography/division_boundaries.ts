import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import {
  areas,
  declaredArea,
  declaredAreaRule,
  KM2,
  layerFields,
  layerOf,
  layerRules,
  openLayer,
} from './layer_parts.ts'

const boundary = own('boundary')

/** 行政区划界线: one row a division. The extents that other layers are checked against. */
export const divisionBoundaries = defineDataset({
  ...layerOf('division_boundaries', 'natural_resources'),
  name: named('行政区划界线数据', 'Boundaries of divisions'),
  abstract: named(
    '自治区、盟市和旗县级行政区划的范围面，用于判定要素所在区划。',
    'Extents of the region, its leagues and cities, banners and counties; the extent check of every layer rests on them.',
  ),
  ...openLayer([
    '《行政区域界线管理条例》；《中华人民共和国测绘法》',
    'Regulations on Administrative Boundaries; Surveying and Mapping Law',
  ]),
  updateCycle: 'yearly',
  levels: ['region'],
  history: true,
  fields: layerFields([declaredArea, boundary('document_no', '批准文号')]),
  rules: [
    declaredAreaRule(1_300_000 * KM2),
    ...layerRules('division_boundaries', { types: areas, maxArea: 1_300_000 * KM2, insideDivision: false }),
  ],
})
