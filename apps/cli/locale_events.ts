import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.cli.bad_port': {
    kind: 'usage',
    'zh-CN': '--port 须为 0 至 65535 的整数，收到 {value}。',
    en: '--port takes a whole number from 0 to 65535, not {value}.',
  },
  'error.cli.bad_date': {
    kind: 'usage',
    'zh-CN': '--{option} 须为日期（YYYY-MM-DD），收到 {value}。',
    en: '--{option} takes a date (YYYY-MM-DD), not {value}.',
  },
  'serve.started': {
    'zh-CN': '事件服务已启动：{url}（接口说明 {url}/openapi.json），Ctrl-C 停止',
    en: 'Taking events at {url} (described at {url}/openapi.json); Ctrl-C stops it',
  },
  'serve.stopping': {
    'zh-CN': '不再接收；正在发布已接收的事件后停止',
    en: 'Taking no more; stopping once what was accepted is published',
  },
  'token.none': { 'zh-CN': '没有令牌。', en: 'There is no token.' },
  'token.issued': {
    'zh-CN': '已签发令牌 {id}：{party}，用途：{uses}。以下内容只显示这一次，请经安全渠道交付。',
    en: 'Issued token {id} to {party}, for: {uses}. What follows is shown this once; hand it over safely.',
  },
  'token.scope.events': { 'zh-CN': '报送事件（{datasets}）', en: 'events to {datasets}' },
  'token.scope.objections': { 'zh-CN': '疑义数据的提出与办理', en: 'objections' },
  'error.cli.bad_scopes': {
    kind: 'usage',
    'zh-CN':
      '--scopes 取值为 {known}，以逗号分隔；events 须同时给出 --datasets，且只能授予部门；仅用于疑义时不要给出 --datasets。未做任何更改。',
    en: '--scopes takes {known}, separated by commas; events needs --datasets and a department, objections alone takes no --datasets. Nothing was changed.',
  },
  'column.party': { 'zh-CN': '持有方', en: 'held by' },
  'column.uses': { 'zh-CN': '用途', en: 'for' },
  'token.token': { 'zh-CN': 'HTTP 令牌：{token}', en: 'HTTP token: {token}' },
  'token.queue_key': { 'zh-CN': '队列加密密钥：{key}', en: 'Queue key: {key}' },
  'token.revoked': {
    'zh-CN': '已撤销 {party} 的令牌 {id}，两秒内生效。',
    en: 'Token {id} of {party} is withdrawn; it takes effect within two seconds.',
  },
  'column.until': { 'zh-CN': '有效期至', en: 'until' },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
