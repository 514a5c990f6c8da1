import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'error.http.media_type': {
    'zh-CN':
      '请求体须为未压缩的 UTF-8 编码 application/json 或 application/x-ndjson。未接收任何事件，请更正请求头后重发。',
    en: 'The body must be application/json or application/x-ndjson in UTF-8, not compressed. No event was accepted; correct the headers and send it again.',
  },
  'error.http.not_found': {
    'zh-CN': '没有此地址。接口说明见 /openapi.json。',
    en: 'There is nothing at this address. The interface is described at /openapi.json.',
  },
  'error.http.unexpected': {
    'zh-CN':
      '服务器发生未预料的错误，本次请求未完成。请稍后用同一 Idempotency-Key 重发；如仍失败，请联系平台工程师。',
    en: 'Something unforeseen failed in the server; the request was not completed. Send it again later with the same Idempotency-Key; if it fails again, tell the platform engineers.',
  },
  'error.http.address_taken': {
    'zh-CN': '无法监听 {host}:{port}（{reason}）。请换用其他端口（--port）或停止占用该端口的程序。',
    en: 'Cannot listen on {host}:{port} ({reason}). Choose another port with --port, or stop the program that uses it.',
  },
})
