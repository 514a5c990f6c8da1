import { once } from 'node:events'
import { ShuyuanError } from '../../../core/errors.ts'
import { createLogger } from '../../../core/log.ts'
import { startServing } from '../../serving.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_events.ts'
import { open } from '../wiring.ts'

/** Takes events over HTTP and from the queue until SIGINT or SIGTERM; then publishes what was accepted and leaves. */
export async function serve(io: Io, options: { host: string; port: string }): Promise<Exit> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new ShuyuanError('cli.bad_port', { value: options.port })
  }
  // Every request leaves a line, unless a level is asked for.
  const log = createLogger(process.env.SHUYUAN_LOG ?? 'info')
  const opened = await open(io.settings, { makes: true })
  try {
    const serving = await startServing({ ...opened.platform, log }, { host: options.host, port })
    io.say(io.text('serve.started', { url: serving.url }))
    io.answer({ url: serving.url })
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    io.say(io.text('serve.stopping'))
    await serving.stop()
    return exit.ok
  } finally {
    await opened.close()
  }
}
