import { defineTexts, type Text } from '../../core/locale.ts'

const column = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`rules.column.${name}`]: { 'zh-CN': zh, en },
})

const texts = defineTexts({
  'error.cli.unknown_rule': {
    kind: 'usage',
    'zh-CN': '没有规则 {rule}。用 `shuyuan rules list 数据集` 查看全部规则。',
    en: 'There is no rule {rule}. `shuyuan rules list <dataset>` names them all.',
  },
  ...column('rule', '规则', 'rule'),
  ...column('words', '含义', 'meaning'),
  ...column('severity', '处理', 'severity'),
  ...column('indicator', '指标', 'indicator'),
  ...column('version', '版本', 'version'),
  ...column('accepted', '采纳', 'accepted'),
  ...column('division', '盟市', 'league or city'),
  ...column('checked', '判定', 'checked'),
  ...column('failed', '不合格', 'failed'),
  ...column('places', '位置（批次:行）', 'places (extract:line)'),
  'rules.version': {
    'zh-CN': '第 {version} 版，自第 {extract} 批起（{digest}）',
    en: 'version {version}, since extract {extract} ({digest})',
  },
  'rules.good': { 'zh-CN': '应通过的示例（{count}）', en: 'good examples ({count})' },
  'rules.bad': { 'zh-CN': '应发现的示例（{count}）', en: 'bad examples ({count})' },
  'rules.must_find': { 'zh-CN': '未发现', en: 'must find' },
  'rules.must_pass': { 'zh-CN': '误报', en: 'must let pass' },
  'rules.without': {
    'zh-CN': '{rule}：单行示例无法展示',
    en: '{rule}: one row cannot show it',
  },
  'rules.accepted.as': {
    'zh-CN': '由 {by} 于 {at} 依据建议 {id} 采纳：{reason}',
    en: 'accepted by {by} on {at}, as {id} was suggested: {reason}',
  },
  'rules.accepted.without': {
    'zh-CN': '{rule}：采纳的规则，没有示例',
    en: '{rule}: an accepted rule, without examples',
  },
  'rules.tested': {
    'zh-CN': '{rules} 条规则，{examples} 个示例，{differing} 个不符',
    en: '{rules} rules, {examples} examples, {differing} differ',
  },
  'rules.tried': {
    'zh-CN': '数据集 {dataset}，批次 {extracts}，{rows} 行，{ms} 毫秒；未记录任何结果。',
    en: 'Dataset {dataset}, extracts {extracts}, {rows} rows, {ms} ms; nothing was recorded.',
  },
  'rules.untried': {
    'zh-CN': '{rule}：跨行规则，需要全部在库数据，此处不试。',
    en: '{rule}: a rule on rows together, which needs all rows in force; not tried here.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
