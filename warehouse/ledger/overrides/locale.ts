import { defineTexts } from '../../../core/locale.ts'

const texts = defineTexts({
  'error.ledger.override_exists': {
    kind: 'conflict',
    'zh-CN': '{subject} 的这次放行已登记过，一次只能放行一次。未做任何更改。用 shuyuan gate list 查看。',
    en: 'There is an override of this very state of {subject} already; it is good for one time only. Nothing was changed. See `shuyuan gate list`.',
  },
  'error.ledger.unknown_override': {
    kind: 'not_found',
    'zh-CN': '没有第 {override} 号放行。用 shuyuan gate list 查看。',
    en: 'There is no override {override}. See `shuyuan gate list`.',
  },
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
