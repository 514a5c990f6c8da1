import { ruleBase, type Severity } from '../../catalog/rule_base.ts'
import { type ExtractRuleOf, extractKind, violation } from '../rules/kind.ts'
import { result } from './finding.ts'
import type { ColumnDrift, ExtractResult } from './input.ts'

/** Columns that are missing, new or renamed are recorded as findings. */
export const schema = extractKind('schema', ruleBase, {
  codes: {
    'schema.missing': violation(
      'warn',
      'data_model',
      {
        'zh-CN': '数据集 {dataset}：缺少列 {columns}；其值按空处理，请数源部门核实。',
        en: 'Dataset {dataset}: columns {columns} are missing; their values count as empty. Ask the department to check.',
      },
      { 'zh-CN': '缺少规定的列', en: 'Columns are missing' },
    ),
    'schema.extra': violation(
      'warn',
      'data_model',
      {
        'zh-CN': '数据集 {dataset}：多出列 {columns}；未纳入标准表，请数源部门核实是否变更目录。',
        en: 'Dataset {dataset}: columns {columns} are new; they are not taken over. Ask the department whether the catalogue has to change.',
      },
      { 'zh-CN': '多出目录中没有的列', en: 'There are columns that the catalogue does not have' },
    ),
    'schema.renamed': violation(
      'warn',
      'data_model',
      {
        'zh-CN': '数据集 {dataset}：列名疑似变更（{columns}）；请数源部门核实。',
        en: 'Dataset {dataset}: columns seem to be renamed ({columns}). Ask the department to check.',
      },
      { 'zh-CN': '列名疑似变更', en: 'Columns seem to be renamed' },
    ),
  },
  judge: (about, { columns }) => (columns ? judgeSchema(about, columns) : []),
})

/** Columns that are missing, new or renamed; `checked` is the number of the dataset's fields. */
function judgeSchema(
  about: ExtractRuleOf<
    { severity?: Severity | undefined },
    'schema.missing' | 'schema.extra' | 'schema.renamed'
  >,
  { missing, extra, renamed }: ColumnDrift,
): ExtractResult[] {
  const checked = about.dataset.fields.length
  const renamings = renamed.map(({ field, header }) => `${header} → ${field}`)
  const all = [
    ['schema.missing', missing],
    ['schema.extra', extra],
    ['schema.renamed', renamings],
  ] as const
  return all.map(([code, columns]) =>
    result(about, code, { checked, failed: columns.length, fields: { columns: columns.join(', ') } }),
  )
}
