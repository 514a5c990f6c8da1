import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type GrantLookup, grantLookup } from '../../access/tokens.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { bodyOf, EVENTS, entityEvent, eventPlatform } from '../../test/support/events.ts'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import type { Platform } from '../platform.ts'
import { openQueue } from '../queue/bullmq.ts'
import type { Queue, QueueOptions } from '../queue/queue.ts'
import { type Intake, openIntake } from './intake.ts'
import type { EventJob } from './payload.ts'
import { consumeEvents, sendEvents } from './queue.ts'
import { issueToken } from './tokens.ts'

const WAIT = { timeout: 20_000, interval: 20 }

/** What the intake from a queue must do on every backend. */
export function consumes(
  start: () => Promise<{ options: Omit<QueueOptions, 'name'>; stop(): Promise<void> }>,
): void {
  let server: Awaited<ReturnType<typeof start>>
  let ledger: TestLedger
  let root: string
  let platform: Platform
  let intake: Intake
  let grants: GrantLookup
  let queueKey: string
  let queue: Queue<EventJob>
  let stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    server = await start()
    ledger = await startTestLedger()
    root = mkdtempSync(join(tmpdir(), 'shuyuan-queue-'))
    platform = await eventPlatform(root, ledger)
    const options = { department: 'market_regulation', datasets: [EVENTS], now: new Date() }
    queueKey = (await issueToken(platform.paths.grants, options)).queueKey
    grants = grantLookup(platform.paths.grants)
    intake = await openIntake(platform)
  })
  afterAll(async () => {
    await intake.close()
    platform.engine.close()
    await ledger.close()
    await server.stop()
    rmSync(root, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await sql`truncate ledger.event_batches cascade`.execute(ledger.db)
    queue = await openQueue<EventJob>({ ...server.options, name: `e${randomUUID().slice(0, 8)}` })
    stops = [() => queue.close()]
  })
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop()
  })

  const consume = async (from: Intake = intake) => {
    const worker = await consumeEvents(platform, queue, from, grants)
    stops.push(() => worker.stop())
    return worker
  }
  const send = (key: string, n: number) =>
    sendEvents(queue, queueKey, { dataset: EVENTS, key, body: bodyOf([entityEvent(n)]) })
  const accepted = async () =>
    (await ledger.db.selectFrom('eventBatches').select(['keyHash', 'events']).execute()).length
  const isEmpty = async () => {
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0 })
  }

  it('takes encrypted batches, each once however often it is sent', async () => {
    for (const n of [1, 2, 3, 1, 2, 3]) await send(`k${n}`, n)
    await consume()
    await vi.waitFor(async () => expect(await accepted()).toBe(3), WAIT)
    await vi.waitFor(isEmpty, WAIT)
  })

  it('keeps a batch in the queue while it cannot be stored', async () => {
    let closed = true
    const door: Intake = {
      ...intake,
      accept: (sent) =>
        closed
          ? Promise.reject(new ShuyuanError('events.overloaded', { dataset: EVENTS }))
          : intake.accept(sent),
    }
    await send('later', 1)
    await consume(door)
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ active: 1 }), WAIT)
    closed = false
    await vi.waitFor(async () => expect(await accepted()).toBe(1), WAIT)
    await vi.waitFor(isEmpty, WAIT)
  })

  it('gives a batch back when it stops before it could be stored', async () => {
    const full = {
      ...intake,
      accept: () => Promise.reject(new ShuyuanError('test.transient')),
    }
    await send('back', 1)
    const worker = await consume(full)
    await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ active: 1 }), WAIT)
    await worker.stop()
    await consume()
    await vi.waitFor(async () => expect(await accepted()).toBe(1), WAIT)
  })

  it('ends what it can never take, and goes on', async () => {
    const foreign = `syq_${'0'.repeat(12)}_${'A'.repeat(43)}`
    await sendEvents(queue, foreign, { dataset: EVENTS, key: 'foreign', body: bodyOf([entityEvent(1)]) })
    await sendEvents(queue, queueKey, { dataset: 'person', key: 'dataset', body: bodyOf([entityEvent(1)]) })
    await sendEvents(queue, queueKey, {
      dataset: EVENTS,
      key: 'malformed',
      body: Buffer.from('{"events":[7]}'),
    })
    await queue.add('raw', { dataset: EVENTS, key: 'raw', payload: 'in clear' })
    await send('good', 1)
    await consume()
    await vi.waitFor(async () => expect(await accepted()).toBe(1), WAIT)
    await vi.waitFor(isEmpty, WAIT)
  })
}
