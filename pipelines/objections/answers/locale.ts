import { defineTexts, type Text } from '../../../core/locale.ts'

const column = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.column.${id}`]: { 'zh-CN': zh, en },
})
const fault = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.fault.${id}`]: { 'zh-CN': zh, en },
})

defineTexts({
  'error.objections.answers_refused': {
    'zh-CN': '已填的 {rows} 行中有 {wrong} 行不符合要求，整表未生效。请按所列原因改正后重新提交。',
    en: '{wrong} of {rows} rows that were filled in are not right, so that none was applied. Correct what is listed and submit the sheet again.',
  },
  'error.objections.no_answers': {
    'zh-CN': '{file} 中没有填写任何处理结果，未做任何更改。',
    en: 'No row of {file} was filled in; nothing was changed.',
  },
  'objections.sheet.answers': { 'zh-CN': '疑义数据核处表', en: 'Answers' },
  'objections.all_rows': { 'zh-CN': '全部 {rows} 条', en: 'all {rows} rows' },
  'objections.whole_record': { 'zh-CN': '整条记录', en: 'the whole record' },
  'objections.cause.rule': { 'zh-CN': '不符合质量规则', en: 'a quality rule is violated' },
  'objections.cause.consumer': { 'zh-CN': '使用方提出', en: 'raised by a consumer' },
  'objections.cause.person': { 'zh-CN': '人工提出', en: 'raised by a person' },
  'objections.cause.disagreement': { 'zh-CN': '与副本不一致', en: 'copies disagree' },
  'objections.cause.code_check': { 'zh-CN': '代码互校不符', en: 'codes do not match' },
  'objections.cause.disagreement.detail': {
    'zh-CN': '与“{counterpart}”的记录不一致',
    en: 'it disagrees with {counterpart}',
  },
  'objections.cause.code_check.detail': {
    'zh-CN': '与“{counterpart}”互校时代码不符',
    en: 'its code does not match {counterpart}',
  },
  'objections.outcome.corrected': { 'zh-CN': '已更正', en: 'corrected' },
  'objections.outcome.right': { 'zh-CN': '数据无误', en: 'data are right' },
  'objections.outcome.cancelled': { 'zh-CN': '已注销', en: 'cancelled' },
  'objections.outcome.other': { 'zh-CN': '其他', en: 'other' },
  ...column('objection', '疑义编号', 'objection'),
  ...column('dataset', '数据集', 'dataset'),
  ...column('file', '文件', 'file'),
  ...column('extract', '报送批次', 'extract'),
  ...column('line', '行', 'line'),
  ...column('field', '字段', 'field'),
  ...column('key', '主键（遮蔽）', 'key (masked)'),
  ...column('problem', '问题', 'what is wrong'),
  ...column('said', '提出方说明', 'what was said'),
  ...column('due', '办理期限', 'due'),
  ...column('outcome', '处理结果', 'outcome'),
  ...column('note', '说明', 'note'),
  ...column('resend', '更正后报送批次', 'sent again in extract'),
  ...column('token', '校验码', 'token'),
  ...column('result', '结果', 'result'),
  ...fault(
    'token_invalid',
    '此行不是本部门待办，或校验码、固定列被改动；请用平台重新导出的表格填写',
    'this row is not for this department to answer, or its token or a fixed column was changed; fill in a sheet exported anew',
  ),
  ...fault('outcome_missing', '未选择处理结果', 'no outcome is chosen'),
  ...fault(
    'outcome_unknown',
    '处理结果须为：已更正、数据无误、已注销、其他',
    'the outcome must be corrected, data are right, cancelled or other',
  ),
  ...fault('note_missing', '“数据无误”和“其他”须填写说明', 'a note is needed with this outcome'),
  ...fault('resend_unknown', '没有收到过此批次', 'no such extract was received'),
})
