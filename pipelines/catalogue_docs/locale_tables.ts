import { defineTexts, hasText, type Locale, render, type Text } from '../../core/locale.ts'

const text = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`docs.${name}`]: { 'zh-CN': zh, en },
})
/** What a column means: in one kind of tables (`quarantine.key`), or in all (`dataset`). */
const queried = (name: string, zh: string, en: string) => text(`queried.${name}`, zh, en)

defineTexts({
  ...text('tables_title', '可查询的数据表', 'Tables to query'),
  ...text(
    'tables_intro',
    '`npx shuyuan query "select …"` 可读取下列视图。基础库、分歧、一码多发、历史与主题为最近一次发布的版本，其余为最近提交的版本；尚无数据的表不出现。信息项、数据元与主题各列的含义见各基础库页（[foundations](foundations/)）与 [topics](topics.md)；本页列出平台自有的列。',
    '`npx shuyuan query "select …"` reads these views: golden records, disagreements, codes that name two bodies, histories and topics at their last release, the others as they were last committed. A table that has nothing yet is not there. Fields, elements and the columns of topics are described on the pages of the [foundations](foundations/) and under [topics](topics.md); here are the columns of the platform.',
  ),
  ...text(
    'tables_masked',
    '三、四级数据元的值，以及可能含有此类值的文本（收到的原文、隔离行的主键、分歧的值），除非使用 `--show`，均以脱敏形式显示（[security](security.md)）。',
    'Values of elements graded L3 and L4, and texts that may hold such (what was received, keys of quarantine, values in conflict), are masked unless `--show` gives them whole ([security](security.md)).',
  ),
  ...text('tables.each.foundation', '<基础库>', '<foundation>'),
  ...text('tables.each.dataset', '<登记册>', '<register>'),
  ...text('tables.each.topic', '<主题>', '<topic>'),
  ...text('tables.main', '基础库记录，每个主键一行', 'golden records, one row a key'),
  ...text(
    'tables.conflicts',
    '副本与数源的分歧，每处一行',
    'disagreements of copies with their source, one row each',
  ),
  ...text(
    'tables.code_check',
    '同一代码指向两个主体，每对一行',
    'codes that name two bodies, one row a pair',
  ),
  ...text(
    'tables.history',
    '登记册各记录的每个状态及其起止',
    'every state of the records of a register, with its validity',
  ),
  ...text('tables.current', '登记册的现状', 'the present states of a register'),
  ...text('tables.topic', '主题库', 'topic databases'),
  ...text(
    'tables.std',
    '登记册合格记录的日志，按状态追加',
    'log of the accepted rows of a register, state by state',
  ),
  ...text(
    'tables.raw',
    '收到的每一行，各信息项保持原样',
    'every row that was received, its fields as they came',
  ),
  ...text(
    'tables.quarantine',
    '不合格或有提示的行，含全部问题与原文',
    'rows that a rule fails, with all their violations and what was received',
  ),
  ...text(
    'tables.quality.history',
    '每批、每条规则、每个盟市检查与不合格的行数',
    'rows checked and failed, by extract, rule and league or city',
  ),
  ...text('tables.quality.rules', '各规则的每个版本', 'every version of every rule'),
  ...text(
    'tables.quality.profiles',
    '每批数据的取值统计，供比对变化',
    'counts of the values of each extract, by which the next ones are compared',
  ),
  ...text(
    'tables.quality.indicators',
    '评分依据：每月各指标评价与不合格的要素',
    'what scores are made of: elements evaluated and failed by month and indicator',
  ),
  ...text(
    'tables.quality.scores',
    '按部门、登记册、盟市与时期的质量评分',
    'quality scores by department, register, league or city, and period',
  ),
  ...text(
    'tables.objections.items',
    '疑义所涉各行的经过，每个事件一行',
    'what happened to each row of each objection, one row an event',
  ),
  ...text(
    'tables.declared.main',
    '主键、基础库的各数据元，以及：',
    'The key, the elements of the foundation, and:',
  ),
  ...text('tables.declared.conflicts', '基础库的主键，以及：', 'The key of the foundation, and:'),
  ...text('tables.declared.code_check', '基础库的主键，以及：', 'The key of the foundation, and:'),
  ...text(
    'tables.declared.history',
    '登记册的各信息项（按标准类型），以及：',
    'The fields of the register in their types, and:',
  ),
  ...text(
    'tables.declared.current',
    '登记册的各信息项（按标准类型），以及：',
    'The fields of the register in their types, and:',
  ),
  ...text(
    'tables.declared.std',
    '登记册的各信息项（按标准类型），以及：',
    'The fields of the register in their types, and:',
  ),
  ...text(
    'tables.declared.raw',
    '登记册的各信息项（收到的文本），以及：',
    'The fields of the register as text, as they came, and:',
  ),
  ...text('tables.declared.topic', '各主题声明的列。', 'The columns that each topic declares.'),

  ...queried('dataset', '登记册', 'register'),
  ...queried('department', '提供部门', 'department that provides the register'),
  ...queried(
    'division',
    '行所属盟市；空：读不出区划',
    'league or city of the rows; empty: their division could not be read',
  ),
  ...queried(
    'field',
    '信息项，多项以 `+` 相连；改名后为现名',
    'field, several joined with `+`; by its present name',
  ),
  ...queried('rule', '规则编号 `登记册.信息项.代码`', 'id of the rule, `register.field.code`'),
  ...queried(
    'code',
    '问题代码（[quality](quality.zh-CN.md)）',
    'code of the violation ([quality](quality.md))',
  ),
  ...queried(
    'severity',
    '`block` 拦截整批、`reject` 拒收该行、`warn` 提示',
    '`block` (the extract), `reject` (the row) or `warn`',
  ),
  ...queried('dimension', 'GB/T 36344 维度', 'dimension of GB/T 36344'),
  ...queried('indicator', 'GB/T 36344 指标', 'indicator of GB/T 36344'),
  ...queried('period', '时期：月（YYYY-MM）', 'month of which the rows speak (YYYY-MM)'),
  ...queried('evaluated', '评价的要素数', 'elements evaluated'),
  ...queried('failed', '不合格的要素数', 'elements that failed'),
  ...queried('raw._line', '批次文件中的行号', 'line in the extract'),
  ...queried(
    'raw._op',
    '操作：I 新增、U 更新、D 删除；空：全量',
    'operation that the row asks for: I, U or D; empty: a full dump',
  ),
  ...queried('raw._extra', '目录中没有的列，JSON', 'columns that the catalogue does not have, as JSON'),
  ...queried('quarantine._line', '批次文件中的行号', 'line in the extract'),
  ...queried(
    'quarantine._op',
    '操作：I 新增、U 更新、D 删除；空：全量或无法读取',
    'operation that the row asks for: I, U or D; empty: a full dump, or not readable',
  ),
  ...queried(
    'quarantine.key',
    '规范化后的主键；无法读取的行为空',
    'key in its standard form; empty where the row could not be read',
  ),
  ...queried(
    'quarantine.rejected',
    '真：拒收；假：已入库，仅有提示',
    'true: the row is kept here alone; false: it is in std too and only warned about',
  ),
  ...queried(
    'quarantine.violations',
    '全部问题：规则、信息项、代码、级别',
    'all its violations: rule, field, code, severity',
  ),
  ...queried(
    'quarantine.raw',
    '收到的原文：各信息项的 JSON，无法读取的为该行文本',
    'what was received: its fields as JSON, or the text of a line that could not be read',
  ),
  ...queried(
    'code_check.kind',
    '`code_issued_twice` 一码多发、`two_codes` 一主体两码',
    '`code_issued_twice` (one code, two bodies) or `two_codes` (of one body)',
  ),
  ...queried('code_check.other_code', '一主体两码时的另一代码', 'the other code, of a body that has two'),
  ...queried('code_check.first_dataset', '先登记的登记册', 'register of the first body'),
  ...queried('code_check.first_name', '第一主体的名称', 'name of the first body'),
  ...queried('code_check.first_extract', '第一主体所在批次', 'extract of the first body'),
  ...queried('code_check.first_line', '第一主体所在行', 'line of the first body'),
  ...queried('code_check.second_dataset', '第二主体的登记册', 'register of the second body'),
  ...queried('code_check.second_name', '第二主体的名称', 'name of the second body'),
  ...queried('code_check.second_extract', '第二主体所在批次', 'extract of the second body'),
  ...queried('code_check.second_line', '第二主体所在行', 'line of the second body'),
  ...queried('quality.history.checked', '检查的行数', 'rows checked'),
  ...queried('quality.history.failed', '不合格的行数', 'rows that failed'),
  ...queried(
    'quality.history.version',
    '规则的版本（quality.rules）',
    'version of the rule, as in quality.rules',
  ),
  ...queried(
    'quality.history.ruleset',
    '判定该批的全部规则的摘要',
    'digest of all the rules that judged the extract',
  ),
  ...queried('quality.history.mode', '`full` 全量、`delta` 增量', '`full` or `delta`'),
  ...queried('quality.rules.version', '该规则的第几版，从 1 起', 'version of the rule, from 1'),
  ...queried('quality.rules.digest', '规则内容的摘要', 'digest of what the rule says'),
  ...queried(
    'quality.rules.ruleset',
    '该版本首次生效时全部规则的摘要',
    'digest of all the rules of the register when the version began',
  ),
  ...queried('quality.rules.definition', '规则内容，JSON', 'what the rule says, as JSON'),
  ...queried('quality.rules.since_extract', '自哪一批起按此版本判定', 'first extract that it judged'),
  ...queried(
    'quality.profiles.what',
    '统计项：`rows` 行数、`null` 空值、`code` 代码、`number` 数值、`unreadable` 无法读取、`city` 盟市行数、`newest` 最新时间',
    'what is counted: `rows`, `null`, `code`, `number`, `unreadable`, rows of a `city`, or the `newest` event time',
  ),
  ...queried(
    'quality.profiles.value',
    '所统计的值：代码、数值或盟市',
    'the value counted: a code, a number or a city',
  ),
  ...queried(
    'quality.profiles.count',
    '个数；`newest` 为 1970 年以来的秒数',
    'how many; of `newest`, seconds since 1970',
  ),
  ...queried('quality.indicators.dataset', '登记册', 'register'),
  ...queried(
    'quality.indicators.source',
    '所据的规则或其他来源',
    'rule, or other source, that it comes from',
  ),
  ...queried('quality.scores.department', '部门；空：全区', 'department; empty: the region'),
  ...queried('quality.scores.dataset', '登记册；空：全部', 'register; empty: all'),
  ...queried('quality.scores.division', '盟市；空：全部', 'league or city; empty: all'),
  ...queried(
    'quality.scores.period',
    '月（YYYY-MM）、年（YYYY）或 `all`',
    'month (YYYY-MM), year (YYYY) or `all`',
  ),
  ...queried(
    'quality.scores.dimension',
    'GB/T 36344 维度；空：总分',
    'dimension of GB/T 36344; empty: the total',
  ),
  ...queried(
    'quality.scores.indicator',
    'GB/T 36344 指标；空：维度分',
    'indicator of GB/T 36344; empty: the dimension',
  ),
  ...queried('quality.scores.score', '得分，0 至 1', 'score, 0 to 1'),
  ...queried('quality.scores.grade', '等级，仅总分有', 'grade; of totals alone'),
  ...queried('objections.items.objection', '疑义编号', 'number of the objection'),
  ...queried('objections.items.item', '该行的化名', 'pseudonym of the row'),
  ...queried('objections.items.extract', '该行最近所在批次', 'extract in which the row was last seen'),
  ...queried('objections.items.line', '该行最近所在行号', 'line in which the row was last seen'),
  ...queried('objections.items.foundation', '基础库', 'foundation'),
  ...queried('objections.items.column_name', '所涉基础库的列', 'column of the golden records in doubt'),
  ...queried(
    'objections.items.event',
    '`open` 提出、`again` 仍不合格、`reopened` 重开、`fixed` 已更正、`withdrawn` 撤回、`rejected` 经核实无误',
    '`open`, `again` (fails still), `reopened`, `fixed`, `withdrawn`, or `rejected` (the data is right)',
  ),
  ...queried('objections.items.by_extract', '引起该事件的批次', 'extract that brought the event about'),
  ...queried(
    'objections.items.cause',
    '疑义的缘由：规则、副本不一致或使用方提出',
    'what it is objected to for: a rule, a copy that differs, or what a consumer said',
  ),
  ...queried('objections.items.content', '所疑内容的加密摘要', 'keyed digest of what was objected to'),
  ...queried('objections.items.step', '写入该事件的步骤', 'step that wrote the event'),
})

/** What a column of a kind of tables means: in these, in all that are queried, or in the tables of a foundation. */
export function aboutQueried(locale: Locale, kind: string, name: string): string {
  const known = [`docs.queried.${kind}.${name}`, `docs.queried.${name}`].find(hasText)
  return render(locale, known ?? `docs.about.${name}`)
}
