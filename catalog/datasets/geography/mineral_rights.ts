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
  layerOnRequest,
  layerRules,
} from './layer_parts.ts'

const mineral = own('mineral')

/** 矿产 (Article 15). */
export const mineralRights = defineDataset({
  ...layerOf('mineral_rights', 'natural_resources'),
  name: named('矿业权数据', 'Mineral rights'),
  abstract: named(
    '探矿权和采矿权的范围、矿种、期限和权利单位。',
    'Rights to explore and to mine: extent, mineral, term and holder.',
  ),
  ...layerOnRequest(['《中华人民共和国矿产资源法》', 'Mineral Resources Law']),
  updateCycle: 'weekly',
  levels: ['region', 'city', 'county'],
  history: true,
  fields: layerFields([
    declaredArea,
    holder,
    mineral('certificate_no', '许可证号', { aliases: ['勘查许可证号', '采矿许可证号'], required: true }),
    mineral('mineral', '主矿种', { aliases: ['开采矿种'] }),
    mineral('valid_from', '有效期起'),
    mineral('valid_to', '有效期止'),
    mineral('status', '矿业权状态', { required: true }),
  ]),
  rules: [
    declaredAreaRule(2_000 * KM2),
    { kind: 'date', field: 'valid_from', allowFuture: true },
    { kind: 'date', field: 'valid_to', allowFuture: true },
    { kind: 'dateOrder', earlier: 'valid_from', later: 'valid_to' },
    holderRule,
    ...layerRules('mineral_rights', { types: areas, maxArea: 2_000 * KM2 }),
  ],
})
