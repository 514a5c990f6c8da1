import { defineTexts } from '../core/locale.ts'
import './expressions/locale.ts'
import './locale_parse.ts'
import './rules/kinds/index.ts'

const texts = defineTexts({
  'error.quality.two_geometries': {
    kind: 'internal',
    'zh-CN':
      '数据集 {dataset} 有多个图形字段，而每个数据集只能有一个；未处理任何数据。请在目录中将其余图形拆为独立的数据集。',
    en: 'Dataset {dataset} has more than one field with a geometry, where a dataset may have one; nothing was processed. Give the other geometries datasets of their own in the catalogue.',
  },
})

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

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
