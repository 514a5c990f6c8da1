import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.cli.bad_because': {
    kind: 'usage',
    'zh-CN': '--because 不能是 {value}，可用：{known}。未做任何更改。',
    en: '--because cannot be {value}; it is one of {known}. Nothing was changed.',
  },
  'reprocess.status.landed': { 'zh-CN': '待处理', en: 'waiting' },
  'reprocess.status.ingested': { 'zh-CN': '已入库', en: 'taken' },
  'reprocess.status.blocked': { 'zh-CN': '被拦截', en: 'held' },
  'reprocess.status.failed': { 'zh-CN': '未接收', en: 'refused' },
  'reprocess.status.withdrawn': { 'zh-CN': '已撤回', en: 'withdrawn' },
  'reprocess.column.extract': { 'zh-CN': '批次', en: 'extract' },
  'reprocess.column.before': { 'zh-CN': '原状态', en: 'before' },
  'reprocess.column.after': { 'zh-CN': '现状态', en: 'after' },
  'reprocess.column.accepted': { 'zh-CN': '合格', en: 'accepted' },
  'reprocess.column.quarantined': { 'zh-CN': '隔离', en: 'quarantined' },
  'reprocess.done': {
    'zh-CN':
      '数据集 {dataset} 已重新判定 {extracts} 批，{kept} 批保留原判定；{changed} 批结果与以前不同。历史与基础库由下次 shuyuan run 更新。',
    en: '{extracts} extracts of dataset {dataset} were judged again, {kept} kept the judgement that they had; {changed} stand otherwise than before. The next `shuyuan run` brings histories and golden records up to date.',
  },
  'plan.stale': {
    'zh-CN':
      '数据集 {dataset} 有 {stale} 批按旧版本判定（规则 {rules}，目录 {catalogue}）。shuyuan reprocess {dataset} 将重新判定全部 {extracts} 批（{rows} 行），并重建基础库 {foundation}。',
    en: '{stale} extracts of dataset {dataset} were judged by an older version (rules {rules}, catalogue {catalogue}). `shuyuan reprocess {dataset}` would judge all {extracts} again ({rows} rows) and have foundation {foundation} built anew.',
  },
  'plan.late': {
    'zh-CN':
      '数据集 {dataset} 有 {stale} 批判定时，其规则所查登记册尚未到达该批自身的时间。shuyuan reprocess {dataset} --because registers 将按时间顺序重新判定全部 {extracts} 批（{rows} 行），并重建基础库 {foundation}。',
    en: '{stale} extracts of dataset {dataset} were judged before registers that its rules look into had come as far as their own time. `shuyuan reprocess {dataset} --because registers` would judge all {extracts} again in the order of times ({rows} rows) and have foundation {foundation} built anew.',
  },
  'plan.unrecorded': {
    'zh-CN':
      '数据集 {dataset} 有 {unrecorded} 批在记录目录版本之前判定，无法得知现行目录是否会读出不同结果。shuyuan reprocess {dataset} 将重新判定全部 {extracts} 批（{rows} 行）并记录版本。',
    en: '{unrecorded} extracts of dataset {dataset} were judged before catalogue versions were recorded: whether the present catalogue reads them otherwise is not known. `shuyuan reprocess {dataset}` would judge all {extracts} again ({rows} rows) and record it.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
