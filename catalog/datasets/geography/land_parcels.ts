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

const parcel = own('parcel')

/** 土地 (Article 15). */
export const landParcels = defineDataset({
  ...layerOf('land_parcels', 'natural_resources'),
  name: named('土地宗地数据', 'Land parcels'),
  abstract: named(
    '宗地的用途、范围、登记面积和权利单位。',
    'Parcels with use, extent, declared area and holder.',
  ),
  ...layerOnRequest([
    '《中华人民共和国土地管理法》；《不动产登记暂行条例》',
    'Land Administration Law; Interim Regulations on Real Estate Registration',
  ]),
  updateCycle: 'daily',
  levels: ['region', 'county'],
  history: true,
  fields: layerFields([
    declaredArea,
    holder,
    parcel('cadastral_no', '地籍号', { aliases: ['宗地号'] }),
    parcel('address', '土地坐落', { aliases: ['坐落'] }),
  ]),
  rules: [
    declaredAreaRule(1_000 * KM2),
    holderRule,
    ...layerRules('land_parcels', { types: areas, maxArea: 1_000 * KM2 }),
  ],
})
