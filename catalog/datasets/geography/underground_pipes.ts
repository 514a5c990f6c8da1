import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import { guardedLayer, holder, holderRule, layerFields, layerOf, layerRules, lines } from './layer_parts.ts'

const pipe = own('pipe')

/** 地下管道 (Article 15). */
export const undergroundPipes = defineDataset({
  ...layerOf('underground_pipes', 'housing_construction'),
  name: named('地下管道数据', 'Underground pipes'),
  abstract: named(
    '城市地下管线的类型、材质、管径、埋深和权属单位。',
    'Urban underground pipes and cables: kind, material, diameter, depth and owner.',
  ),
  ...guardedLayer(['《中华人民共和国保守国家秘密法》', 'Law on Guarding State Secrets']),
  updateCycle: 'quarterly',
  levels: ['region', 'city', 'county'],
  fields: layerFields([
    holder,
    pipe('material', '管道材质', { aliases: ['材质'] }),
    pipe('diameter', '管径'),
    pipe('depth', '埋深'),
    pipe('laid_on', '敷设日期', { aliases: ['埋设日期'] }),
  ]),
  rules: [
    { kind: 'range', field: 'diameter', min: 0, max: 10_000 },
    { kind: 'range', field: 'depth', min: 0, max: 60 },
    holderRule,
    ...layerRules('underground_pipes', { types: lines }),
  ],
})
