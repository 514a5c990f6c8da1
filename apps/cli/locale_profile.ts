import { defineTexts } from '../../core/locale.ts'
import './locale_catalogue.ts'

const texts = defineTexts({
  'error.cli.bad_layer': {
    kind: 'usage',
    'zh-CN': '--layer 只能是 {known}，收到 {value}。未读取任何数据。',
    en: '--layer takes one of {known}, not {value}. Nothing was read.',
  },
  'error.cli.bad_extract': {
    kind: 'usage',
    'zh-CN': '--extract 须为批次号（正整数），收到 {value}。未读取任何数据。',
    en: '--extract takes the number of an extract, not {value}. Nothing was read.',
  },
  'error.cli.bad_severity': {
    kind: 'usage',
    'zh-CN': '--severity 只能是 {known}，收到 {value}。未做任何更改。',
    en: '--severity takes one of {known}, not {value}. Nothing was changed.',
  },
  'rules.accepted.done': {
    'zh-CN':
      '{dataset} 的规则 {id} 已采纳（{severity}），自下一批次起生效；当前数据中有 {rejects} / {judged} 行不符合。',
    en: 'Rule {id} of {dataset} is accepted ({severity}) and judges from the next extract on; {rejects} of {judged} present rows break it.',
  },
  'rules.withdrawn': {
    'zh-CN': '{dataset} 的规则 {id} 已撤回，自下一批次起不再判定。',
    en: 'Rule {id} of {dataset} is withdrawn; from the next extract on it judges no more.',
  },
  'rules.accepted.none': { 'zh-CN': '没有已采纳的规则。', en: 'No rule is accepted.' },
  'rules.accepted.dataset': { 'zh-CN': '数据集', en: 'Dataset' },
  'rules.accepted.id': { 'zh-CN': '规则', en: 'Rule' },
  'rules.accepted.severity': { 'zh-CN': '级别', en: 'Severity' },
  'rules.accepted.by': { 'zh-CN': '采纳人', en: 'By' },
  'rules.accepted.at': { 'zh-CN': '时间', en: 'At' },
  'rules.accepted.support': { 'zh-CN': '当时符合率', en: 'Support then' },
  'rules.accepted.reason': { 'zh-CN': '理由', en: 'Reason' },
  'profile.written': { 'zh-CN': '已写出 {path}', en: '{path} written' },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
