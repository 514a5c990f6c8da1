import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'error.pipelines.bad_extract_id': {
    'zh-CN':
      '{id} 不是批次编号。批次编号写作 <数据集>/<序号>，如 social_insurance/3；shuyuan extracts list 可列出。',
    en: '{id} does not name an extract. Extracts are named <dataset>/<number>, as social_insurance/3; `shuyuan extracts list` lists them.',
  },
})
