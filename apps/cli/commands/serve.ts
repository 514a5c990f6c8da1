import { once } from 'node:events'
import { ShuyuanError } from '../../../core/errors.ts'
import { createLogger } from '../../../core/log.ts'
import { startServing } from '../../serving.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import '../locale_events.ts'

/** Takes events over HTTP and from the queue until SIGINT or SIGTERM; then publishes what was accepted and leaves. */
export const serve = command({
  usage: 'serve',
  words: {
    'zh-CN': '通过 HTTP 和队列接收事件，直至停止',
    en: 'take events over HTTP and from the queue until stopped',
  },
  options: {
    '--host <address>': { default: '127.0.0.1', 'zh-CN': '监听地址', en: 'address to listen on' },
    '--port <n>': {
      default: '8080',
      'zh-CN': '监听端口；0 表示任选',
      en: 'port to listen on; 0: any free one',
    },
  },
  async run(io, options) {
    const port = Number(options.port)
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new ShuyuanError('cli.bad_port', { value: options.port })
    }
    // Every request leaves a line, unless a level is asked for.
    const log = createLogger(process.env.SHUYUAN_LOG ?? 'info')
    const opened = await io.open({ makes: true })
    const serving = await startServing({ ...opened.platform, log }, { host: options.host, port })
    io.say(io.text('serve.started', { url: serving.url }))
    io.answer({ url: serving.url })
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    io.say(io.text('serve.stopping'))
    await serving.stop()
    return exit.ok
  },
})
