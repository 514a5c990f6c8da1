import { createServer, type Server as NetServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestDatabase } from '../../test/support/ledger.ts'
import { redisMissing, startTestRedis } from '../../test/support/redis.ts'
import { openQueue } from './bullmq.ts'
import { conforms } from './queue.conformance.ts'

const missing = redisMissing()
if (missing) console.warn(`\n${'!'.repeat(80)}\nREDIS TESTS DID NOT RUN: ${missing}\n${'!'.repeat(80)}\n`)

let silent: { port: number; close: () => void }
beforeAll(async () => {
  silent = await startSilentServer()
})
afterAll(() => silent.close())

describe('the queue on PostgreSQL', () => {
  conforms(async () => {
    const database = await startTestDatabase()
    return {
      options: { connectionString: database.connectionString },
      absent: { connectionString: 'postgres://nobody:x@127.0.0.1:9/none' },
      silent: { connectionString: `postgres://nobody:x@127.0.0.1:${silent.port}/none` },
      stop: database.drop,
    }
  })
})

describe.skipIf(missing)(missing ? `the queue on Redis (not run: ${missing})` : 'the queue on Redis', () => {
  conforms(async () => {
    const redis = await startTestRedis()
    return {
      options: { redisUrl: redis.url },
      absent: { redisUrl: 'redis://127.0.0.1:9' },
      silent: { redisUrl: `redis://127.0.0.1:${silent.port}` },
      stop: redis.stop,
    }
  })
})

describe.skipIf(missing)(
  missing ? `a Redis that goes away (not run: ${missing})` : 'a Redis that goes away',
  () => {
    it('lets a worker leave, idle or with a job under way', { timeout: 60_000 }, async () => {
      const redis = await startTestRedis()
      const idle = await openQueue<null>({ redisUrl: redis.url, name: 'idle' })
      await idle.work(async () => undefined)
      const busy = await openQueue<null>({ redisUrl: redis.url, name: 'busy' })
      let begun = false
      let ended = false
      await busy.add('job', null)
      const worker = await busy.work(async () => {
        begun = true
        await sleep(1500)
        ended = true
      })
      await vi.waitFor(() => expect(begun).toBe(true))
      await redis.stop()
      await Promise.all([worker.stop(), idle.close()])
      expect(ended).toBe(true)
      await busy.close()
    })
  },
)

describe('openQueue', () => {
  it('refuses an id that BullMQ would misread', async () => {
    const database = await startTestDatabase()
    const queue = await openQueue<null>({ connectionString: database.connectionString, name: 'ids' })
    for (const id of ['a:b', '12', '', 'a b']) {
      await expect(queue.add(id, null)).rejects.toMatchObject({ code: 'queue.bad_job_id' })
    }
    await queue.close()
    await database.drop()
  })
})

/** Accepts connections and never says a word. */
function startSilentServer(): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>()
  const server: NetServer = createServer((socket) => void sockets.add(socket.on('error', () => undefined)))
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const close = () => {
        for (const socket of sockets) socket.destroy()
        server.close()
      }
      resolve({ port: typeof address === 'object' && address ? address.port : 0, close })
    })
  })
}
