import { defineTexts } from '../core/locale.ts'
import './expressions/locale.ts'
import './geometry/locale.ts'
import './locale_parse.ts'
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
