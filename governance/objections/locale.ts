import { defineTexts } from '../../core/locale.ts'
import './answers/locale.ts'
import './consumer/locale.ts'

const texts = defineTexts({
  'objections.sheet.audit': {
    'zh-CN':
      '制表时审计链共 {count} 条（签名密钥 {key}），末条摘要（SHA-256）：{hash}。请留存本表：日后可用 shuyuan doctor --anchor 文件 证明审计日志没有被截短或改写。',
    en: 'When this was made the audit log had {count} lines (signed by key {key}); SHA-256 of the last one: {hash}. Keep this file: `shuyuan doctor --anchor FILE` later proves against it that the log was not cut off or rewritten.',
  },
  'error.objections.no_rows': {
    kind: 'invalid',
    'zh-CN': '未指明任何记录，未提出疑义。请给出主键，或提取序号与行号。',
    en: 'No record was named, so that nothing was objected to. Give keys, or extracts and lines.',
  },
  'error.objections.unknown_column': {
    kind: 'invalid',
    'zh-CN': '数据集 {dataset} 没有字段或数据项 {column}，未提出疑义。已有：{known}。',
    en: 'Dataset {dataset} has no field or element {column}; nothing was objected to. Known: {known}.',
  },
  'error.objections.unknown': {
    kind: 'not_found',
    'zh-CN': '本部门没有此编号的疑义。',
    en: 'There is no such objection to this department.',
  },
  'error.objections.not_resent': {
    kind: 'conflict',
    'zh-CN':
      '疑义 {objection} 的 {total} 条记录中，有 {rows} 条在提出之后的批次里尚无同一主键、取值已改变的合格数据，不能办结为“已更正”，未做任何更改。请先报送更正后的数据；合格后平台自动办结。',
    en: 'Of the {total} rows of objection {objection}, {rows} have not come again since: no later batch has the same key in an accepted row with a changed value. It cannot be closed as corrected, and nothing was changed. Send the mended rows; once they are accepted the platform closes it.',
  },
  'error.objections.nothing_to_confirm': {
    kind: 'conflict',
    'zh-CN': '疑义 {objection} 没有等待第二人确认的“数据无误”，未做任何更改。',
    en: 'Nobody says of objection {objection} that its data are right and waits for a second person; nothing was changed.',
  },
  'error.objections.same_person': {
    kind: 'forbidden',
    'zh-CN': '疑义 {objection} 的“数据无误”由 {account} 提出，须由另一人确认，未做任何更改。',
    en: '{account} says that the data of objection {objection} are right: another person has to confirm it. Nothing was changed.',
  },
  'error.objections.nothing_to_reopen': {
    kind: 'conflict',
    'zh-CN': '疑义 {objection} 没有可重新提出的记录（已归入其他疑义，或从未有过），未做任何更改。',
    en: 'Objection {objection} has no row to take up again (others hold them, or it never had any); nothing was changed.',
  },
  'objections.calendar_missing': {
    'zh-CN':
      '{year} 年的节假日安排尚未配置，期限落在该年的疑义暂不定期限，也不提醒、不督办；疑义已照常提出。请在 jobs.config.ts 的 workdays 中补充 {year} 年的放假和调休日，下次运行自动补定期限。',
    en: 'The working days of {year} are not configured: objections whose deadline lies in that year have none yet, and nobody is reminded; they were raised all the same. Add the holidays and make-up days of {year} to `workdays` in jobs.config.ts; the next run sets the deadlines.',
  },
  'objections.cut_off': {
    'zh-CN': '提出时中断，未记录任何数据，请重新提出。',
    en: 'Cut off while it was raised; no row was recorded. Raise it again.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
