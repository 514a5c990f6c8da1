import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'error.pipelines.nothing_to_reprocess': {
    'zh-CN':
      '数据集 {dataset} 没有需要重新处理的批次（已判定 {extracts} 批，均按现行版本）。未做任何更改。不写 --because 可仍然重新处理。',
    en: 'Dataset {dataset} has no extract to process again ({extracts} judged, all by the present version). Nothing was changed. Leave --because out to process them all the same.',
  },
  'error.pipelines.not_withdrawn': {
    'zh-CN': '数据集 {dataset} 第 {extract} 批（状态 {status}）没有入库的数据，不能撤回。未做任何更改。',
    en: 'Extract {extract} of dataset {dataset} ({status}) has nothing in that could be withdrawn. Nothing was changed.',
  },
})
