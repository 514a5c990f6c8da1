import type { Make, Subject } from '../fields/subject.ts'
import { digits } from '../fields/texts.ts'
import type { Random } from '../random.ts'
import { zoneOf } from '../world/gauss_kruger.ts'
import { parcelIn } from '../world/parcels.ts'
import { areaOf, type Shape } from '../world/shape.ts'
import type { Plan } from './plan.ts'

/** How the features of a layer lie. */
export interface Layer extends Plan {
  /** Two letters that their identifiers begin with. */
  code: string
  form: 'area' | 'line' | 'point' | 'mixed'
  /** Half of their size in degrees. */
  half: number
  /** How many there are in each division. */
  each: number
}

const usual: Record<string, Make> = {
  feature_id: ({ key }) => key,
  layer: ({ key }) => key.slice(0, 2),
  geometry: ({ shape }) => JSON.stringify(shape),
  crs: ({ shape }, random) => systemOf(shape, random),
  declared_area_m2: ({ shape }, random) => declared(shape, random),
}

const species = ['蒙古栎', '樟子松', '落叶松', '山杏', '沙棘']
const animals = ['黄羊', '丹顶鹤', '白琵鹭', '蒙古野驴', '天鹅']

/** The layers of the province, parcels before what stands on them. */
export const layerPlans: Layer[] = [
  layer('division_boundaries', 'BJ', 'area', 0.04, 0, { crs: () => '4490' }),
  layer('spatial_use_zones', 'KJ', 'area', 0.035, 2),
  layer('land_parcels', 'DK', 'area', 0.0012, 3),
  layer('mineral_rights', 'KQ', 'area', 0.02, 1, {
    certificate_no: (_subject, random) => `C15${digits(random, 20)}`,
  }),
  layer('forest_stands', 'LD', 'area', 0.006, 2, {
    dominant_species: (_subject, random) => random.pick(species),
  }),
  layer('grassland', 'CD', 'area', 0.04, 2),
  layer('wetlands', 'SD', 'area', 0.02, 1),
  layer('water_bodies', 'SL', 'mixed', 0.02, 2),
  layer('fishery_waters', 'YY', 'area', 0.008, 1, {
    main_species: (_subject, random) => random.pick(['鲤鱼', '鲫鱼']),
  }),
  layer('wildlife_sites', 'DW', 'area', 0.03, 1, {
    main_species: (_subject, random) => random.pick(animals),
  }),
  layer('climate_zones', 'QH', 'area', 0.04, 1),
  layer('weather_stations', 'QX', 'point', 0, 1),
  layer('buildings', 'FW', 'area', 0.0002, 3, {
    parcel_id: ({ world, place }, random) => (random.chance(0.1) ? null : parcelIn(world, place, random)),
    floors: (_subject, random) => String(random.between(1, 33)),
    height: (_subject, random) => String(random.between(3, 99)),
  }),
  layer('underground_pipes', 'GX', 'line', 0.004, 2),
  layer('city_components', 'CJ', 'point', 0, 3),
]

function layer(
  dataset: string,
  code: string,
  form: Layer['form'],
  half: number,
  each: number,
  fields: Record<string, Make> = {},
): Layer {
  return { dataset, code, form, half, each, share: 1, rate: 0.06, fields: { ...usual, ...fields } }
}

/** Degrees, or the 3-degree zone of the feature. */
function systemOf(shape: Shape | undefined, random: Random): string {
  const [lon = 111] =
    JSON.stringify(shape?.coordinates)
      .match(/[\d.]+/)
      ?.map(Number) ?? []
  return random.chance(0.5) ? '4490' : String(4488 + zoneOf(lon))
}

function declared(shape: Subject['shape'], random: Random): string | null {
  const area = shape ? areaOf(shape) : 0
  return area > 0 ? (area * (1 + (random.next() - 0.5) / 100)).toFixed(2) : null
}
