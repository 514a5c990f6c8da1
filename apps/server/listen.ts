import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** A listening server. */
export interface Listening {
  /** `http://host:port` */
  url: string
  /** Takes no more requests and waits for those under way, at most `graceMs`. */
  close(graceMs?: number): Promise<void>
}

const HEADERS_MS = 15_000
const REQUEST_MS = 60_000
const GRACE_MS = 10_000

/** Listens until closed. `port` 0: any free one. @throws ShuyuanError `http.address_taken` */
export async function listen(
  app: { fetch(request: Request): Response | Promise<Response> },
  address: { host: string; port: number },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new ShuyuanError('http.address_taken', { ...address, reason: cause.code ?? '' }, { cause })),
    )
    server.listen(address.port, address.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    close: (graceMs = GRACE_MS) => stop(server, graceMs),
  }
}

/** Connections that a client keeps open between requests are closed as soon as they are idle. */
async function stop(server: ServerType, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const from = Date.now()
  const timer = setInterval(() => {
    if (!('closeIdleConnections' in server)) return
    if (Date.now() - from > graceMs) server.closeAllConnections()
    else server.closeIdleConnections()
  }, 50)
  await closed
  clearInterval(timer)
}
