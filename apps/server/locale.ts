import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.http.media_type': {
    kind: 'unsupported',
    'zh-CN':
      '请求体须为未压缩的 UTF-8 编码 application/json 或 application/x-ndjson。未接收任何事件，请更正请求头后重发。',
    en: 'The body must be application/json or application/x-ndjson in UTF-8, not compressed. No event was accepted; correct the headers and send it again.',
  },
  'error.http.json_type': {
    kind: 'unsupported',
    'zh-CN': '请求体须为 application/json，未做任何更改。',
    en: 'The body must be application/json; nothing was changed.',
  },
  'error.http.sheet_type': {
    kind: 'unsupported',
    'zh-CN': '请求体须为 .xlsx 工作簿（Content-Type: {type}），未做任何更改。',
    en: 'The body must be an .xlsx workbook (Content-Type: {type}); nothing was changed.',
  },
  'error.http.malformed': {
    kind: 'malformed',
    'zh-CN': '请求体不符合接口说明（/openapi.json）：{places}。未做任何更改。',
    en: 'The body is not as /openapi.json describes it: {places}. Nothing was changed.',
  },
  'error.http.bad_character': {
    kind: 'malformed',
    'zh-CN':
      '{place} 含有不可用的字符（NUL、其他控制字符，或不成对的代理码位）。未做任何更改，请改正后重发。',
    en: '{place} holds a character that cannot be kept (NUL, another control character, half a surrogate pair). Nothing was changed; correct it and send it again.',
  },
  'error.http.bad_query': {
    kind: 'malformed',
    'zh-CN': '查询参数缺失或无效：{names}。接口说明见 /openapi.json。',
    en: 'Parameters are missing or not valid: {names}. They are described at /openapi.json.',
  },
  'error.http.bad_header': {
    kind: 'malformed',
    'zh-CN': '请求头缺失或无效：{names}。接口说明见 /openapi.json。',
    en: 'Headers are missing or not valid: {names}. They are described at /openapi.json.',
  },
  'error.http.bad_key': {
    kind: 'malformed',
    'zh-CN': '请求头 Idempotency-Key 缺失或超过 200 个字符，未做任何更改。',
    en: 'The header Idempotency-Key is missing or longer than 200 characters; nothing was changed.',
  },
  'error.http.too_large': {
    kind: 'too_large',
    'zh-CN': '请求体超过 {most} 字节，未做任何更改。请分批提交。',
    en: 'The body is larger than {most} bytes; nothing was changed. Send it in parts.',
  },
  'error.http.too_many_requests': {
    kind: 'busy',
    'zh-CN': '此令牌一分钟内的请求超过 {most} 次，请按 Retry-After 稍后再试；未做任何更改。',
    en: 'This token made more than {most} requests in a minute; nothing was changed. Come back after Retry-After.',
  },
  'error.http.not_found': {
    kind: 'not_found',
    'zh-CN': '没有此地址。接口说明见 /openapi.json。',
    en: 'There is nothing at this address. The interface is described at /openapi.json.',
  },
  'error.http.unexpected': {
    kind: 'internal',
    'zh-CN':
      '服务器发生未预料的错误，本次请求未完成。请稍后用同一 Idempotency-Key 重发；如仍失败，请联系平台工程师。',
    en: 'Something unforeseen failed in the server; the request was not completed. Send it again later with the same Idempotency-Key; if it fails again, tell the platform engineers.',
  },
  'error.http.address_taken': {
    kind: 'internal',
    'zh-CN': '无法监听 {host}:{port}（{reason}）。请换用其他端口（--port）或停止占用该端口的程序。',
    en: 'Cannot listen on {host}:{port} ({reason}). Choose another port with --port, or stop the program that uses it.',
  },
})

defineTexts({
  'http.description': {
    'zh-CN': '公共数据：实时事件的报送，对数据的疑义。',
    en: 'Events of public data, in real time; objections to it.',
  },
  'http.key': {
    'zh-CN': '每次提交一个，重发时沿用；至少保留 7 天。不得含个人信息，宜用 UUID。',
    en: 'One for what is sent at once, the same when it is sent again; remembered for at least 7 days. Not personal data: a UUID is best.',
  },
  'http.refused.400': { 'zh-CN': '格式不符', en: 'malformed' },
  'http.refused.401': { 'zh-CN': '没有有效令牌', en: 'no valid token' },
  'http.refused.403': { 'zh-CN': '无权做此操作', en: 'the token may not be used for this' },
  'http.refused.404': {
    'zh-CN': '不存在，或不属于调用方：答复相同',
    en: 'unknown, or not yours: the same answer',
  },
  'http.refused.409': {
    'zh-CN': '键已用于其他内容，或当前状态不允许',
    en: 'the key was used for something else, or the state does not allow it',
  },
  'http.refused.410': { 'zh-CN': '已不再保留', en: 'no longer kept' },
  'http.refused.413': { 'zh-CN': '一次提交过多', en: 'too much at once' },
  'http.refused.415': { 'zh-CN': '类型或编码不符', en: 'another type or encoding' },
  'http.refused.422': {
    'zh-CN': '内容有误，全部未采纳：逐项列出位置和原因',
    en: 'something is wrong with the content, nothing was taken: each place with its reason',
  },
  'http.refused.429': {
    'zh-CN': '过于频繁：按 Retry-After 再试',
    en: 'too much now: come back after Retry-After',
  },
  'http.refused.500': { 'zh-CN': '服务器出错', en: 'something failed in the server' },
  'http.refused.503': {
    'zh-CN': '暂时无法处理：按 Retry-After 再试',
    en: 'cannot be done now: come back after Retry-After',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
