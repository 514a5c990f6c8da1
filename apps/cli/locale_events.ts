import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'error.cli.bad_port': {
    'zh-CN': '--port 须为 0 至 65535 的整数，收到 {value}。',
    en: '--port takes a whole number from 0 to 65535, not {value}.',
  },
  'error.cli.bad_date': {
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
  'token.issued': {
    'zh-CN':
      '已签发令牌 {id}：部门 {department}，可报送 {datasets}。以下两项只显示这一次，请经安全渠道交付。',
    en: 'Issued token {id}: department {department} may post to {datasets}. Both of the following are shown this once; hand them over safely.',
  },
  'token.token': { 'zh-CN': 'HTTP 令牌：{token}', en: 'HTTP token: {token}' },
  'token.queue_key': { 'zh-CN': '队列加密密钥：{key}', en: 'Queue key: {key}' },
  'token.revoked': {
    'zh-CN': '已撤销部门 {department} 的令牌 {id}，两秒内生效。',
    en: 'Token {id} of department {department} is withdrawn; it takes effect within two seconds.',
  },
  'column.until': { 'zh-CN': '有效期至', en: 'until' },
})
