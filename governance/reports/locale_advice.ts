import { defineTexts } from '../../core/locale.ts'

/** What a report advises, how it is to be read, and the words of its index and workbook. */
defineTexts({
  'report.steps': { 'zh-CN': '下一步工作', en: 'What to do next' },
  'report.step_none': {
    'zh-CN': '没有需要整改的事项，请继续按更新周期报送。',
    en: 'Nothing has to be corrected. Go on sending by the update cycle.',
  },
  'report.step_blocked': {
    'zh-CN': '请{department}核实《{dataset}》第 {extract} 批并重新报送：该批未通过检查，未发布。',
    en: '{department}: check extract {extract} of "{dataset}" and send it again; it did not pass and was not published.',
  },
  'report.step_overdue': {
    'zh-CN': '有 {objections} 件疑义逾期未办结，请尽快核实答复。',
    en: '{objections} objections are overdue: verify and answer them.',
  },
  'report.step_correct': {
    'zh-CN': '请{department}更正《{dataset}》“{field}”：{violation}，共 {rows} 行，更正后重新报送。',
    en: '{department}: correct field {field} of "{dataset}" and send it again: {violation} ({rows} rows).',
  },
  'report.step_correct_by': {
    'zh-CN': '请{department}于{day}前更正《{dataset}》“{field}”：{violation}，共 {rows} 行，更正后重新报送。',
    en: '{department}: by {day}, correct field {field} of "{dataset}" and send it again: {violation} ({rows} rows).',
  },
  'report.step_department': {
    'zh-CN':
      '请{department}更正 {rows} 行数据（{kinds} 类问题），其中最多的是《{dataset}》“{field}”：{violation}（{worst} 行）。',
    en: '{department}: correct {rows} rows ({kinds} kinds of violations); the commonest is in field {field} of "{dataset}": {violation} ({worst} rows).',
  },
  'report.step_departments': {
    'zh-CN': '另有 {departments} 个部门有待整改数据，见“部门排名”。',
    en: '{departments} more departments have rows to correct: see "Departments".',
  },
  'report.step_others': {
    'zh-CN': '另有 {kinds} 类问题，逐行见工作簿的“{sheet}”。',
    en: '{kinds} more kinds of violations: see sheet "{sheet}" of the workbook.',
  },
  'report.step_late': {
    'zh-CN': '按更新周期补报：{datasets}。',
    en: 'Send by the update cycle what is late: {datasets}.',
  },
  'report.step_late_more': {
    'zh-CN': '按更新周期补报：{datasets}等 {count} 个数据集。',
    en: 'Send by the update cycle what is late: {datasets} and others, {count} registers in all.',
  },
  'report.step_weak': {
    'zh-CN': '{dimension}仅 {score} 分，低于“良”，请在“二十项指标”中查看扣分来源并专项整改。',
    en: '{dimension} has only {score}, below "good": see under the twenty indicators what brought it down.',
  },
  'report.quoted': { 'zh-CN': '《{name}》', en: '"{name}"' },
  'report.comma': { 'zh-CN': '、', en: ', ' },
  'report.sources': { 'zh-CN': '口径与依据', en: 'How to read it, what it was made from' },
  'report.how_to_read': { 'zh-CN': '口径', en: 'How to read the figures' },
  'report.note_score': {
    'zh-CN':
      '得分按 GB/T 36344-2018 的六个维度、二十项指标计算；标准未规定权重，所用权重与等级由本平台配置。',
    en: 'Scores follow the six dimensions and twenty indicators of GB/T 36344-2018. The standard gives no weights; weights and grades are configuration of this platform.',
  },
  'report.note_open': {
    'zh-CN':
      '“待整改”为各数据集最近一次全量报送及其后各批中的问题行；后来的增量批次已改正或注销同一记录的，不再列出；新的全量报送到达后，以新的为准。',
    en: 'Rows to correct are failing rows of the last full delivery of each register and of what followed it, but for those whose record a later delta put right or ended; a new full delivery takes their place.',
  },
  'report.note_period': {
    'zh-CN': '“本期”按数据所属时间（北京时间）归入月份，不按到达时间。',
    en: 'A period is the month of which the data speaks (China Standard Time), not the month in which it arrived.',
  },
  'report.note_masks': {
    'zh-CN': '三级、四级数据元按规定脱敏或不予显示；需查看明文的，应有法定依据并经配置授权。',
    en: 'Elements of grades L3 and L4 are masked or not shown; clear values need a legal basis and a grant in the configuration.',
  },
  'report.note_counts': {
    'zh-CN': '一行可能有多个问题，各问题行数之和可能大于待整改行数。',
    en: 'One row may have several violations: they may add up to more than the rows to correct.',
  },
  'report.made_from': { 'zh-CN': '编制依据', en: 'Made from' },
  'report.versions': {
    'zh-CN': '数据版本（{tables} 张表）与规则集版本（{rulesets} 个数据集）',
    en: 'Versions of {tables} tables and rule sets of {rulesets} registers',
  },
  'report.audit_head': {
    'zh-CN': '审计链至第 {count} 条（签名密钥 {key}），末条摘要（SHA-256）：',
    en: 'The audit log had {count} lines (signed by key {key}); SHA-256 of the last one:',
  },
  'report.audit_lines': { 'zh-CN': '审计链条数', en: 'Lines of the audit log' },
  'report.audit_hash': { 'zh-CN': '审计链末条摘要（SHA-256）', en: 'SHA-256 of its last line' },
  'report.audit_key': { 'zh-CN': '审计链签名密钥', en: 'Key that signed it' },
  'report.lake_table': { 'zh-CN': '数据表', en: 'Table' },
  'report.version': { 'zh-CN': '版本', en: 'Version' },
  'report.ruleset': { 'zh-CN': '规则集', en: 'Rule set' },
  'report.query_history': { 'zh-CN': '各项计数可查询：', en: 'The counts can be queried:' },
  'report.no_overrides': { 'zh-CN': '没有人工放行。', en: 'No gate was overridden.' },
  'report.override_at': { 'zh-CN': '时间', en: 'At' },
  'report.override_officer': { 'zh-CN': '放行人', en: 'Officer' },
  'report.override_subject': { 'zh-CN': '事项', en: 'Subject' },
  'report.override_reason': { 'zh-CN': '理由', en: 'Reason' },
  'report.footer': {
    'zh-CN': '本报告由数源平台自动生成；逐行明细见同名工作簿的“{rows}”。',
    en: 'Made by Shuyuan. Every row is in the workbook of the same name, sheet "{rows}".',
  },
  'report.index_title': { 'zh-CN': '数据质量报告目录', en: 'Data quality reports' },
  'report.index_region': { 'zh-CN': '自治区', en: 'Region' },
  'report.index_department': { 'zh-CN': '部门', en: 'Departments' },
  'report.index_city': { 'zh-CN': '盟市', en: 'Leagues and cities' },
  'report.index_footer': {
    'zh-CN': '每份报告只供本部门、本盟市使用；本目录供平台管理人员使用。',
    en: 'Each report is for its own department, league or city; this index is for those who run the platform.',
  },
  'report.region': { 'zh-CN': '范围', en: 'Scope' },
  'report.workbook': { 'zh-CN': '工作簿', en: 'Workbook' },
  'report.sheet_overview': { 'zh-CN': '总体情况', en: 'Overview' },
  'report.sheet_scores': { 'zh-CN': '得分', en: 'Scores' },
  'report.sheet_violations': { 'zh-CN': '主要问题', en: 'Violations' },
  'report.item': { 'zh-CN': '项目', en: 'Item' },
  'report.figure': { 'zh-CN': '数值', en: 'Figure' },
  'report.rows_period': { 'zh-CN': '所属期', en: 'Period' },
  'report.rule_version': { 'zh-CN': '规则版本', en: 'Rule version' },
  'report.checked': { 'zh-CN': '检查行数', en: 'Rows checked' },
})
