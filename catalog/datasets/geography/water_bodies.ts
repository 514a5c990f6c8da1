import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import {
  areas,
  declaredArea,
  KM2,
  layerFields,
  layerOf,
  layerRules,
  lines,
  openLayer,
} from './layer_parts.ts'

const water = own('water')

/** 水 (Article 15). */
export const waterBodies = defineDataset({
  ...layerOf('water_bodies', 'water_resources'),
  name: named('水体数据', 'Water bodies'),
  abstract: named(
    '河流、湖泊、水库、坑塘和沟渠的位置、编码和水质类别。',
    'Rivers, lakes, reservoirs, ponds and canals with code and class of water quality.',
  ),
  ...openLayer(['《中华人民共和国水法》', 'Water Law']),
  updateCycle: 'yearly',
  levels: ['region', 'city', 'county'],
  fields: layerFields([
    declaredArea,
    water('water_code', '河湖编码', { aliases: ['河流代码', '湖泊代码'] }),
    water('quality', '水质类别'),
  ]),
  rules: [
    { kind: 'range', field: 'declared_area_m2', min: 0, max: 3_000 * KM2 },
    ...layerRules('water_bodies', { types: [...lines, ...areas], maxArea: 3_000 * KM2 }),
  ],
})
