import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import { holder, holderRule, layerFields, layerOf, layerRules, openLayer, points } from './layer_parts.ts'

const component = own('component')

/** 城市部件 (Article 15). */
export const cityComponents = defineDataset({
  ...layerOf('city_components', 'urban_management'),
  name: named('城市部件数据', 'City components'),
  abstract: named(
    '井盖、路灯、公交站亭、垃圾箱、行道树等城市管理部件。',
    'Manhole covers, street lamps, shelters, bins, trees and the like.',
  ),
  ...openLayer(['《城市市容和环境卫生管理条例》', 'Regulations on the Appearance and Sanitation of Cities']),
  updateCycle: 'monthly',
  levels: ['region', 'city', 'county'],
  fields: layerFields([
    holder,
    component('status', '部件状态', { required: true }),
    component('installed_on', '设置日期', { aliases: ['安装日期'] }),
  ]),
  rules: [holderRule, ...layerRules('city_components', { types: points })],
})
