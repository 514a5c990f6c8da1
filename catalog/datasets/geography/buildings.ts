import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import {
  areas,
  declaredArea,
  declaredAreaRule,
  geo,
  holder,
  holderRule,
  KM2,
  layerFields,
  layerOf,
  layerOnRequest,
  layerRules,
} from './layer_parts.ts'

const building = own('building')

/** 房屋建筑 (Article 15). */
export const buildings = defineDataset({
  ...layerOf('buildings', 'housing_construction'),
  name: named('房屋建筑数据', 'Buildings'),
  abstract: named(
    '房屋建筑的用途、结构、层数、占地范围和所在宗地。',
    'Buildings with use, structure, floors, footprint and parcel.',
  ),
  ...layerOnRequest(['《中华人民共和国城市房地产管理法》', 'Urban Real Estate Administration Law']),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  fields: layerFields([
    declaredArea,
    holder,
    geo('parcel_id', '所在宗地', ['宗地标识', '宗地要素标识']),
    building('structure', '建筑结构', { aliases: ['结构类型'] }),
    building('floors', '地上层数', { aliases: ['层数'] }),
    building('height', '建筑高度', { aliases: ['高度'] }),
    building('completed_on', '竣工日期'),
    building('address', '房屋坐落', { aliases: ['坐落'] }),
  ]),
  rules: [
    declaredAreaRule(1 * KM2),
    { kind: 'range', field: 'floors', min: 1, max: 120 },
    { kind: 'range', field: 'height', min: 0, max: 600 },
    {
      kind: 'pattern',
      field: 'parcel_id',
      pattern: '^DK15[0-9]{12}$',
      examples: {
        good: [{ parcel_id: 'DK15000000000001' }],
        bad: [
          { parcel_id: 'DK14000000000001' },
          { parcel_id: 'DK1500000000001' },
          { parcel_id: 'FW15000000000001' },
        ],
      },
      severity: 'warn',
    },
    { kind: 'reference', field: 'parcel_id', datasets: ['land_parcels'], severity: 'warn' },
    holderRule,
    ...layerRules('buildings', { types: areas, maxArea: 1 * KM2 }),
  ],
})
