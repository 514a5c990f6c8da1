import { defineTexts } from '../core/locale.ts'

const texts = defineTexts({
  'error.catalog.bad_entry': {
    kind: 'usage',
    'zh-CN': '目录中 {entry} 的定义不正确：{reasons}。请改正后重新执行；什么都没有执行。',
    en: 'The definition of {entry} in the catalogue is wrong: {reasons}. Correct it and run again; nothing was done.',
  },
  'error.catalog.unknown_dataset': {
    kind: 'usage',
    'zh-CN': '目录中没有数据集 {id}。可用的数据集：{known}。',
    en: 'The catalogue has no dataset {id}. It has: {known}.',
  },
  'error.catalog.unknown_foundation': {
    kind: 'usage',
    'zh-CN': '目录中没有基础库 {id}。可用的基础库：{known}。',
    en: 'The catalogue has no foundation {id}. It has: {known}.',
  },
  'error.catalog.unknown_element': {
    kind: 'usage',
    'zh-CN': '目录中没有数据元 {id}。可用的数据元：{known}。',
    en: 'The catalogue has no data element {id}. It has: {known}.',
  },
  'error.catalog.unknown_field': {
    kind: 'usage',
    'zh-CN': '数据集中没有字段 {id}。可用的字段：{known}。',
    en: 'The dataset has no field {id}. It has: {known}.',
  },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
