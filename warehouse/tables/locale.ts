import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.foundations.column_taken': {
    kind: 'internal',
    'zh-CN':
      '基础库 {foundation} 的数据元 {element} 要用列名 {column}，但该列名由平台保留给记录本身。未做任何更改；请在目录中为该数据元换一个标识。',
    en: 'Element {element} of foundation {foundation} would be column {column}, a name that the platform keeps for the record itself. Nothing was changed; give the element another id in the catalogue.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
