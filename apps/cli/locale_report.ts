import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.cli.unknown_city': {
    kind: 'usage',
    'zh-CN': '没有代码为 {code} 的盟市，未做任何更改。可用：{known}。',
    en: 'There is no league or city {code}; nothing was changed. There are: {known}.',
  },
  'error.cli.bad_month': {
    kind: 'usage',
    'zh-CN': '--period 须为月份，形如 2026-10，收到 {value}。未做任何更改。',
    en: '--period takes a month, as 2026-10, not {value}. Nothing was changed.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
