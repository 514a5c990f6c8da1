import { defineTexts, type Text } from '../../../core/locale.ts'

const column = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.column.${id}`]: { 'zh-CN': zh, en },
})
const fault = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.fault.${id}`]: { 'zh-CN': zh, en },
})

const texts = defineTexts({
  'error.objections.answers_refused': {
    kind: 'invalid',
    'zh-CN': '已填的 {rows} 行中有 {wrong} 行不符合要求，整表未生效。请按所列原因改正后重新提交。',
    en: '{wrong} of {rows} rows that were filled in are not right, so that none was applied. Correct what is listed and submit the sheet again.',
  },
  'error.objections.no_answers': {
    kind: 'invalid',
    'zh-CN': '{file} 中没有填写任何处理结果，未做任何更改。',
    en: 'No row of {file} was filled in; nothing was changed.',
  },
  'objections.sheet.instructions': { 'zh-CN': '填写说明', en: 'Instructions' },
  'objections.sheet.title': {
    'zh-CN': '{department} 疑义数据核处表（导出日期 {day}）',
    en: 'Answers of {department} (written on {day})',
  },
  'objections.instruction.columns': {
    'zh-CN':
      '请只填写黄色的三列：处理结果、说明、更正后报送批次；其余各列由平台填写，请勿改动、删除或调换顺序。可以排序和筛选，不必一次填完：空行留待下次。',
    en: 'Fill in the three yellow columns only: outcome, note, sent again in extract. The others are the platform’s: do not change, remove or move them. Sorting and filtering do no harm; rows left empty wait for the next time.',
  },
  'objections.instruction.corrected': {
    'zh-CN':
      '“已更正”：源系统已改正，并已重新报送；请填写重新报送的批次号（可用 shuyuan extracts list 或接口查询）。提出疑义之后的批次中有该条记录本身的合格数据且取值已改变，才办结；此前保持未办结，批次到达后自动办结。',
    en: '“corrected”: mended at the source and sent again; name the extract in which it was sent again. The row is closed once a later extract has its own record accepted with a changed value; until then it stays open, and closes by itself.',
  },
  'objections.instruction.right': {
    'zh-CN':
      '“数据无误”：核实后确认报送的值正确；请在说明中写明依据。校验码、日期等算术检查不通过的，须由另一名负责人确认后办结。',
    en: '“data are right”: checked, and what was sent is right; say in the note what proves it. Against a check digit or an impossible date another officer has to confirm it.',
  },
  'objections.instruction.cancelled': {
    'zh-CN': '“已注销”：该记录已在源系统注销或作废，并已报送；其后的批次中该记录已注销或不再出现，才办结。',
    en: '“cancelled”: the record was cancelled at the source, and a later extract ends it or no longer has it.',
  },
  'objections.instruction.other': {
    'zh-CN': '“其他”：尚在核实或不属于本部门等；请在说明中写明情况，疑义保持待办。',
    en: '“other”: still being checked, not yours, …; say in the note what it is. The objection stays open.',
  },
  'objections.instruction.private': {
    'zh-CN': '说明中请勿写公民身份号码、手机号码等个人信息。',
    en: 'Write no identity number or telephone number into the note.',
  },
  'objections.instruction.values': {
    'zh-CN':
      '主键、报送的值、建议的值按贵部门的授权显示，未获授权的部分以 * 遮蔽；请按文件、报送批次和行号在源系统中查找。',
    en: 'Keys and values are shown as far as your department may see them, the rest is masked by *; find the row by file, extract and line.',
  },
  'objections.instruction.apply': {
    'zh-CN':
      '填写后交回平台（shuyuan objections answer 文件 --department {department}，或接口 /v1/objections/answers）。有一行不符合要求则整表不生效，并逐行列出原因。',
    en: 'Hand it back (`shuyuan objections answer FILE --department {department}`, or /v1/objections/answers). Where one row is not right none is applied, and every reason is listed.',
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
  ...column('received', '报送的值', 'value received'),
  ...column('proposed', '建议的值', 'value proposed'),
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

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
