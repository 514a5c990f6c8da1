import { defineTexts } from '../core/locale.ts'

const texts = defineTexts({
  'error.catalog.bad_entry': {
    kind: 'usage',
    'zh-CN': '目录中 {entry} 的定义不正确：{reasons}。请改正后重新执行；什么都没有执行。',
    en: 'The definition of {entry} in the catalogue is wrong: {reasons}. Correct it and run again; nothing was done.',
  },
  'error.catalog.bad_extension': {
    kind: 'usage',
    'zh-CN':
      '{place}对目录的 {count} 处改动不成立，未加载，未做任何更改。请改正以下各项后重试：\n{findings_zh}',
    en: '{place}the changes to the catalogue do not hold in {count} points; it was not loaded and nothing was changed. Correct these and try again:\n{findings_en}',
  },
  'catalog.extend.is_there': {
    'zh-CN': 'add.{part} 中的 {id} 在目录中已有。若要替换请写在 replace.{part}，否则请改名。',
    en: 'add.{part}: {id} is in the catalogue already. Write it under replace.{part} to put it in its place, or rename it.',
  },
  'catalog.extend.not_there': {
    'zh-CN': '目录的 {part} 中没有 {id}，不能替换或去除。请核对标识；新增请写在 add.{part}。',
    en: 'The {part} of the catalogue have no {id} to be replaced or left out. Check the id; what is new goes under add.{part}.',
  },
  'catalog.extend.twice': {
    'zh-CN': '改动中 {part} 的 {id} 出现两次。请只保留一处。',
    en: 'The changes name {id} of {part} twice. Keep one.',
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
