import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../demo/random.ts'
import { eventDataset } from '../pipelines/events/intake.ts'
import { receiptStatus } from '../pipelines/events/receipt.ts'
import { issueToken } from '../pipelines/events/tokens.ts'
import type { Platform } from '../pipelines/platform.ts'
import { verifyAudit } from '../warehouse/ledger/audit.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { activeRuns } from '../warehouse/ledger/runs.ts'
import { CAMPAIGN, campaign } from './support/campaign.ts'
import { EVENTS, EVENTS_FOUNDATION, entityEvent, entityKey, eventPlatform } from './support/events.ts'
import { startTestLedger, type TestLedger } from './support/ledger.ts'

const KILLS = campaign({ short: 4, long: 20, variable: 'EVENT_KILLS' })
const EARLIEST_MS = 300
const SPREAD_MS = 2500
const SERVERS = 2
const SENDERS = 4
const MOST_IN_BATCH = 20
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1_000_000))
const SERVER = fileURLToPath(new URL('./support/events_server.ts', import.meta.url))

interface Batch {
  key: string
  events: Record<string, string>[]
  receipts: Set<string>
}

let ledger: TestLedger
let root: string
let token: string
let platform: Platform
beforeAll(async () => {
  ledger = await startTestLedger()
  root = mkdtempSync(join(tmpdir(), 'shuyuan-events-kill-'))
  platform = await eventPlatform(root, ledger)
  const options = { department: 'market_regulation', datasets: [EVENTS], now: new Date() }
  token = (await issueToken(platform.paths.grants, options)).token
})
afterAll(async () => {
  platform.engine.close()
  await ledger.close()
  rmSync(root, { recursive: true, force: true })
})

/** A server that is started again whenever it is killed. */
class Server {
  url = ''
  private child: ChildProcess | undefined

  async start(): Promise<void> {
    const argument = JSON.stringify({ root, connectionString: ledger.connectionString })
    const child = spawn(process.execPath, ['--import', 'tsx', SERVER, argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    })
    this.child = child
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      this.url = line
      return
    }
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.url = ''
    const { child } = this
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

/** Sends one batch until it is accepted, to whichever server answers; sometimes again after that. */
async function sendUntilAccepted(servers: Server[], batch: Batch, moments: Random): Promise<void> {
  const again = moments.int(4) === 0 ? 2 : 1
  for (let accepted = 0; accepted < again; ) {
    const { url } = servers[moments.int(servers.length)] ?? { url: '' }
    const answer = url === '' ? undefined : await post(url, batch).catch(() => undefined)
    if (!answer) {
      await sleep(30)
      continue
    }
    batch.receipts.add(answer)
    accepted++
  }
}

async function post(url: string, batch: Batch): Promise<string | undefined> {
  const response = await fetch(`${url}/v1/datasets/${EVENTS}/events`, {
    method: 'POST',
    body: JSON.stringify({ events: batch.events }),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': batch.key,
    },
  })
  const answer = (await response.json()) as { receipt?: string }
  if (response.status >= 500 || response.status === 429) return undefined
  expect([200, 202]).toContain(response.status)
  return answer.receipt
}

describe(`kill -9 of ${SERVERS} servers under load, ${KILLS} times, seed ${seed} (KILL_SEED repeats it)`, () => {
  it('loses and doubles nothing that was accepted', {
    timeout: 300_000 + 60_000 * KILLS,
    ...CAMPAIGN,
  }, async () => {
    const servers = Array.from({ length: SERVERS }, () => new Server())
    await Promise.all(servers.map((server) => server.start()))
    const batches: Batch[] = []
    let next = 0
    let killing = true
    const send = async (sender: number) => {
      const moments = new Random(seed, sender + 10, 0)
      while (killing) {
        const size = 1 + moments.int(MOST_IN_BATCH)
        const events = Array.from({ length: size }, () => eventNumber(next++))
        const batch = { key: `batch ${batches.length}`, events, receipts: new Set<string>() }
        batches.push(batch)
        await sendUntilAccepted(servers, batch, moments)
      }
    }
    const senders = Array.from({ length: SENDERS }, (_, sender) => send(sender))
    const moments = new Random(seed, 1, 0)
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(EARLIEST_MS + moments.int(SPREAD_MS))
      const victim = servers[moments.int(SERVERS)] as Server
      await victim.end('SIGKILL')
      await victim.start()
    }
    killing = false
    await Promise.all(senders)
    await Promise.all(servers.map((server) => server.end('SIGTERM')))
    const last = new Server()
    await last.start()
    await last.end('SIGTERM')
    console.log(`${next} events in ${batches.length} batches, seed ${seed}`)
    await compare(batches)
  })
})

/** Every tenth event is one that quality quarantines. */
function eventNumber(n: number): Record<string, string> {
  return entityEvent(
    n,
    n % 10 === 3 ? { status: 'nonsense', name: `坏${n}商贸有限公司` } : { name: `企业${n}商贸有限公司` },
  )
}

async function compare(batches: Batch[]): Promise<void> {
  const events = batches.flatMap((batch) => batch.events)
  const good = events.filter((event) => event.status !== 'nonsense').map((event) => event.uscc)
  const bad = events.filter((event) => event.status === 'nonsense').map((event) => event.uscc)
  const keys = async (layer: string, column: string) => {
    const table = platform.lake.table(layer)
    const rows = await platform.engine.rows<{ key: string }>(
      sql`select ${sql.id(column)} as key from ${table.select(await table.snapshot())} order by 1`,
    )
    return rows.map((row) => row.key)
  }
  expect(await keys(`std/${EVENTS}`, 'uscc')).toEqual(good.toSorted())
  expect(await keys(`quarantine/${EVENTS}`, 'key')).toEqual(bad.toSorted())
  expect(await keys(`raw/${EVENTS}`, 'uscc')).toEqual([...good, ...bad].toSorted())
  expect(await keys(`base/${EVENTS_FOUNDATION}`, 'uscc')).toEqual(good.toSorted())
  expect(new Set(good).has(entityKey(0))).toBe(true)
  await compareLedger(batches, events.length)
}

async function compareLedger(batches: Batch[], events: number): Promise<void> {
  for (const { receipts } of batches) expect(receipts.size).toBe(1)
  const dataset = eventDataset(platform, EVENTS)
  for (const { receipts } of batches.filter((_, at) => at % 20 === 0)) {
    const [receipt = ''] = receipts
    expect(await receiptStatus(platform, dataset, receipt, 'market_regulation')).toMatchObject({
      state: 'visible',
    })
  }
  const extracts = await listExtracts(ledger.db, EVENTS)
  expect(extracts.every(({ status }) => status === 'ingested')).toBe(true)
  expect(extracts.reduce((sum, { received }) => sum + (received ?? 0), 0)).toBe(events)
  expect(await activeRuns(ledger.db)).toEqual([])
  expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true })
  expect(readdirSync(platform.paths.events(EVENTS))).toEqual([])
}
