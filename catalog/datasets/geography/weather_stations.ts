import { defineDataset } from '../../dataset.ts'
import { named, own } from '../parts.ts'
import { layerFields, layerOf, layerRules, openLayer, points } from './layer_parts.ts'

const station = own('station')

/** 气象 (Article 15). */
export const weatherStations = defineDataset({
  ...layerOf('weather_stations', 'meteorology'),
  name: named('气象站点数据', 'Weather stations'),
  abstract: named(
    '地面气象观测站和天气雷达站的位置、区站号和海拔。',
    'Surface weather stations and radars with place, number and elevation.',
  ),
  ...openLayer(['《中华人民共和国气象法》', 'Meteorology Law']),
  updateCycle: 'quarterly',
  levels: ['region', 'county'],
  fields: layerFields([
    station('station_no', '区站号', { aliases: ['站号'], required: true }),
    station('elevation', '海拔高度', { aliases: ['观测场海拔高度'] }),
    station('opened_on', '建站日期'),
  ]),
  rules: [
    {
      kind: 'pattern',
      field: 'station_no',
      pattern: '^[0-9A-Z][0-9]{4}$',
      examples: {
        good: [{ station_no: '53463' }, { station_no: 'C1234' }],
        bad: [
          { station_no: '5346' },
          { station_no: '534633' },
          { station_no: 'c1234' },
          { station_no: '534AB' },
        ],
      },
    },
    { kind: 'range', field: 'elevation', min: 0, max: 4_000 },
    ...layerRules('weather_stations', { types: points }),
  ],
})
