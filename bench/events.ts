import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { open } from '../apps/cli/wiring.ts'
import { readSettings } from '../core/settings.ts'
import { openPublished } from '../exchange/published.ts'
import { issueToken } from '../pipelines/events/tokens.ts'
import type { Platform } from '../pipelines/platform.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import type { Accepted } from './events_poster.ts'
import { type BenchServer, startServer } from './events_server.ts'

/**
 * `npm run bench:events [seconds] [events per second]`: posts licences to `shuyuan serve` at a steady rate from this
 * process, and looks how long it takes until they are accepted, and until a query over what is published has them.
 * Fails when the rate is not kept or an accepted event takes longer than `VISIBLE_P99_MS` to be seen.
 */
const seconds = Number(process.argv[2] ?? 60)
const rate = Number(process.argv[3] ?? 1000)
const BATCH = 20
const VISIBLE_P99_MS = 2000
const LOOK_MS = 50
const DATASET = 'electronic_licences'

/** Milliseconds; `acceptedAt` since 1970, by number of the event in the order of acceptance. */
interface Measured {
  acceptedAt: number[]
  acceptMs: number[]
  visibleMs: number[]
  queryMs: number[]
}

const root = mkdtempSync(join(tmpdir(), 'shuyuan-bench-events-'))
const opened = await open({ ...readSettings({}), dataRoot: root, memoryLimit: '1GB' })
let server: BenchServer | undefined
try {
  const { platform } = opened
  const grant = { department: 'government_services', datasets: [DATASET], now: new Date() }
  const { token } = await issueToken(platform.paths.grants, grant)
  server = await startServer(root)
  const measured: Measured = { acceptedAt: [], acceptMs: [], visibleMs: [], queryMs: [] }
  const total = seconds * rate
  const watching = watch(platform, measured, total)
  const tookMs = await postAll(server.url, token, measured)
  await watching
  report(measured, total, tookMs, peakMb(server.pid))
} finally {
  await server?.stop()
  await opened.close()
  rmSync(root, { recursive: true, force: true })
}

/** Has a process of its own post, and notes when what was accepted. */
async function postAll(url: string, token: string, measured: Measured): Promise<number> {
  const poster = fork('bench/events_poster.ts', { execArgv: ['--import', 'tsx'] })
  poster.on('message', (message) => {
    const { at, took, size } = message as Accepted
    measured.acceptMs.push(took)
    for (let n = 0; n < size; n++) measured.acceptedAt.push(at)
  })
  poster.send({
    url: `${url}/v1/datasets/${DATASET}/events`,
    token,
    total: seconds * rate,
    rate,
    batch: BATCH,
  })
  const [code] = await once(poster, 'exit')
  if (code !== 0) throw new Error('a batch was not accepted')
  return (measured.acceptedAt.at(-1) ?? 0) - (measured.acceptedAt[0] ?? 0)
}

/**
 * Events land in the order of their acceptance: a query that counts `n` licences has seen the first `n`. It is asked
 * again whenever there is a new release, so that asking takes little from the server.
 */
async function watch(platform: Platform, measured: Measured, total: number): Promise<void> {
  const until = Date.now() + seconds * 1000 + 120_000
  let seen = 0
  let count = 0
  for (; measured.visibleMs.length < total && Date.now() < until; await sleep(LOOK_MS)) {
    const number = (await latestRelease(platform.ledger.db, 'licence'))?.number ?? 0
    if (number !== seen) {
      const from = Date.now()
      count = await countPublished(platform)
      measured.queryMs.push(Date.now() - from)
      seen = number
    }
    const now = Date.now()
    for (let n = measured.visibleMs.length; n < Math.min(count, measured.acceptedAt.length); n++) {
      measured.visibleMs.push(now - (measured.acceptedAt[n] ?? now))
    }
  }
}

async function countPublished(platform: Platform): Promise<number> {
  const reader = await openPublished(platform)
  try {
    const { rows } = await reader.select('select count(*) as n from licence', 1)
    return Number(rows[0]?.n ?? 0)
  } finally {
    reader.close()
  }
}

function report(
  { acceptMs, visibleMs, queryMs }: Measured,
  total: number,
  tookMs: number,
  peak: number,
): void {
  const line = (what: string, values: number[]) => {
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => quantile(values, share).toFixed(0))
    console.log(`${what.padEnd(22)} p50 ${p50} ms   p99 ${p99} ms   longest ${most} ms`)
  }
  const kept = (total / tookMs) * 1000
  console.log(`${total} events in batches of ${BATCH}: ${kept.toFixed(0)} a second, server peak ${peak} MB`)
  line('accepted (durable)', acceptMs)
  line('accepted to visible', visibleMs)
  line('the query itself', queryMs)
  if (visibleMs.length < total) throw new Error(`${total - visibleMs.length} events were never seen`)
  if (kept < rate * 0.98) throw new Error(`${rate} a second were not kept`)
  if (quantile(visibleMs, 0.99) > VISIBLE_P99_MS) throw new Error(`visible later than ${VISIBLE_P99_MS} ms`)
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Peak resident memory of a process, in MB; 0 where the system does not tell. */
function peakMb(pid: number): number {
  try {
    const [, kb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kb) / 1024)
  } catch {
    return 0
  }
}
