import { defineTexts } from '../../core/locale.ts'

/** Words of violations across the fields of a row. Counts stand in braces. */
defineTexts({
  'violation.required.when': {
    'zh-CN': '另一字段已要求填写，本字段却为空',
    en: 'The value is missing though another field of the row calls for it',
  },
  'violation.forbidden.when': {
    'zh-CN': '按另一字段的内容，本字段不应填写',
    en: 'A value is given though another field of the row rules it out',
  },
  'violation.fields.compare': {
    'zh-CN': '两个字段的值不符合规定的大小或相等关系',
    en: 'Two values of the row do not stand in the prescribed relation',
  },
  'violation.fields.exclusive': {
    'zh-CN': '只应填写其一的字段填写了多个',
    en: 'More than one of several fields that exclude each other is given',
  },
  'violation.fields.sum': {
    'zh-CN': '合计与各分项之和不一致',
    en: 'The total is not the sum of its parts',
  },
  'violation.custom': {
    'zh-CN': '不符合数据集自定规则 {code}',
    en: 'The row breaks rule {code}, which the dataset declares',
  },
})
