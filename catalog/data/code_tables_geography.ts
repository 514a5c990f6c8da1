import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'
import { kindsOf, layers } from './geography_layers.ts'

const all = Object.values(layers)
/** 3-degree Gauss-Krüger zones 25 to 45. */
const zones = Array.from({ length: 21 }, (_, at) => 25 + at)

/** EPSG codes of CGCS2000: degrees, zones with their number in front of the easting, and by central meridian. */
const systems = [
  '4490经纬度',
  ...zones.map((zone) => `${4488 + zone}三度带第${zone}带`),
  ...zones.map((zone) => `${4509 + zone}三度带中央经线${3 * zone}度`),
]

/** Code tables of the geography foundation. */
export const geographyCodeTables: CodeTable[] = [
  codeTable(
    'geography_layer',
    '图层',
    'Layer',
    PLATFORM_CODES,
    all.map(({ code, zh }) => `${code}${zh}`).join(' '),
  ),
  codeTable('geography_kind', '要素类型', 'Kind of feature', PLATFORM_CODES, all.flatMap(kindsOf).join(' ')),
  codeTable('crs', '坐标参照系', 'Coordinate reference system', 'EPSG', systems.join(' ')),
  codeTable(
    'mineral_status',
    '矿业权状态',
    'Status of mineral right',
    PLATFORM_CODES,
    '1有效 2到期 3注销 4吊销',
  ),
  codeTable('origin', '起源', 'Origin', PLATFORM_CODES, '1天然 2人工'),
  codeTable(
    'water_quality',
    '水质类别',
    'Class of water quality',
    'GB 3838-2002',
    '1:Ⅰ类 2:Ⅱ类 3:Ⅲ类 4:Ⅳ类 5:Ⅴ类 6劣Ⅴ类',
  ),
  codeTable(
    'building_structure',
    '建筑结构',
    'Structure of building',
    PLATFORM_CODES,
    '1钢结构 2钢筋混凝土结构 3混合结构 4砖木结构 9其他',
  ),
  codeTable(
    'pipe_material',
    '管道材质',
    'Material of pipe',
    PLATFORM_CODES,
    '1钢 2铸铁 3混凝土 4聚乙烯 5聚氯乙烯 6铜光缆 9其他',
  ),
  codeTable('component_status', '部件状态', 'Status of component', PLATFORM_CODES, '1完好 2破损 3丢失 4废弃'),
  codeTable(
    'protection_level',
    '保护级别',
    'Level of protection',
    PLATFORM_CODES,
    '1国家级 2自治区级 3盟市级 4旗县级 9未定级',
  ),
]
