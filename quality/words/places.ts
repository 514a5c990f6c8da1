import { defineTexts } from '../../core/locale.ts'

/** Words of violations of divisions, addresses and coordinates. Counts stand in braces. */
defineTexts({
  'violation.division.unknown': { 'zh-CN': '行政区划代码不存在', en: 'The division code does not exist' },
  'violation.division.historical': {
    'zh-CN': '行政区划代码已撤销，已换为现行代码',
    en: 'The division code was abolished and was replaced by its successor',
  },
  'violation.division.not_in_force': {
    'zh-CN': '该行政区划代码在所述日期尚未启用或已经撤销',
    en: 'The division code was not in force on that date',
  },
  'violation.coordinates.invalid': {
    'zh-CN': '经纬度无法识别或超出地球范围',
    en: 'The longitude or latitude cannot be read or lies beyond the earth',
  },
  'violation.coordinates.zero': {
    'zh-CN': '经度或纬度为零（多为未采集）',
    en: 'The longitude or latitude is zero, which mostly means that it was never taken',
  },
  'violation.coordinates.swapped': {
    'zh-CN': '经度与纬度填反',
    en: 'Longitude and latitude are exchanged',
  },
  'violation.coordinates.range': {
    'zh-CN': '经纬度不在自治区范围内',
    en: 'The coordinates lie outside the region',
  },
  'violation.postcode.shape': {
    'zh-CN': '邮政编码不是6位的规定格式',
    en: 'The postcode does not have the prescribed shape',
  },
  'violation.postcode.division': {
    'zh-CN': '邮政编码与行政区划不一致',
    en: 'The postcode belongs to another province than the division',
  },
  'violation.address.short': {
    'zh-CN': '地址过短，无法定位',
    en: 'The address is too short to lead anywhere',
  },
  'violation.address.placeholder': {
    'zh-CN': '地址为占位文字（如“不详”“测试”）',
    en: 'The address is a placeholder',
  },
  'violation.address.division': {
    'zh-CN': '地址中写明的盟市或旗县与行政区划代码不一致',
    en: 'The division named in the address contradicts the division code',
  },
})
