import { defineTexts } from './locale.ts'

/** Wording of the errors of core. */
export const texts = defineTexts({
  'error.core.bad_setting': {
    kind: 'usage',
    'zh-CN': '环境变量 {name} 的值无效：{reason}。请改正后重试；未做任何更改。',
    en: 'The environment variable {name} is not valid: {reason}. Correct it and try again; nothing was changed.',
  },
  'error.core.workdays_uncovered': {
    kind: 'usage',
    'zh-CN':
      '{year} 年的节假日和调休安排未知（已知 {from}–{to} 年），无法计算工作日期限。请在 jobs.config.ts 的 workdays 中补充该年的 holidays 与 workdays 后重试；未做任何更改。',
    en: 'The holidays and make-up days of {year} are not known (known: {from}–{to}), so that a deadline in working days cannot be told. Add the year with its holidays and workdays under workdays in jobs.config.ts and try again; nothing was changed.',
  },
  'error.core.bad_day': {
    kind: 'usage',
    'zh-CN': '日期无效，应写作 YYYY-MM-DD 且为真实日期。未做任何更改。',
    en: 'A date is not valid: it is written YYYY-MM-DD and must exist. Nothing was changed.',
  },
})
