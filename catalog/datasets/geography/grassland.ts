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

const pasture = own('pasture')

/** 草地 (Article 15). */
export const grassland = defineDataset({
  ...layerOf('grassland', 'forestry'),
  name: named('草地数据', 'Grassland'),
  abstract: named(
    '草原调查图斑的草地类型、盖度和面积。',
    'Patches of the grassland survey: type, cover and area.',
  ),
  ...openLayer(['《中华人民共和国草原法》', 'Grassland Law']),
  updateCycle: 'yearly',
  levels: ['region', 'county'],
  fields: layerFields([declaredArea, pasture('coverage', '植被盖度', { aliases: ['盖度'] })]),
  rules: [
    declaredAreaRule(5_000 * KM2),
    { kind: 'range', field: 'coverage', min: 0, max: 100 },
    ...layerRules('grassland', { types: areas, maxArea: 5_000 * KM2 }),
  ],
})
