import { defineTexts } from '../core/locale.ts'
import './expressions/locale.ts'
import './geometry/locale.ts'
import './rules/kinds/index.ts'

defineTexts({
  'violation.custom': {
    'zh-CN': '不符合数据集自定规则 {code}',
    en: 'The row breaks rule {code}, which the dataset declares',
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
})

/** Words of rows that could not be read. Counts stand in braces. */
defineTexts({
  'violation.parse.columns_missing': { 'zh-CN': '该行缺少列', en: 'The record has too few columns' },
  'violation.parse.columns_extra': {
    'zh-CN': '表头之外的列中有值',
    en: 'The record has a value in a column that the header does not name',
  },
  'violation.parse.quote': { 'zh-CN': '引号不配对', en: 'A quotation mark is not closed' },
  'violation.parse.encoding': {
    'zh-CN': '文字编码无法识别，或无法判定是哪一种编码',
    en: 'The bytes are no text, or may be text in either of two encodings',
  },
  'violation.parse.nul': { 'zh-CN': '含有空字符（NUL）', en: 'The record contains a NUL character' },
  'violation.parse.number_rounded': {
    'zh-CN': '号码以浮点数导出，超出有效位数，末位数字丢失',
    en: 'The number was exported as a float of more digits than it holds, and lost some',
  },
  'violation.parse.line_too_long': { 'zh-CN': '该行过长', en: 'The record is too long' },
  'violation.parse.json': { 'zh-CN': '不是有效的 JSON', en: 'The line is not valid JSON' },
  'violation.parse.operation': { 'zh-CN': '操作标志无法识别', en: 'The operation flag is unknown' },
  'violation.xlsx.merged': {
    'zh-CN': '数据行中有跨列合并的单元格，无法判定值属于哪一列',
    en: 'Cells are merged across columns in a row of data, so a value has no column',
  },
  'violation.xlsx.number_damaged': {
    'zh-CN': '电子表格已将号码转为数值，末位数字丢失',
    en: 'The spreadsheet turned the number into a float and lost digits',
  },
})
