import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.ledger.personal_data_in_text': {
    kind: 'invalid',
    'zh-CN':
      '说明文字中含有形似身份证号、统一社会信用代码或手机号的内容，未作任何更改。控制数据库不保存个人信息：请改用疑义编号或行号指明，再重试。',
    en: 'The text holds something like an identity number, a credit code or a mobile number; nothing was changed. The control database keeps no personal data: point at the objection or the line instead, then try again.',
  },
  'error.ledger.empty_text': {
    kind: 'invalid',
    'zh-CN': '未填写理由，未作任何更改。请写明理由后重试。',
    en: 'No reason was given; nothing was changed. State one and try again.',
  },
  'error.ledger.unknown_objection': {
    kind: 'not_found',
    'zh-CN': '没有编号为 {objection} 的疑义。',
    en: 'There is no objection {objection}.',
  },
  'error.ledger.objection_events_append_only': {
    kind: 'internal',
    'zh-CN': '疑义的办理记录只能追加：修改与删除被数据库 {server} 拒绝，内容未变。',
    en: 'What happened to an objection is only added to: the database {server} refused to change or remove it; it is as it was.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
