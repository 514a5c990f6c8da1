/** A layer of the geography foundation: one register, whose feature identifiers begin with the layer's letters. */
export interface Layer {
  /** Two letters: layer code and first characters of the key. */
  code: string
  zh: string
  en: string
  /** `01… 02…`: kinds of feature, the layer's letters in front. */
  kinds: string
}

/** Layers by the register that holds them, in the order of Article 15 after the boundaries. */
export const layers = {
  division_boundaries: {
    code: 'BJ',
    zh: '行政区划界线',
    en: 'Boundaries of divisions',
    kinds: '01自治区 02盟市 03旗县（市、区）',
  },
  spatial_use_zones: {
    code: 'KJ',
    zh: '国土空间用途',
    en: 'Spatial use zones',
    kinds:
      '01永久基本农田 02生态保护红线 03城镇开发边界 04生态控制区 05村庄建设区 06一般农业区 07林业发展区 08牧业发展区 09矿产能源发展区',
  },
  land_parcels: {
    code: 'DK',
    zh: '土地宗地',
    en: 'Land parcels',
    kinds:
      '01耕地 02园地 03林地 04草地 05湿地 06农业设施建设用地 07居住用地 08公共管理与公共服务用地 09商业服务业用地 10工矿用地 11仓储用地 12交通运输用地 13公用设施用地 14绿地与开敞空间用地 15特殊用地 16留白用地 17陆地水域 99其他土地',
  },
  mineral_rights: { code: 'KQ', zh: '矿业权', en: 'Mineral rights', kinds: '01探矿权 02采矿权' },
  forest_stands: {
    code: 'LD',
    zh: '森林小班',
    en: 'Forest stands',
    kinds: '01乔木林地 02灌木林地 03疏林地 04未成林造林地 05苗圃地 06迹地',
  },
  grassland: { code: 'CD', zh: '草地', en: 'Grassland', kinds: '01天然牧草地 02人工牧草地 03其他草地' },
  wetlands: {
    code: 'SD',
    zh: '湿地',
    en: 'Wetlands',
    kinds: '01森林沼泽 02灌丛沼泽 03沼泽草地 04其他沼泽地 05内陆滩涂 06河流湿地 07湖泊湿地 08人工湿地',
  },
  water_bodies: { code: 'SL', zh: '水体', en: 'Water bodies', kinds: '01河流 02湖泊 03水库 04坑塘 05沟渠' },
  fishery_waters: {
    code: 'YY',
    zh: '渔业水域',
    en: 'Fishery waters',
    kinds: '01养殖水域 02捕捞水域 03水产种质资源保护区 04禁渔区',
  },
  wildlife_sites: {
    code: 'DW',
    zh: '野生动物分布和保护地',
    en: 'Wildlife sites',
    kinds: '01重要栖息地 02自然保护地 03监测样点 04收容救护机构',
  },
  climate_zones: {
    code: 'QH',
    zh: '气候区划',
    en: 'Climate zones',
    kinds: '01湿润区 02半湿润区 03半干旱区 04干旱区 05极干旱区',
  },
  weather_stations: {
    code: 'QX',
    zh: '气象站点',
    en: 'Weather stations',
    kinds: '01国家基准气候站 02国家基本气象站 03国家气象观测站 04区域气象观测站 05天气雷达站',
  },
  buildings: {
    code: 'FW',
    zh: '房屋建筑',
    en: 'Buildings',
    kinds:
      '01住宅 02商业服务 03办公 04工业仓储 05教育科研 06医疗卫生 07文化体育 08宗教 09交通 10农牧业生产 99其他',
  },
  underground_pipes: {
    code: 'GX',
    zh: '地下管道',
    en: 'Underground pipes',
    kinds: '01给水 02雨水 03污水 04燃气 05热力 06电力 07通信 08工业 09综合管廊',
  },
  city_components: {
    code: 'CJ',
    zh: '城市部件',
    en: 'City components',
    kinds: '01公用设施 02交通设施 03市容环境 04园林绿化 99其他部件',
  },
} satisfies Record<string, Layer>
export type LayerRegister = keyof typeof layers

export const layerRegisters = Object.keys(layers) as LayerRegister[]

/** `DK01耕地`: the kinds of a layer as codes with their meanings. */
export function kindsOf({ code, kinds }: Layer): string[] {
  return kinds.split(' ').map((kind) => `${code}${kind}`)
}
