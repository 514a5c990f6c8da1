import { defineTexts } from '../core/locale.ts'

const texts = defineTexts({
  'error.parties.unknown_party': {
    kind: 'not_found',
    'zh-CN':
      '没有参与方 {party}。写法：部门编号（如 tax 或 department:tax），或 city: 加现行盟市区划代码（如 city:150100）。未做任何更改。',
    en: "There is no party {party}. Write a department's id (tax or department:tax), or city: and the code of a league or city in force (city:150100). Nothing was changed.",
  },
  'error.parties.unauthorised': {
    kind: 'unauthenticated',
    'zh-CN':
      '令牌缺失、无效或已过期，未做任何更改。请在请求头 Authorization: Bearer 中给出有效令牌，或向平台申请。',
    en: 'The token is missing, not valid or expired; nothing was changed. Give a valid one in the header Authorization: Bearer, or ask the platform for one.',
  },
  'error.parties.forbidden': {
    kind: 'forbidden',
    'zh-CN': '{party} 的令牌无权做此操作，未做任何更改。如确需此权限，请向平台申请。',
    en: 'The token of {party} may not be used for this; nothing was changed. Ask the platform for the right if it is needed.',
  },
  'error.events.unknown_grant': {
    kind: 'not_found',
    'zh-CN': '没有编号为 {id} 的令牌。用 shuyuan token list 查看。',
    en: 'There is no token {id}. See them with: shuyuan token list',
  },
  'error.events.grant_exposed': {
    kind: 'internal',
    'zh-CN':
      '令牌文件 {path} 可被其他账户读取，已停止使用。请将权限改为 600；若可能已泄露，请撤销后重新签发。',
    en: 'The token file {path} can be read by other accounts, so it is not used. Set its mode to 600; if it may have leaked, revoke the token and issue another.',
  },
  'error.events.grant_unreadable': {
    kind: 'damaged',
    'zh-CN': '令牌文件 {path} 内容损坏。请从备份恢复，或删除后为该部门重新签发。',
    en: 'The token file {path} is damaged. Restore it from a backup, or remove it and issue another to the department.',
  },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
