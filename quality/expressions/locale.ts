import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.quality.expression_syntax': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式无法解析：{part}。请改正后重试；未判定任何数据。',
    en: 'The expression of rule {rule} cannot be parsed: {part}. Correct it; nothing was judged.',
  },
  'error.quality.expression_part': {
    kind: 'invalid',
    'zh-CN':
      '规则 {rule} 的表达式含有不允许的成分 {part}：只能是对本行字段的一个表达式，不得有子查询、窗口、匿名函数、参数、星号或多条语句。',
    en: 'The expression of rule {rule} has a part that is not allowed: {part}. It must be one expression over the fields of the row, without subquery, window, lambda, parameter, star or second statement.',
  },
  'error.quality.expression_column': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式引用了 {part}，它不是本数据集可用的字段。',
    en: 'The expression of rule {rule} names {part}, which is no field that the row offers.',
  },
  'error.quality.expression_function': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式调用了不允许的函数或运算符 {part}。可用的函数见 docs/quality.zh-CN.md。',
    en: 'The expression of rule {rule} calls {part}, which is not among the allowed functions and operators; see docs/quality.md.',
  },
  'error.quality.expression_arguments': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式中函数 {part} 的参数不合要求（个数不对，或模式、替换文字不是常量）。',
    en: 'The expression of rule {rule} gives function {part} arguments that it may not have: their number, or a pattern or a replacement that is no constant.',
  },
  'error.quality.expression_constant': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式含有无法准确表示的常量（{part}）。',
    en: 'The expression of rule {rule} has a constant that cannot be carried exactly ({part}).',
  },
  'error.quality.expression_type': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式类型不符：{part}。结果须为真或假（BOOLEAN）。',
    en: 'The types in the expression of rule {rule} do not fit: {part}. Its result must be true or false (BOOLEAN).',
  },
  'error.quality.expression_size': {
    kind: 'invalid',
    'zh-CN': '规则 {rule} 的表达式过长或嵌套过深（上限 {part}）。',
    en: 'The expression of rule {rule} is too long or too deep (limit {part}).',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
