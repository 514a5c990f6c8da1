import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.unknown_period': {
    kind: 'invalid',
    'zh-CN': '{period} 不是期间。请写月份（2026-10）、年份（2026）或 all。',
    en: '{period} is no period. Write a month (2026-10), a year (2026) or all.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
