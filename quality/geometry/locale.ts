import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.quality.two_geometries': {
    kind: 'internal',
    'zh-CN':
      '数据集 {dataset} 有多个图形字段，而每个数据集只能有一个；未处理任何数据。请在目录中将其余图形拆为独立的数据集。',
    en: 'Dataset {dataset} has more than one field with a geometry, where a dataset may have one; nothing was processed. Give the other geometries datasets of their own in the catalogue.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
