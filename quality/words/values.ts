import { defineTexts } from '../../core/locale.ts'

/** Words of violations of single values. Counts stand in braces. */
defineTexts({
  'violation.required': { 'zh-CN': '必填项为空', en: 'A required value is missing' },
  'violation.code.unknown': {
    'zh-CN': '代码不在标准代码表中',
    en: 'The code is not in the standard code table',
  },
  'violation.number.invalid': { 'zh-CN': '不是规定格式的数值', en: 'The value is not a plain number' },
  'violation.pattern.mismatch': {
    'zh-CN': '不符合规定的编号格式',
    en: 'The value does not match the prescribed pattern',
  },
  'violation.length.outside': { 'zh-CN': '长度超出规定范围', en: 'The length lies outside its limits' },
  'violation.range.outside': { 'zh-CN': '数值超出规定范围', en: 'The number lies outside its limits' },
  'violation.phone.shape': {
    'zh-CN': '电话号码格式不规范',
    en: 'The phone number does not have a known shape',
  },
  'violation.amount.unit': {
    'zh-CN': '数值中夹带单位或币种（应仅填数字）',
    en: 'The number carries a unit or a currency',
  },
  'violation.amount.negative': {
    'zh-CN': '数值为负',
    en: 'The number is negative',
  },
  'violation.amount.magnitude': {
    'zh-CN': '数值大得不合常理，请核对计量单位',
    en: 'The number is implausibly large; the unit may be wrong',
  },
  'violation.amount.decimals': {
    'zh-CN': '小数位数过多',
    en: 'The number has more decimals than the item',
  },
  'violation.phone.implausible': {
    'zh-CN': '电话号码明显不真实（如号码全部相同）',
    en: 'Nobody has this phone number: equal or consecutive digits',
  },
  'violation.phone.kind': {
    'zh-CN': '电话号码种类不符（要求手机号码或固定电话）',
    en: 'The phone number is of the other kind (mobile, landline)',
  },
  'violation.email.shape': {
    'zh-CN': '电子邮箱格式不规范',
    en: 'The e-mail address does not have a known shape',
  },
  'violation.name.placeholder': {
    'zh-CN': '姓名或名称为占位文字，或已被遮盖（如“测试”“无名氏”“张某”“张*”）',
    en: 'The name is a placeholder, or part of it is hidden',
  },
  'violation.name.characters': {
    'zh-CN': '姓名或名称含有不应有的字符（数字、空格、全角字母、不可见字符等）',
    en: 'The name has characters that names do not have: digits, spaces, full-width letters, invisible marks',
  },
})
