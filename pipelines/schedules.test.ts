import { createConnection } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { redisMissing, startTestRedis } from '../test/support/redis.ts'
import { absentSchedules } from './schedules.ts'
import { startWorker } from './worker.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

/** A worker that keeps schedules, and what it lacks once they are gone and once it has looked around. */
async function afterLoss(platform: TestPlatform, lose: () => Promise<void>): Promise<string[]> {
  const queue = await platform.openQueue()
  open.push(queue)
  const worker = await startWorker(platform, queue, { schedules: true })
  open.push({ close: () => worker.stop() })
  expect(await absentSchedules(queue, platform.config)).toEqual([])
  // Again where the worker looked around in between.
  const lost = await vi.waitFor(async () => {
    await lose()
    const absent = await absentSchedules(queue, platform.config)
    expect(absent).not.toEqual([])
    return absent
  })
  await vi.waitFor(async () => expect(await absentSchedules(queue, platform.config)).toEqual([]), 15_000)
  return lost
}

/** What a Redis has after it came back without its files. */
function flush(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () => socket.write('FLUSHALL\r\n'))
    socket.once('data', () => resolve(void socket.end()))
    socket.once('error', reject)
  })
}

const missing = process.env.REDIS_URL ? 'REDIS_URL is not ours to empty' : redisMissing()
if (missing) console.warn(`\n${'!'.repeat(80)}\nREDIS TESTS DID NOT RUN: ${missing}\n${'!'.repeat(80)}\n`)

describe('schedules that the queue has lost', () => {
  const ids = (platform: TestPlatform) => platform.config.schedules.map(({ id }) => id)

  it('are absent, and put in force again by a worker, on PostgreSQL', async () => {
    const platform = await startTestPlatform()
    open.push(platform)
    const other = await platform.openQueue()
    open.push(other)
    expect(await afterLoss(platform, async () => other.schedule([]))).toEqual(ids(platform))
  }, 60_000)

  it.skipIf(missing)(
    'are absent, and put in force again by a worker, on Redis that came back empty',
    async () => {
      const redis = await startTestRedis()
      open.push({ close: () => redis.stop() })
      const platform = await startTestPlatform({ redisUrl: redis.url })
      open.push(platform)
      expect(await afterLoss(platform, () => flush(redis.url))).toEqual(ids(platform))
    },
    60_000,
  )
})
