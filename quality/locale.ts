import { defineTexts } from '../core/locale.ts'
import './locale_extract.ts'
import './locale_sets.ts'

defineTexts({
  'error.quality.two_geometries': {
    'zh-CN':
      '数据集 {dataset} 有多个图形字段，而每个数据集只能有一个；未处理任何数据。请在目录中将其余图形拆为独立的数据集。',
    en: 'Dataset {dataset} has more than one field with a geometry, where a dataset may have one; nothing was processed. Give the other geometries datasets of their own in the catalogue.',
  },
})

/** What each violation code means, in words for people who govern data: `{received}` and the like are counts. */
export const violationTexts = defineTexts({
  'violation.required': { 'zh-CN': '必填项为空', en: 'A required value is missing' },
  'violation.citizen_id.shape': {
    'zh-CN': '公民身份号码不是18位（或15位）的规定格式',
    en: 'The identity number does not have the prescribed shape',
  },
  'violation.citizen_id.date': {
    'zh-CN': '公民身份号码中的出生日期不存在或晚于数据日期',
    en: 'The birth date inside the identity number does not exist or lies in the future',
  },
  'violation.citizen_id.check': {
    'zh-CN': '公民身份号码的校验码不正确',
    en: 'The check character of the identity number is wrong',
  },
  'violation.uscc.shape': {
    'zh-CN': '统一社会信用代码不是18位的规定格式',
    en: 'The unified social credit code does not have the prescribed shape',
  },
  'violation.uscc.org_code': {
    'zh-CN': '统一社会信用代码中的主体标识码（组织机构代码）校验不通过',
    en: 'The organisation code inside the unified social credit code fails its check',
  },
  'violation.uscc.check': {
    'zh-CN': '统一社会信用代码的校验码不正确',
    en: 'The check character of the unified social credit code is wrong',
  },
  'violation.uscc.authority': {
    'zh-CN': '统一社会信用代码的登记管理部门不属于本数据集',
    en: 'The registration authority in the unified social credit code does not belong to this register',
  },
  'violation.uscc.category': {
    'zh-CN': '统一社会信用代码的机构类别不在该登记管理部门的已知范围内',
    en: 'The category in the unified social credit code is unknown for its registration authority',
  },
  'violation.subject_id.shape': {
    'zh-CN': '主体代码的格式与主体类别不符（自然人为公民身份号码，法人和非法人组织为统一社会信用代码）',
    en: 'The identifier of the subject does not have the shape that its kind prescribes',
  },
  'violation.subject_id.date': {
    'zh-CN': '主体代码（公民身份号码）中的出生日期不存在或晚于数据日期',
    en: 'The birth date inside the identity number of the subject does not exist or lies in the future',
  },
  'violation.subject_id.check': {
    'zh-CN': '主体代码的校验码不正确',
    en: 'The check character of the identifier of the subject is wrong',
  },
  'violation.licence_id.shape': {
    'zh-CN': '电子证照标识不符合规定的格式',
    en: 'The licence identifier does not have the prescribed shape',
  },
  'violation.licence_id.check': {
    'zh-CN': '电子证照标识的校验位不正确',
    en: 'The check character of the licence identifier is wrong',
  },
  'violation.code.unknown': {
    'zh-CN': '代码不在标准代码表中',
    en: 'The code is not in the standard code table',
  },
  'violation.division.unknown': { 'zh-CN': '行政区划代码不存在', en: 'The division code does not exist' },
  'violation.division.historical': {
    'zh-CN': '行政区划代码已撤销，已换为现行代码',
    en: 'The division code was abolished and was replaced by its successor',
  },
  'violation.date.invalid': {
    'zh-CN': '日期不存在或格式无法识别',
    en: 'The date does not exist or cannot be read',
  },
  'violation.date.future': { 'zh-CN': '日期晚于数据日期', en: 'The date lies after the time of the extract' },
  'violation.date.order': { 'zh-CN': '两个日期的先后次序颠倒', en: 'Two dates are in the wrong order' },
  'violation.datetime.invalid': {
    'zh-CN': '时间不存在或格式无法识别',
    en: 'The time does not exist or cannot be read',
  },
  'violation.number.invalid': { 'zh-CN': '不是规定格式的数值', en: 'The value is not a plain number' },
  'violation.pattern.mismatch': {
    'zh-CN': '不符合规定的编号格式',
    en: 'The value does not match the prescribed pattern',
  },
  'violation.length.outside': { 'zh-CN': '长度超出规定范围', en: 'The length lies outside its limits' },
  'violation.range.outside': { 'zh-CN': '数值超出规定范围', en: 'The number lies outside its limits' },
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
  'violation.birth_date.mismatch': {
    'zh-CN': '出生日期与公民身份号码不一致',
    en: 'The birth date disagrees with the identity number',
  },
  'violation.sex.mismatch': {
    'zh-CN': '性别与公民身份号码不一致',
    en: 'The sex disagrees with the identity number',
  },
  'violation.phone.shape': {
    'zh-CN': '电话号码格式不规范',
    en: 'The phone number does not have a known shape',
  },
  'violation.parse.columns_missing': { 'zh-CN': '该行缺少列', en: 'The record has too few columns' },
  'violation.parse.columns_extra': { 'zh-CN': '该行多出列', en: 'The record has too many columns' },
  'violation.parse.quote': { 'zh-CN': '引号不配对', en: 'A quotation mark is not closed' },
  'violation.parse.encoding': {
    'zh-CN': '文字编码无法识别',
    en: 'The bytes are not valid in the encoding of the file',
  },
  'violation.parse.nul': { 'zh-CN': '含有空字符（NUL）', en: 'The record contains a NUL character' },
  'violation.parse.line_too_long': { 'zh-CN': '该行过长', en: 'The record is too long' },
  'violation.parse.json': { 'zh-CN': '不是有效的 JSON', en: 'The line is not valid JSON' },
  'violation.parse.operation': { 'zh-CN': '操作标志无法识别', en: 'The operation flag is unknown' },
  'violation.xlsx.number_damaged': {
    'zh-CN': '电子表格已将号码转为数值，末位数字丢失',
    en: 'The spreadsheet turned the number into a float and lost digits',
  },
  'severity.block': { 'zh-CN': '阻断', en: 'Block' },
  'severity.reject': { 'zh-CN': '退回', en: 'Reject' },
  'severity.warn': { 'zh-CN': '提示', en: 'Warn' },
  'dimension.conformity': { 'zh-CN': '规范性', en: 'Conformity' },
  'dimension.completeness': { 'zh-CN': '完整性', en: 'Completeness' },
  'dimension.accuracy': { 'zh-CN': '准确性', en: 'Accuracy' },
  'dimension.consistency': { 'zh-CN': '一致性', en: 'Consistency' },
  'dimension.timeliness': { 'zh-CN': '时效性', en: 'Timeliness' },
  'dimension.accessibility': { 'zh-CN': '可访问性', en: 'Accessibility' },
  'report.title': { 'zh-CN': '数据质量报告', en: 'Data quality report' },
  'report.as_of': { 'zh-CN': '报告日期', en: 'Date' },
  'report.rows': { 'zh-CN': '收数情况', en: 'Rows' },
  'report.scores': { 'zh-CN': '各维度得分', en: 'Scores by dimension' },
  'report.violations': { 'zh-CN': '主要问题', en: 'Violations' },
  'report.rectify': { 'zh-CN': '整改清单', en: 'Rows to correct' },
  'report.dataset': { 'zh-CN': '数据集', en: 'Dataset' },
  'report.received': { 'zh-CN': '收到', en: 'Received' },
  'report.accepted': { 'zh-CN': '入库', en: 'Accepted' },
  'report.quarantined': { 'zh-CN': '隔离', en: 'Quarantined' },
  'report.warned': { 'zh-CN': '提示', en: 'With warnings' },
  'report.violation': { 'zh-CN': '问题', en: 'Violation' },
  'report.field': { 'zh-CN': '字段', en: 'Field' },
  'report.severity': { 'zh-CN': '处理', en: 'Severity' },
  'report.failed': { 'zh-CN': '行数', en: 'Rows' },
  'report.file': { 'zh-CN': '文件', en: 'File' },
  'report.line': { 'zh-CN': '行号', en: 'Line' },
  'report.key': { 'zh-CN': '主键（已脱敏）', en: 'Key (masked)' },
})
