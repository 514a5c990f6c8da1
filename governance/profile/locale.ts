import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.nothing_to_profile': {
    kind: 'not_found',
    'zh-CN': '数据集 {dataset} 没有可探查的数据（批次 {extract}）。请先接入数据（shuyuan run {dataset}）。',
    en: 'Dataset {dataset} has no rows to profile (extract {extract}). Take some in first: shuyuan run {dataset}.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
