import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import {
  areas,
  declaredArea,
  declaredAreaRule,
  KM2,
  layerFields,
  layerOf,
  layerOnRequest,
  layerRules,
} from './layer_parts.ts'

const zone = own('zone')

/** 国土空间用途 (Article 15). */
export const spatialUseZones = defineDataset({
  ...layerOf('spatial_use_zones', 'natural_resources'),
  name: named('国土空间用途分区数据', 'Spatial use zones'),
  abstract: named('国土空间规划确定的控制线和用途分区。', 'Control lines and zones of spatial planning.'),
  ...layerOnRequest(['《中华人民共和国土地管理法》', 'Land Administration Law']),
  updateCycle: 'yearly',
  levels: ['region', 'city', 'county'],
  fields: layerFields([declaredArea, zone('plan_name', '规划名称'), zone('approved_on', '批准日期')]),
  rules: [
    declaredAreaRule(100_000 * KM2),
    ...layerRules('spatial_use_zones', { types: areas, maxArea: 100_000 * KM2 }),
  ],
})
