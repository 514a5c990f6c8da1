import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import {
  areas,
  declaredArea,
  declaredAreaRule,
  guardedLayer,
  KM2,
  layerFields,
  layerOf,
  layerRules,
  points,
} from './layer_parts.ts'

const wildlife = own('wildlife')

/** 野生动物 (Article 15). */
export const wildlifeSites = defineDataset({
  ...layerOf('wildlife_sites', 'forestry'),
  name: named('野生动物分布和保护地数据', 'Wildlife sites'),
  abstract: named(
    '重要栖息地、自然保护地、监测样点和收容救护机构。',
    'Habitats, protected areas, monitoring plots and rescue stations.',
  ),
  ...guardedLayer(['《中华人民共和国野生动物保护法》', 'Wildlife Protection Law']),
  updateCycle: 'yearly',
  levels: ['region', 'county'],
  fields: layerFields([
    declaredArea,
    wildlife('main_species', '主要保护物种', { aliases: ['保护物种'] }),
    wildlife('protection_level', '保护级别'),
  ]),
  rules: [
    declaredAreaRule(15_000 * KM2),
    ...layerRules('wildlife_sites', { types: [...points, ...areas], maxArea: 15_000 * KM2 }),
  ],
})
