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

const forest = own('forest')

/** 森林 (Article 15). */
export const forestStands = defineDataset({
  ...layerOf('forest_stands', 'forestry'),
  name: named('森林小班数据', 'Forest stands'),
  abstract: named(
    '森林资源调查小班的地类、树种、起源和蓄积。',
    'Stands of the forest survey: land type, species, origin and growing stock.',
  ),
  ...layerOnRequest(['《中华人民共和国森林法》', 'Forest Law']),
  updateCycle: 'yearly',
  levels: ['region', 'county'],
  fields: layerFields([
    declaredArea,
    forest('dominant_species', '优势树种', { aliases: ['树种'] }),
    forest('origin', '起源'),
    forest('volume_m3', '蓄积量', { aliases: ['蓄积'] }),
  ]),
  rules: [
    declaredAreaRule(500 * KM2),
    { kind: 'range', field: 'volume_m3', min: 0, max: 100_000_000 },
    ...layerRules('forest_stands', { types: areas, maxArea: 500 * KM2 }),
  ],
})
