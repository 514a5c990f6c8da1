import { defineTexts, type Text } from '../../core/locale.ts'

const group = (prefix: string, names: Record<string, [string, string]>): Record<string, Text> =>
  Object.fromEntries(
    Object.entries(names).map(([name, [zh, en]]) => [`objections.${prefix}.${name}`, { 'zh-CN': zh, en }]),
  )

const texts = defineTexts({
  'error.cli.bad_state': {
    kind: 'usage',
    'zh-CN': '没有状态 {value}。可用：{known}。',
    en: 'There is no state {value}. There are: {known}.',
  },
  'error.cli.raise_needs': {
    kind: 'usage',
    'zh-CN':
      '请给出 --dataset、--reason，以及 --key 或 --extract 与 --line 二者之一；或给出 --file、--party 与 --request。未做任何更改。',
    en: 'Give --dataset, --reason and either --key or --extract with --line; or --file, --party and --request. Nothing was changed.',
  },
  'objections.page': {
    'zh-CN': '第 {first}–{last} 条，共 {total} 条，第 {page}/{pages} 页；用 --page 翻页',
    en: '{first} to {last} of {total}, page {page} of {pages}; --page shows another',
  },
  'objections.beyond': {
    'zh-CN': '没有第 {page} 页：共 {total} 条，{pages} 页。',
    en: 'There is no page {page}: {total} objections on {pages} pages.',
  },
  'objections.none': { 'zh-CN': '没有符合条件的疑义。', en: 'There is no such objection.' },
  'objections.late': { 'zh-CN': '{due} 已超期', en: '{due} overdue' },
  'objections.said': { 'zh-CN': '提出方说明：{text}', en: 'said: {text}' },
  'objections.now': { 'zh-CN': '疑义 {id} 现为：{state}', en: 'Objection {id} is now: {state}' },
  'objections.raised': { 'zh-CN': '已提出疑义 {id}。', en: 'Objection {id} is raised.' },
  'objections.known': {
    'zh-CN': '此前已有人提出：疑义 {id}，已记入。',
    en: 'Somebody objected before: it is told to objection {id}.',
  },
  'objections.submitted': {
    'zh-CN': '已提交 {rows} 行，归入疑义 {objections}；提交编号 {id}。',
    en: '{rows} rows are submitted, to objections {objections}; submission {id}.',
  },
  'objections.submitted_before': {
    'zh-CN': '此文件此前已提交（{rows} 行，疑义 {objections}），未重复记录；提交编号 {id}。',
    en: 'The file was submitted before ({rows} rows, objections {objections}) and is not counted twice; submission {id}.',
  },
  'objections.exported': {
    'zh-CN': '已导出 {rows} 行待核处：{path}',
    en: '{rows} rows to answer are in {path}',
  },
  'objections.more_later': {
    'zh-CN': '一张表最多 {most} 行：提交后再次导出其余部分。',
    en: 'A sheet has at most {most} rows: export the rest once these are answered.',
  },
  'objections.answered': {
    'zh-CN':
      '已应用 {rows} 行：更正 {corrected} 条，注销 {cancelled} 条，数据无误 {right} 条，其他 {other} 条。',
    en: '{rows} rows are applied: {corrected} corrected, {cancelled} cancelled, {right} right, {other} other.',
  },
  'objections.answered_resend': {
    'zh-CN':
      '其中 {rows} 条称已更正或已注销，但提出之后的批次里尚无相应数据：疑义保持未办结，收到更正后的数据即自动办结。',
    en: '{rows} rows are said to be corrected or cancelled and no later batch shows it: they stay open until the mended data arrive.',
  },
  'objections.answered_second': {
    'zh-CN':
      '其中 {rows} 条未通过校验码或日期检查而称“数据无误”：须由另一名负责人执行 shuyuan objections confirm 疑义编号 --as 负责人 确认后办结。',
    en: '{rows} rows fail a check digit or a date and are said to be right: they stay open until another officer confirms it (`shuyuan objections confirm ID --as OFFICER`).',
  },
  'objections.claimed': {
    'zh-CN':
      '疑义 {id} 涉及校验码或不存在的日期：“数据无误”已记录，须由另一名负责人确认（shuyuan objections confirm {id} --as 负责人）后办结。',
    en: 'Objection {id} is about a check digit or an impossible date: that the data are right is noted, and another officer has to confirm it (`shuyuan objections confirm {id} --as OFFICER`).',
  },
  'objections.answered_before': {
    'zh-CN': '此表此前已应用（{rows} 行），未重复应用。',
    en: 'The sheet was applied before ({rows} rows) and is not applied twice.',
  },
  'objections.no_notices': { 'zh-CN': '没有需要催办或督办的疑义。', en: 'Nothing is due or overdue.' },
  'objections.more_rows': { 'zh-CN': '另有 {more} 条。', en: '{more} more.' },
  'objections.written': { 'zh-CN': '已写入 {path}', en: 'Written to {path}' },
  'objections.reading': { 'zh-CN': '正在读取并逐行校验…', en: 'Reading and checking every row …' },
  'objections.writing': { 'zh-CN': '正在写出…', en: 'Writing …' },
  'objections.applying': { 'zh-CN': '正在应用…', en: 'Applying …' },
  ...group('list', {
    id: ['编号', 'id'],
    department: ['部门', 'department'],
    dataset: ['数据集', 'dataset'],
    field: ['字段', 'field'],
    problem: ['问题', 'what is wrong'],
    open: ['未办结', 'open'],
    rows: ['条数', 'rows'],
    state: ['状态', 'state'],
    due: ['期限', 'due'],
    raised_by: ['提出方', 'raised by'],
    at: ['时间', 'at'],
    event: ['事项', 'event'],
    actor: ['经办', 'by'],
    reason: ['理由', 'reason'],
    key: ['主键', 'key'],
    extract: ['批次', 'extract'],
    line: ['行', 'line'],
    item: ['状态', 'state'],
    proposed: ['建议值', 'proposed'],
    row: ['行', 'row'],
    result: ['结果', 'result'],
    escalations: ['督办', 'overdue'],
    reminders: ['催办', 'due soon'],
    file: ['文件', 'file'],
    raised: ['提出', 'raised'],
    overdue: ['超期', 'overdue'],
    fixed: ['已更正', 'fixed'],
    rejected: ['数据无误', 'rejected'],
    fix_rate: ['整改率', 'fix rate'],
    reopen_rate: ['反复率', 'reopen rate'],
    mean_days: ['平均工作日', 'working days'],
  }),
  ...group('state', {
    raised: ['已提出', 'raised'],
    accepted: ['已受理', 'accepted'],
    marked: ['已标注', 'marked'],
    verified: ['已核实', 'verified'],
    corrected: ['已更正', 'corrected'],
    rejected: ['不成立', 'rejected'],
    lifted: ['已解除标注', 'lifted'],
  }),
  ...group('event', {
    raise: ['提出', 'raised'],
    accept: ['受理', 'accepted'],
    mark: ['标注', 'marked'],
    verify: ['核实', 'verified'],
    correct: ['更正', 'corrected'],
    reject: ['认定无误', 'rejected'],
    lift: ['解除标注', 'mark lifted'],
    reopen: ['重新提出', 'reopened'],
    again: ['再次发现', 'found again'],
    progress: ['部分办理', 'partly done'],
    remind: ['催办', 'reminded'],
    escalate: ['督办', 'escalated'],
  }),
  ...group('item', {
    open: ['未办结', 'open'],
    again: ['再次发现', 'found again'],
    reopened: ['重新提出', 'reopened'],
    fixed: ['已更正', 'fixed'],
    withdrawn: ['已撤回', 'withdrawn'],
    rejected: ['数据无误', 'right'],
  }),
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
