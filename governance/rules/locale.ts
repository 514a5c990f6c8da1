import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.draft_unreadable': {
    kind: 'invalid',
    'zh-CN': '规则草稿 {file} 无法使用：{reason}。未判定任何数据。',
    en: 'The draft {file} cannot be used: {reason}. Nothing was judged.',
  },
  'error.pipelines.accepted_rules_invalid': {
    kind: 'damaged',
    'zh-CN': '已采纳规则的文件 {path} 无效（{reason}）。未做任何更改；请改正该文件或恢复其上一版本。',
    en: 'The file of accepted rules {path} is not valid ({reason}). Nothing was changed; correct it or restore its last version.',
  },
  'error.pipelines.no_suggestion': {
    kind: 'not_found',
    'zh-CN': '数据集 {dataset} 目前没有建议 {id}。未做任何更改。现有建议：{known}',
    en: 'Dataset {dataset} has no suggestion {id} now. Nothing was changed. Suggestions: {known}',
  },
  'error.pipelines.rule_accepted': {
    kind: 'conflict',
    'zh-CN': '数据集 {dataset} 的规则 {id} 已被采纳。未做任何更改。',
    en: 'Rule {id} of dataset {dataset} is accepted already. Nothing was changed.',
  },
  'error.pipelines.no_accepted_rule': {
    kind: 'not_found',
    'zh-CN': '数据集 {dataset} 没有已采纳的规则 {id}。未做任何更改。已采纳：{known}',
    en: 'Dataset {dataset} has no accepted rule {id}. Nothing was changed. Accepted: {known}',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
