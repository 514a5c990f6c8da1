import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.nothing_to_reprocess': {
    kind: 'not_found',
    'zh-CN':
      '数据集 {dataset} 没有需要重新处理的批次（已判定 {extracts} 批，均按现行版本）。未做任何更改。不写 --because 可仍然重新处理。',
    en: 'Dataset {dataset} has no extract to process again ({extracts} judged, all by the present version). Nothing was changed. Leave --because out to process them all the same.',
  },
  'error.pipelines.reprocess_file_missing': {
    kind: 'damaged',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批（{file}）的落地文件 {path} 不存在，无法重新判定。未做任何更改。请从备份恢复该文件后重试。',
    en: 'The landed file {path} of extract {extract} ({file}) of dataset {dataset} is missing, so that it cannot be judged again. Nothing was changed. Restore it from a backup, then try again.',
  },
  'error.pipelines.not_withdrawn': {
    kind: 'conflict',
    'zh-CN': '数据集 {dataset} 第 {extract} 批（状态 {status}）没有入库的数据，不能撤回。未做任何更改。',
    en: 'Extract {extract} of dataset {dataset} ({status}) has nothing in that could be withdrawn. Nothing was changed.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
