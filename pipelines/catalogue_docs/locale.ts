import { defineTexts, type Locale, render, type Text, type TextFields } from '../../core/locale.ts'

const column = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`docs.column.${name}`]: { 'zh-CN': zh, en },
})
const text = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`docs.${name}`]: { 'zh-CN': zh, en },
})

defineTexts({
  ...text(
    'generated',
    '本页由目录生成（`npx shuyuan catalogue docs`），请勿手工修改。',
    'Generated from the catalogue by `npx shuyuan catalogue docs`; not edited by hand.',
  ),
  ...text('other_language', 'English', '中文'),
  ...text('matrix_title', '数据元—部门矩阵', 'Elements by departments'),
  ...text(
    'matrix_intro',
    '每个数据元一个数源、一个标准（第十三条）。**数源**为采集部门；**备用**为数源没有该记录时按序采用的副本；**副本**只比对、不采用，应通过共享获取。',
    'Every element has one source and one standard (Article 13). **Source** is the department that collects it; **stands in** is a copy used, in order, while the source has no record; **copies** are compared, never used, and are to be obtained by sharing.',
  ),
  ...text('tables', '数据表', 'Tables'),
  ...text('base', '`base/{id}`：基础库记录', '`base/{id}`: the golden records'),
  ...text('conflicts', '`conflicts/{id}`：分歧', '`conflicts/{id}`: disagreements'),
  ...text('registers', '登记册', 'Registers'),
  ...text('code_tables', '代码表', 'Code tables'),
  ...text('and_more', '……共 {count} 个代码', '… {count} codes in all'),
  ...text('key', '主键：`{key}`（{name}，{standard}）。', 'Key: `{key}` ({name}, {standard}).'),
  ...text('key_plain', '主键：`{key}`（{name}）。', 'Key: `{key}` ({name}).'),
  ...text(
    'division',
    '区划列：`{column}`，回流按它限定范围。',
    'Division column: `{column}`; backflow is limited by it.',
  ),
  ...text(
    'confirmed_by',
    '确认记录存在的登记册：{datasets}；其他登记册独有的主键为未确认记录。',
    'Confirmed by: {datasets}; a key that only others know makes an unconfirmed record.',
  ),
  ...text(
    'key_changes',
    '主键变更：`{dataset}` 的 `{former}` 为原主键，原主键下的记录归入现主键。',
    'Changed keys: `{former}` of `{dataset}` is the former key; records under it count as the present subject’s.',
  ),
  ...text(
    'shown_until',
    '公示期限：`{column}` 之后记录标记为 `expired`。',
    'Retention: after `{column}` a record is marked `expired`.',
  ),
  ...text(
    'buckets',
    '按主键散列分为 {count} 个分区。',
    'Partitioned into {count} buckets by a hash of the key.',
  ),
  ...text('table_base', '每个主键一行，各列取自其数源', 'one row a key, every column from its source'),
  ...text(
    'table_conflicts',
    '每处分歧一行：数源与副本的值及出处',
    'one row a disagreement: both values and where they stand',
  ),
  ...text(
    'table_std',
    '登记册的合格记录，按状态追加',
    'accepted rows of a register, appended state by state',
  ),
  ...text(
    'table_history',
    '保留历史的登记册：每个状态一行，含有效起止；`history.<登记册>`、`current.<登记册>` 可查询',
    'registers that keep history: one row a state with its validity; read as `history.<register>` and `current.<register>`',
  ),
  ...text('std_name', '`std/<登记册>`', '`std/<register>`'),
  ...text('history_name', '`history/<登记册>`', '`history/<register>`'),
  ...text('one_record', '每个主键一条', 'one a key'),
  ...text('many_records', '每个主键多条，按 {fields} 区分', 'many a key, told apart by {fields}'),
  ...text('history_of', '历史表：`history/{id}`', 'History: `history/{id}`'),
  ...text('no_history', '只保留现状', 'Current state only'),
  ...text(
    'own_columns',
    '`std/<登记册>` 和 `history/<登记册>` 除信息项外，还有平台列：',
    'Besides their fields, `std/<register>` and `history/<register>` have columns of the platform:',
  ),
  ...text('division_of_labour', '分工 {number}', 'Division of labour {number}'),
  ...column('scope', '范围', 'scope'),
  ...column('table', '数据表', 'table'),
  ...column('what', '内容', 'what'),
  ...column('column', '列', 'column'),
  ...column('name', '名称', 'name'),
  ...column('type', '类型', 'type'),
  ...column('standard', '标准、代码表', 'standard, code table'),
  ...column('unit', '单位', 'unit'),
  ...column('grading', '分级', 'grade'),
  ...column('mask', '脱敏', 'mask'),
  ...column('source', '数源', 'source'),
  ...column('fallback', '备用', 'stands in'),
  ...column('copies', '副本', 'copies'),
  ...column('element', '数据元', 'element'),
  ...column('header', '信息项', 'header'),
  ...column('role', '角色', 'role'),
  ...column('register', '登记册', 'register'),
  ...column('department', '采集部门', 'collected by'),
  ...column('article', '办法条款', 'article'),
  ...column('records', '记录', 'records'),
  ...column('cycle', '更新频率', 'update cycle'),
  ...column('sharing', '共享', 'sharing'),
  ...column('opening', '开放', 'opening'),
  ...column('levels', '目录层级', 'levels'),
  ...column('codes', '代码', 'codes'),
  ...column('code_table', '代码表', 'code table'),
})

/** The wording of one of the generated pages' texts. */
export function docsText(locale: Locale, key: string, fields: TextFields = {}): string {
  return render(locale, `docs.${key}`, fields)
}
