import { defineTexts, type Text } from '../../../core/locale.ts'

const reason = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.reason.${id}`]: { 'zh-CN': zh, en },
  // The code under which it is kept (`codeOfReason`).
  [`violation.consumer.${id}`]: { 'zh-CN': zh, en },
})
const fault = (id: string, zh: string, en: string): Record<string, Text> => ({
  [`objections.fault.${id}`]: { 'zh-CN': zh, en },
})

const texts = defineTexts({
  'error.objections.not_a_city': {
    kind: 'forbidden',
    'zh-CN': '{party} 不是数据使用方，不能就收到的数据提出疑义，未做任何更改。请使用盟市的令牌。',
    en: '{party} receives no data, so that it cannot object to any; nothing was changed. Use the token of a city.',
  },
  'error.objections.unknown_delivery': {
    kind: 'not_found',
    'zh-CN': '没有按此需求（或数据包）向贵方交付过数据，未提出疑义。请核对需求编号与数据包编号。',
    en: 'No data was delivered to you by this request (or package); nothing was objected to. Check the ids of request and package.',
  },
  'error.objections.key_not_sent': {
    kind: 'invalid',
    'zh-CN':
      '需求 {request} 交付的主键经过遮蔽，无法据此指明记录，未提出疑义。请申请将主键以散列值（hash）交付，或向平台书面说明。',
    en: 'The key that request {request} delivers is masked, so that it names no record; nothing was objected to. Ask for the key as a keyed hash, or write to the platform.',
  },
  'error.objections.delivery_too_old': {
    kind: 'gone',
    'zh-CN': '该次交付所依据的版本已不再保留，未提出疑义。请以需求 {request} 最近一次交付的数据重新提出。',
    en: 'The release behind that delivery is no longer kept; nothing was objected to. Object to what request {request} delivered last.',
  },
  'error.objections.key_reused': {
    kind: 'conflict',
    'zh-CN': '此 Idempotency-Key 已用于内容不同的提交，未做任何更改。请换用新的键。',
    en: 'This Idempotency-Key was used for something else; nothing was changed. Use a new one.',
  },
  'error.objections.rows_refused': {
    kind: 'invalid',
    'zh-CN': '{rows} 行中有 {wrong} 行不符合要求，整批未提出。请按所列原因改正后整批重新提交。',
    en: '{wrong} of {rows} rows are not right, so that none was taken. Correct what is listed and submit all of them again.',
  },
  'error.objections.unknown_submission': {
    kind: 'not_found',
    'zh-CN': '没有此编号的疑义提交。请核对编号。',
    en: 'There is no such submission. Check its id.',
  },
  'error.objections.already_closed': {
    kind: 'conflict',
    'zh-CN': '提交 {submission} 的疑义均已办结，不能撤回。',
    en: 'All objections of submission {submission} are closed; it cannot be withdrawn.',
  },
  'objections.withdrawn': { 'zh-CN': '提出方撤回', en: 'withdrawn by whoever raised it' },
  'objections.sheet.submission': { 'zh-CN': '疑义提出表', en: 'Objections' },
  'objections.sheet.submission_title': {
    'zh-CN': '疑义提出表（需求 {request}）',
    en: 'Objections to data of request {request}',
  },
  'objections.submit_how.key': {
    'zh-CN': '主键：收到的数据中该记录的主键，原样填写（交付的是散列值即填散列值）；单元格须为文本格式。',
    en: 'key: the record’s key exactly as it was received (a hash where a hash was delivered), in a cell formatted as text.',
  },
  'objections.submit_how.column': {
    'zh-CN': '数据项：有疑义的数据项；空白表示整条记录。可填：{known}。',
    en: 'element: what is in doubt; empty: the whole record. One of: {known}.',
  },
  'objections.submit_how.reason': {
    'zh-CN': '疑义类型：从列表中选择；选“其他”时须填写说明。',
    en: 'reason: from the list; with “other” a text is needed.',
  },
  'objections.submit_how.text': {
    'zh-CN': '说明中请勿写公民身份号码、手机号码；认为正确的值请填入“建议值”。',
    en: 'Write no identity number or telephone number into the text; a right value goes into the proposed value.',
  },
  'objections.submit_how.apply': {
    'zh-CN':
      '请勿增加其他列。填好后提交（shuyuan objections raise --file 文件 --party city:{city} --request {request}，或接口 /v1/objections/upload）。有一行不符合要求则整批不提出，并逐行列出原因。',
    en: 'Add no other columns. Submit it (`shuyuan objections raise --file FILE --party city:{city} --request {request}`, or /v1/objections/upload). Where one row is not right none is taken, and every reason is listed.',
  },
  'objections.submit.key': { 'zh-CN': '主键', en: 'key' },
  'objections.submit.column': { 'zh-CN': '数据项', en: 'element' },
  'objections.submit.reason': { 'zh-CN': '疑义类型', en: 'reason' },
  'objections.submit.text': { 'zh-CN': '说明', en: 'text' },
  'objections.submit.proposed': { 'zh-CN': '建议值', en: 'proposed value' },
  ...reason('wrong', '内容错误', 'the value is wrong'),
  ...reason('outdated', '内容过时', 'the value is out of date'),
  ...reason('missing', '内容缺失', 'the value is missing'),
  ...reason('contradicts', '与本地掌握的情况不一致', 'it contradicts what is known locally'),
  ...reason('not_ours', '不属于本地区', 'the record is not of this area'),
  ...reason('malformed', '格式不规范', 'the value is malformed'),
  ...reason('other', '其他（见说明）', 'other (see the text)'),
  ...fault('key_missing', '未填写主键', 'no key is given'),
  ...fault(
    'value_too_long',
    '“{column}”过长（最多 {most} 个字符）',
    '{column} is too long (at most {most} characters)',
  ),
  ...fault(
    'column_not_delivered',
    '该数据项不在交付范围内；可填：{known}',
    'this element was not delivered; delivered: {known}',
  ),
  ...fault('reason_unknown', '疑义类型须为：{known}', 'the reason must be one of: {known}'),
  ...fault('text_missing', '类型为“其他”时须填写说明', 'a text is needed where the reason is "other"'),
  ...fault(
    'personal_data',
    '说明中含有形似身份证号、信用代码或手机号的内容，请删去（提出疑义时，正确的值请填入“建议值”）',
    'the text holds something like an identity number, credit code or mobile number: remove it (when objecting, a right value goes into the proposed value)',
  ),
  ...fault('twice', '同一主键与数据项重复', 'the same key and element occur twice'),
  ...fault('row_not_delivered', '交付给贵方的数据中没有此主键', 'the data delivered to you has no such key'),
  ...fault(
    'cell_faulty',
    '“{column}”是公式、错误值或已丢失位数的数字；请设为文本格式后重新填写',
    '{column} is a formula, an error value or a number that lost digits; format the cell as text and fill it in again',
  ),
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
