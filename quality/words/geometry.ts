import { defineTexts } from '../../core/locale.ts'

/** Words of violations of geometries. Counts stand in braces. */
defineTexts({
  'violation.geometry.unreadable': {
    'zh-CN': '图形无法识别（不是 GeoJSON、WKT 或十六进制 WKB，为空，或超出规模上限）',
    en: 'The geometry cannot be read: neither GeoJSON, WKT nor hexadecimal WKB, empty, or too large',
  },
  'violation.geometry.type': {
    'zh-CN': '图形类型不属于本数据集',
    en: 'The kind of geometry does not belong to this register',
  },
  'violation.geometry.crs': {
    'zh-CN': '坐标系代码未知，或与图形自带的坐标系、坐标值不符',
    en: 'The coordinate system is unknown, or is not that of the geometry or of its coordinates',
  },
  'violation.geometry.axes': {
    'zh-CN': '横纵坐标（经纬度）颠倒',
    en: 'The two axes (longitude and latitude, or easting and northing) are swapped',
  },
  'violation.geometry.range': {
    'zh-CN': '图形不在自治区范围内',
    en: 'The geometry lies outside the region',
  },
  'violation.geometry.ring': {
    'zh-CN': '图形边界未闭合，或点数不足',
    en: 'A ring of the geometry is not closed, or a line has a single position',
  },
  'violation.geometry.self_intersection': {
    'zh-CN': '图形自相交，或内环、各部分之间的位置关系错误',
    en: 'The geometry crosses or touches itself, or its holes or parts are misplaced',
  },
  'violation.geometry.area': {
    'zh-CN': '图形面积为零，或超过规定上限',
    en: 'The area of the geometry is zero or above its limit',
  },
  'violation.geometry.area_differs': {
    'zh-CN': '图形面积与申报面积相差超过5%',
    en: 'The area of the geometry differs from the declared area by more than 5 %',
  },
  'violation.geometry.outside_division': {
    'zh-CN': '图形超出所属行政区划的界线',
    en: 'The geometry reaches beyond the boundary of its division',
  },
})
