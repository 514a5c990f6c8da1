import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import { areas, KM2, layerFields, layerOf, layerRules, openLayer } from './layer_parts.ts'

const climate = own('climate')

/** 气候 (Article 15). */
export const climateZones = defineDataset({
  ...layerOf('climate_zones', 'meteorology'),
  name: named('气候区划数据', 'Climate zones'),
  abstract: named(
    '按干湿状况划分的气候区及其多年平均值。',
    'Climate zones by humidity with long-term means.',
  ),
  ...openLayer(['《中华人民共和国气象法》', 'Meteorology Law']),
  updateCycle: 'yearly',
  levels: ['region'],
  fields: layerFields([
    climate('mean_temperature', '年平均气温', { aliases: ['平均气温'] }),
    climate('precipitation', '年降水量', { aliases: ['降水量'] }),
  ]),
  rules: [
    { kind: 'range', field: 'mean_temperature', min: -20, max: 30 },
    { kind: 'range', field: 'precipitation', min: 0, max: 2_000 },
    ...layerRules('climate_zones', { types: areas, maxArea: 600_000 * KM2 }),
  ],
})
