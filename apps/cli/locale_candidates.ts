import { defineTexts, type Text } from '../../core/locale.ts'

const column = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`candidates.column.${name}`]: { 'zh-CN': zh, en },
})

const texts = defineTexts({
  'error.cli.not_a_terminal': {
    kind: 'usage',
    'zh-CN': '--show 会显示个人信息，只能输出到终端，不能与 --json、管道或文件一起使用。未读取任何记录。',
    en: '--show prints personal data: to a terminal only, not with --json, into a pipe or a file. No record was read.',
  },
  'error.cli.bad_place': {
    kind: 'usage',
    'zh-CN': '{value} 不是批次号或行号（正整数）。未做任何更改。',
    en: '{value} is not the number of an extract or line (a positive whole number). Nothing was changed.',
  },
  'error.cli.key_or_none': {
    kind: 'usage',
    'zh-CN': '请给出主键，或用 --none 表示都不是，二者取一。未做任何更改。',
    en: "Give the key, or --none for nobody's: one of the two. Nothing was changed.",
  },
  'candidates.nothing_waits': { 'zh-CN': '没有等待判定的记录。', en: 'No record waits for a decision.' },
  'candidates.record': {
    'zh-CN': '问题：{codes}。候选取自第 {release} 版。',
    en: 'Wrong with it: {codes}. Candidates are of release {release}.',
  },
  'candidates.not_remembered': {
    'zh-CN': '该记录内容太少，无法再次认出：决定只用于这一行，下次报送仍须决定。',
    en: 'The record says too little to be known again: a decision is for this row only, and it waits again when it is sent again.',
  },
  'candidates.decided': {
    'zh-CN':
      '已记录决定 {decision}。下次运行 {foundation} 时生效；撤销：shuyuan candidates undo {decision} --reason …',
    en: 'Decision {decision} is recorded and takes effect with the next run of {foundation}. To undo: shuyuan candidates undo {decision} --reason …',
  },
  'candidates.undone': {
    'zh-CN': '已撤销决定 {decision}，该记录重新等待；下次运行时恢复原状。',
    en: 'Decision {decision} is undone: the record waits again, and the next run restores what was before.',
  },
  'candidates.decide': { 'zh-CN': '归属', en: 'whose' },
  'candidates.none': { 'zh-CN': '都不是', en: "nobody's" },
  'candidates.yes': { 'zh-CN': '是', en: 'yes' },
  'candidates.no': { 'zh-CN': '否', en: 'no' },
  ...column('dataset', '数据集', 'dataset'),
  ...column('department', '部门', 'department'),
  ...column('waiting', '待定', 'waiting'),
  ...column('extract', '批次', 'extract'),
  ...column('file', '文件', 'file'),
  ...column('line', '行', 'line'),
  ...column('codes', '问题', 'wrong with it'),
  ...column('remembered', '可记住', 'remembered'),
  ...column('rank', '序', 'rank'),
  ...column('key', '主键', 'key'),
  ...column('score', '得分', 'score'),
  ...column('parts', '构成', 'made of'),
  ...column('decision', '决定', 'decision'),
  ...column('action', '结论', 'outcome'),
  ...column('actor', '决定人', 'by'),
  ...column('at', '时间', 'at'),
  ...column('reason', '理由', 'reason'),
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
