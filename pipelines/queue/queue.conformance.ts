import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ShuyuanError } from '../../core/errors.ts'
import { openQueue } from './bullmq.ts'
import type { Queue, QueueOptions } from './queue.ts'

/** A server for the suite. `silent` and `absent` are addresses of the same kind where nobody answers. */
export interface Server {
  options: Omit<QueueOptions, 'name'>
  absent: Omit<QueueOptions, 'name'>
  silent: Omit<QueueOptions, 'name'>
  stop(): Promise<void>
}

interface Data {
  id: number
}

const WORKER = fileURLToPath(new URL('../../test/support/queue_worker.ts', import.meta.url))

/** What every backend of the queue must do. */
export function conforms(start: () => Promise<Server>): void {
  let server: Server
  let queue: Queue<Data>
  let name: string
  const opened: Queue<Data>[] = []
  const open = async () => {
    const one = await openQueue<Data>({ ...server.options, name })
    opened.push(one)
    return one
  }

  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    name = `t${randomUUID().slice(0, 8)}`
    queue = await open()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()))
  })

  it('gives a job to a worker, with its data', async () => {
    const got: unknown[] = []
    await queue.work(async (data, job) => void got.push([data, job]))
    await queue.add('build-person', { id: 7 })
    await vi.waitFor(() => expect(got).toEqual([[{ id: 7 }, { jobId: 'build-person', attempt: 1 }]]), WAIT)
    await vi.waitFor(
      async () => expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 }),
      WAIT,
    )
  })

  it('reaches workers of another connection, a job to one of them', async () => {
    const other = await open()
    const got: number[] = []
    for (const each of [queue, other])
      await each.work(async ({ id }) => void got.push(id), { concurrency: 3 })
    for (let id = 0; id < 30; id++) await queue.add(`j${id}`, { id })
    await vi.waitFor(() => expect(got.toSorted((a, b) => a - b)).toEqual([...Array(30).keys()]), WAIT)
  })

  it('takes a job id once while it waits or works, and again after its end', async () => {
    await queue.add('same', { id: 1 })
    await queue.add('same', { id: 2 })
    expect(await queue.counts()).toMatchObject({ waiting: 1 })
    const got: number[] = []
    const worker = await queue.work(async ({ id }) => {
      await queue.add('same', { id: 3 })
      got.push(id)
    })
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0 }), WAIT)
    expect(got).toEqual([1])
    await worker.stop()
    await queue.add('same', { id: 4 })
    expect(await queue.counts()).toMatchObject({ waiting: 1 })
  })

  it('does not take an id again that was added as once', async () => {
    const got: number[] = []
    await queue.work(async ({ id }) => void got.push(id))
    await queue.add('only', { id: 1 }, { once: true })
    await vi.waitFor(() => expect(got).toEqual([1]), WAIT)
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ active: 0 }), WAIT)
    await queue.add('only', { id: 2 }, { once: true })
    await queue.add('after', { id: 3 })
    await vi.waitFor(() => expect(got).toEqual([1, 3]), WAIT)
  })

  it('tries a transient failure again and ends a terminal one', async () => {
    const tries: string[] = []
    await queue.work(async ({ id }, { attempt }) => {
      tries.push(`${id}:${attempt}`)
      if (id === 2) throw new ShuyuanError('test.terminal')
      if (attempt < 3) throw new ShuyuanError('test.transient')
    })
    await queue.add('passing', { id: 1 })
    await queue.add('ending', { id: 2 })
    await vi.waitFor(() => expect(tries.toSorted()).toEqual(['1:1', '1:2', '1:3', '2:1']), WAIT)
    await vi.waitFor(
      async () => expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 }),
      WAIT,
    )
    expect(tries).toHaveLength(4)
  })

  it('stops only after the jobs under way', async () => {
    let ended = false
    const worker = await queue.work(async () => {
      await sleep(300)
      ended = true
    })
    await queue.add('slow', { id: 1 })
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ active: 1 }), WAIT)
    await worker.stop()
    expect(ended).toBe(true)
  })

  it('adds the jobs of schedules by the clock, and none of removed ones', async () => {
    const got: number[] = []
    await queue.work(async ({ id }) => void got.push(id))
    await queue.schedule([everySecond('a', 1), everySecond('b', 2)])
    await vi.waitFor(() => expect(new Set(got)).toEqual(new Set([1, 2])), WAIT)
    await queue.schedule([everySecond('b', 2)])
    await sleep(50)
    got.length = 0
    await vi.waitFor(() => expect(got.length).toBeGreaterThanOrEqual(2), WAIT)
    expect(new Set(got)).toEqual(new Set([2]))
  })

  it('reads schedules in their time zone and leaves unchanged ones alone', async () => {
    const schedule = { id: 'nightly', cron: '30 2 * * *', tz: 'Asia/Shanghai', data: { id: 1 } }
    await queue.schedule([schedule])
    const [first] = await queue.schedules()
    expect(first).toMatchObject({ id: 'nightly', cron: '30 2 * * *', tz: 'Asia/Shanghai' })
    expect(first?.next.toISOString()).toMatch(/T18:30:00\.000Z$/)
    await queue.schedule([schedule])
    expect(await queue.schedules()).toEqual([first])
    await queue.schedule([{ ...schedule, cron: '0 3 * * *' }])
    expect((await queue.schedules())[0]?.next.toISOString()).toMatch(/T19:00:00\.000Z$/)
  })

  it('refuses a schedule whose expression is not valid, by name', async () => {
    const bad = { id: 'broken', cron: '99 2 * * *', tz: 'Asia/Shanghai', data: { id: 1 } }
    await expect(queue.schedule([bad])).rejects.toMatchObject({
      code: 'queue.bad_schedule',
      fields: { id: 'broken', cron: '99 2 * * *' },
    })
  })

  it('gives the job of a killed worker to another', async () => {
    await queue.add('hard', { id: 1 })
    const victim = await startWorkerProcess({ ...server.options, name })
    await victim.says('working 1')
    victim.kill()
    const killed = Date.now()
    const got: number[] = []
    await queue.work(async ({ id }) => void got.push(id), { lockDuration: LOCK_MS })
    await vi.waitFor(() => expect(got).toEqual([1]), WAIT)
    expect(Date.now() - killed).toBeLessThan(LOCK_MS + 8000)
    await vi.waitFor(
      async () => expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 }),
      WAIT,
    )
  })

  it('says within five seconds that nobody answers', async () => {
    for (const options of [server.absent, server.silent]) {
      const started = Date.now()
      await expect(openQueue({ ...options, name })).rejects.toMatchObject({ code: 'queue.unreachable' })
      expect(Date.now() - started).toBeLessThan(6500)
    }
  })

  it('leaves nothing open: a process that closes it ends by itself', async () => {
    const child = await startWorkerProcess({ ...server.options, name }, 'leave')
    expect(await child.ended).toBe(0)
  })
}

const LOCK_MS = 1500
const WAIT = { timeout: 15_000, interval: 20 }

function everySecond(id: string, data: number) {
  return { id, cron: '* * * * * *', tz: 'Asia/Shanghai', data: { id: data } }
}

async function startWorkerProcess(options: QueueOptions, mode = 'hang') {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', WORKER, JSON.stringify({ ...options, mode, lockDuration: LOCK_MS })],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines: string[] = []
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    ended,
    says: (text: string) => vi.waitFor(() => expect(lines).toContain(text), WAIT),
    kill: () => child.kill('SIGKILL'),
  }
}
