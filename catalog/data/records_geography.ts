import type { Element } from '../element.ts'
import { coded, elementsFrom, internal, item, open } from './element_parts.ts'

const planning = elementsFrom('zone', 'spatial_use_zones', [
  item('plan_name', '规划名称', 'Plan', 'text', open, { maxLength: 100 }),
  item('approved_on', '规划批准日期', 'Plan approved on', 'date', open),
])

const boundaries = elementsFrom('boundary', 'division_boundaries', [
  item('document_no', '界线批准文号', 'Document of approval', 'text', open, { maxLength: 60 }),
])

const parcels = elementsFrom('parcel', 'land_parcels', [
  item('cadastral_no', '地籍号', 'Cadastral number', 'text', internal, { maxLength: 28 }),
  item('address', '土地坐落', 'Location', 'text', internal, { maxLength: 200 }),
])

const minerals = elementsFrom('mineral', 'mineral_rights', [
  item('certificate_no', '勘查（采矿）许可证号', 'Certificate', 'text', open, { maxLength: 30 }),
  item('mineral', '主矿种', 'Main mineral', 'text', open, { maxLength: 60 }),
  item('valid_from', '矿业权有效期起', 'Right valid from', 'date', open),
  item('valid_to', '矿业权有效期止', 'Right valid to', 'date', open),
  coded('status', '矿业权状态', 'Status of right', open, 'mineral_status'),
])

const stands = elementsFrom('forest', 'forest_stands', [
  item('dominant_species', '优势树种', 'Dominant species', 'text', open, { maxLength: 40 }),
  coded('origin', '林分起源', 'Origin of stand', open, 'origin'),
  item('volume_m3', '蓄积量', 'Growing stock', 'decimal', open, { unit: 'm3' }),
])

const pastures = elementsFrom('pasture', 'grassland', [
  item('coverage', '植被盖度', 'Vegetation cover', 'decimal', open, { unit: '%' }),
])

const wetlands = elementsFrom('wetland', 'wetlands', [
  coded('protection_level', '湿地保护级别', 'Level of protection', open, 'protection_level'),
])

const waters = elementsFrom('water', 'water_bodies', [
  item('water_code', '河湖编码', 'Code of water body', 'text', open, { maxLength: 20 }),
  coded('quality', '水质类别', 'Class of water quality', open, 'water_quality'),
])

const fisheries = elementsFrom('fishery', 'fishery_waters', [
  item('certificate_no', '养殖证号', 'Certificate of aquaculture', 'text', open, { maxLength: 40 }),
  item('main_species', '主要水产品种', 'Main species', 'text', open, { maxLength: 60 }),
])

const wildlife = elementsFrom('wildlife', 'wildlife_sites', [
  item('main_species', '主要保护物种', 'Main species', 'text', internal, { maxLength: 100 }),
  coded('protection_level', '保护地级别', 'Level of protection', open, 'protection_level'),
])

const climate = elementsFrom('climate', 'climate_zones', [
  item('mean_temperature', '年平均气温', 'Mean annual temperature', 'decimal', open, { unit: '°C' }),
  item('precipitation', '年降水量', 'Annual precipitation', 'decimal', open, { unit: 'mm' }),
])

const stations = elementsFrom('station', 'weather_stations', [
  item('station_no', '区站号', 'Station number', 'text', open, { maxLength: 5 }),
  item('elevation', '观测场海拔高度', 'Elevation', 'decimal', open, { unit: 'm' }),
  item('opened_on', '建站日期', 'Opened on', 'date', open),
])

const buildings = elementsFrom('building', 'buildings', [
  coded('structure', '建筑结构', 'Structure', open, 'building_structure'),
  item('floors', '地上层数', 'Floors above ground', 'integer', open),
  item('height', '建筑高度', 'Height', 'decimal', open, { unit: 'm' }),
  item('completed_on', '竣工日期', 'Completed on', 'date', open),
  item('address', '房屋坐落', 'Location', 'text', internal, { maxLength: 200 }),
])

const pipes = elementsFrom('pipe', 'underground_pipes', [
  coded('material', '管道材质', 'Material', internal, 'pipe_material'),
  item('diameter', '管径', 'Diameter', 'decimal', internal, { unit: 'mm' }),
  item('depth', '埋深', 'Depth', 'decimal', internal, { unit: 'm' }),
  item('laid_on', '敷设日期', 'Laid on', 'date', internal),
])

const components = elementsFrom('component', 'city_components', [
  coded('status', '部件状态', 'Status of component', open, 'component_status'),
  item('installed_on', '部件设置日期', 'Installed on', 'date', open),
])

/** What single layers of the geography foundation know beyond the columns that all share. */
export const geographyRecords: Element[] = [
  ...boundaries,
  ...planning,
  ...parcels,
  ...minerals,
  ...stands,
  ...pastures,
  ...wetlands,
  ...waters,
  ...fisheries,
  ...wildlife,
  ...climate,
  ...stations,
  ...buildings,
  ...pipes,
  ...components,
]
