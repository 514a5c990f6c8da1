import type { Element } from '../element.ts'
import { coded, type ElementInput, elementsFrom, type Item, internal, item, open } from './element_parts.ts'
import { type LayerRegister, layerRegisters, layers } from './geography_layers.ts'

/** Layers whose features have an area that the department declares. */
const withArea: LayerRegister[] = [
  'division_boundaries',
  'spatial_use_zones',
  'land_parcels',
  'mineral_rights',
  'forest_stands',
  'grassland',
  'wetlands',
  'water_bodies',
  'fishery_waters',
  'wildlife_sites',
  'buildings',
]
/** Layers whose features belong to somebody. */
const withHolder: LayerRegister[] = [
  'land_parcels',
  'mineral_rights',
  'fishery_waters',
  'buildings',
  'underground_pipes',
  'city_components',
]

/** Each register answers for the features of its layer, which their identifiers begin with. */
function byLayer(registers: LayerRegister[], field: string): ElementInput['authority'] {
  return registers.map((name) => ({ field: `${name}.${field}`, keyPrefixes: [layers[name].code] }))
}

/** Items that these registers hold, as elements of `owner`. */
function held(owner: string, registers: LayerRegister[], items: Item[]): Element[] {
  return items.flatMap((each) => {
    const authority = byLayer(registers, each.column)
    return elementsFrom(owner, '', [{ ...each, extras: { ...each.extras, authority } }])
  })
}

/**
 * Elements of the geography foundation. The part after `geography.` is the column of the golden table; what is
 * measured from the geometry (area, length, bounds) is added on intake and is no element.
 */
export const geographyElements: Element[] = [
  ...held('geography', layerRegisters, [
    item('feature_id', '要素标识', 'Feature identifier', 'text', open, { maxLength: 16 }),
    coded('layer', '图层', 'Layer', open, 'geography_layer'),
    item('name', '要素名称', 'Name', 'text', open, { maxLength: 100 }),
    coded('kind', '要素类型', 'Kind', open, 'geography_kind'),
    item('division', '要素所在区划', 'Division', 'division', open, { standard: 'GB/T 2260' }),
    item('geometry', '几何', 'Geometry', 'geometry', internal, { standard: 'CGCS2000 (EPSG:4490)' }),
  ]),
  ...held('geography', withArea, [
    item('declared_area_m2', '登记面积', 'Declared area', 'decimal', open, { unit: 'm2' }),
  ]),
  ...held('geography', withHolder, [
    item(
      'holder_uscc',
      '权利（权属）单位统一社会信用代码',
      "Holder's unified social credit code",
      'uscc',
      internal,
      {
        standard: 'GB 32100-2015',
      },
    ),
  ]),
  ...elementsFrom('geography', 'buildings', [
    item('parcel_id', '所在宗地要素标识', 'Parcel', 'text', open, { maxLength: 16 }),
  ]),
  ...held('geography', layerRegisters, [
    item('surveyed_on', '测绘（调查）日期', 'Surveyed on', 'date', open),
  ]),
  /** Of the geometry as received, not of the feature. */
  ...held('feature', layerRegisters, [
    coded('crs', '坐标参照系', 'Coordinate reference system', open, 'crs'),
  ]),
]
