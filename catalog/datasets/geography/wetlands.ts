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

const wetland = own('wetland')

/** 湿地 (Article 15). */
export const wetlands = defineDataset({
  ...layerOf('wetlands', 'forestry'),
  name: named('湿地数据', 'Wetlands'),
  abstract: named('湿地图斑的类型、保护级别和面积。', 'Wetlands with type, level of protection and area.'),
  ...openLayer(['《中华人民共和国湿地保护法》', 'Wetlands Conservation Law']),
  updateCycle: 'yearly',
  levels: ['region', 'county'],
  fields: layerFields([declaredArea, wetland('protection_level', '保护级别')]),
  rules: [declaredAreaRule(3_000 * KM2), ...layerRules('wetlands', { types: areas, maxArea: 3_000 * KM2 })],
})
