import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.extract_given_up': {
    kind: 'internal',
    'zh-CN':
      '{department} 的数据集 {dataset} 第 {extract} 批（{file}）在得出结果之前被放弃，没有采集任何记录；文件保留在落地区，不再处理。不计入部门。',
    en: 'Extract {extract} ({file}) of dataset {dataset} from {department} was given up before it came to a result; no record was taken. The file is kept in landing and not tried again. It is not counted against the department.',
  },
  'error.pipelines.extract_busy': {
    kind: 'conflict',
    'zh-CN': '数据集 {dataset} 正在采集，批次 {extract} 暂不能处置。请待该阶段结束后重试；未做任何更改。',
    en: 'A run works on dataset {dataset} now, so that nothing can be decided about extract {extract}. Try again when the stage has ended; nothing was changed.',
  },
  'error.pipelines.landed_file_missing': {
    kind: 'damaged',
    'zh-CN': '批次 {extract} 的落地文件 {path} 不在或无法读取，不能重试。请从备份恢复；未做任何更改。',
    en: 'The landed file {path} of extract {extract} is missing or cannot be read; it cannot be tried again. Restore it from backup; nothing was changed.',
  },
  'error.pipelines.no_held_file': {
    kind: 'not_found',
    'zh-CN': '没有名为 {file} 的暂留文件（名称日期在未来而未采集）。目前暂留：{held}。未做任何更改。',
    en: 'No file {file} is held for the date in its name. Held: {held}. Nothing was changed.',
  },
  'error.pipelines.several_held_files': {
    kind: 'conflict',
    'zh-CN': '有几个名为 {file} 的暂留文件：{held}。请连同投放目录写明；未做任何更改。',
    en: 'Several held files are called {file}: {held}. Name it with its drop folder; nothing was changed.',
  },
  'error.pipelines.bad_extract_id': {
    kind: 'usage',
    'zh-CN':
      '{id} 不是批次编号。批次编号写作 <数据集>/<序号>，如 social_insurance/3；shuyuan extracts list 可列出。',
    en: '{id} does not name an extract. Extracts are named <dataset>/<number>, as social_insurance/3; `shuyuan extracts list` lists them.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
