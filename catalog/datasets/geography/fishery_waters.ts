import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import {
  areas,
  declaredArea,
  declaredAreaRule,
  holder,
  holderRule,
  KM2,
  layerFields,
  layerOf,
  layerRules,
  openLayer,
} from './layer_parts.ts'

const fishery = own('fishery')

/** 渔业 (Article 15). */
export const fisheryWaters = defineDataset({
  ...layerOf('fishery_waters', 'agriculture'),
  name: named('渔业水域数据', 'Fishery waters'),
  abstract: named(
    '养殖、捕捞水域和水产种质资源保护区的范围和养殖证。',
    'Waters of aquaculture and fishing and reserves of aquatic species, with certificates.',
  ),
  ...openLayer(['《中华人民共和国渔业法》', 'Fisheries Law']),
  updateCycle: 'yearly',
  levels: ['region', 'county'],
  fields: layerFields([
    declaredArea,
    holder,
    fishery('certificate_no', '养殖证号', { aliases: ['水域滩涂养殖证号'] }),
    fishery('main_species', '主要品种'),
  ]),
  rules: [
    declaredAreaRule(1_000 * KM2),
    holderRule,
    ...layerRules('fishery_waters', { types: areas, maxArea: 1_000 * KM2 }),
  ],
})
