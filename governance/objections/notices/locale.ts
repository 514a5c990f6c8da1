import { defineTexts, type Text } from '../../../core/locale.ts'

const notice = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.notice.${id}`]: { 'zh-CN': zh, en },
})

defineTexts({
  'objections.step.accept': { 'zh-CN': '受理', en: 'accept' },
  'objections.step.verify': { 'zh-CN': '核实', en: 'verify' },
  'objections.step.close': { 'zh-CN': '办结', en: 'close' },
  ...notice('title', '疑义数据督办单', 'Objections to data: escalation'),
  ...notice('title_reminder', '疑义数据催办单', 'Objections to data: reminder'),
  ...notice('to', '{department}　{day}', '{department}, {day}'),
  ...notice(
    'text',
    '下列疑义数据尚未按期办理，请按期限受理、核实并更正，或说明理由；可导出核处表填写后提交。',
    'The following objections to your data wait for you: accept, verify and correct them, or say why the data are right. An answer sheet can be exported and sent back.',
  ),
  ...notice('escalation', '督办：已超过期限（{count} 项）', 'Overdue ({count})'),
  ...notice('reminder', '催办：即将到期（{count} 项）', 'Due soon ({count})'),
  ...notice('kind.escalation', '督办', 'overdue'),
  ...notice('kind.reminder', '催办', 'due soon'),
  ...notice('issued', '签发（数据主管部门）', 'Issued by'),
  ...notice('received', '签收（承办部门）', 'Received by'),
  ...notice('column.objection', '疑义编号', 'objection'),
  ...notice('column.dataset', '数据集', 'dataset'),
  ...notice('column.field', '字段', 'field'),
  ...notice('column.problem', '问题', 'what is wrong'),
  ...notice('column.rows', '未办结条数', 'open rows'),
  ...notice('column.step', '环节', 'step'),
  ...notice('column.due', '期限', 'due'),
  ...notice('column.late', '超期工作日', 'working days late'),
  ...notice('column.raised_by', '提出方', 'raised by'),
})
