import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'error.pipelines.no_held_file': {
    'zh-CN': '没有名为 {file} 的暂留文件（名称日期在未来而未采集）。目前暂留：{held}。未做任何更改。',
    en: 'No file {file} is held for the date in its name. Held: {held}. Nothing was changed.',
  },
  'error.pipelines.several_held_files': {
    'zh-CN': '有几个名为 {file} 的暂留文件：{held}。请连同投放目录写明；未做任何更改。',
    en: 'Several held files are called {file}: {held}. Name it with its drop folder; nothing was changed.',
  },
  'error.pipelines.bad_extract_id': {
    'zh-CN':
      '{id} 不是批次编号。批次编号写作 <数据集>/<序号>，如 social_insurance/3；shuyuan extracts list 可列出。',
    en: '{id} does not name an extract. Extracts are named <dataset>/<number>, as social_insurance/3; `shuyuan extracts list` lists them.',
  },
})
