import { defineTexts } from '../../core/locale.ts'

/** Words of violations of days, times and periods. Counts stand in braces. */
defineTexts({
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
  'violation.date.implausible': {
    'zh-CN': '日期早得或晚得不合常理，请核对',
    en: 'The date is implausibly early or late',
  },
  'violation.period.invalid': {
    'zh-CN': '月份不存在或格式无法识别（应为 YYYYMM 或 YYYY-MM）',
    en: 'The month does not exist or cannot be read (YYYYMM or YYYY-MM)',
  },
  'violation.period.future': {
    'zh-CN': '所属月份晚于数据日期',
    en: 'The month lies after the time of the extract',
  },
  'violation.age.outside': {
    'zh-CN': '办理时的年龄低于或高于规定',
    en: 'The age on that day is below or above what the rule allows',
  },
})
