import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPublished } from '../../exchange/published.ts'
import { issueToken } from '../../pipelines/events/tokens.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { report, Stopwatch } from '../contestant.ts'
import { openPlatform } from '../platform.ts'
import { peakOf } from '../processor.ts'
import type { Accepted } from './poster.ts'
import { type BenchServer, startServer } from './server.ts'

/**
 * Posts licences to `shuyuan serve` at a steady rate from a process of its own, and looks how long it takes until they
 * are accepted, and until a query over what is published has them.
 */
const [root = '', secondsAsked = '60', rateAsked = '1000'] = process.argv.slice(2)
const [seconds, rate] = [Number(secondsAsked), Number(rateAsked)]
const BATCH = 20
const LOOK_MS = 50
const DATASET = 'electronic_licences'

/** Milliseconds; `acceptedAt` since 1970, by number of the event in the order of acceptance. */
interface Measured {
  acceptedAt: number[]
  acceptMs: number[]
  visibleMs: number[]
  queryMs: number[]
}

const opened = await openPlatform(join(root, 'data'), '1GB')
let server: BenchServer | undefined
try {
  const { platform } = opened
  const grant = { department: 'government_services', datasets: [DATASET], now: new Date() }
  const { token } = await issueToken(platform.paths.grants, grant)
  server = await startServer(join(root, 'data'))
  const measured: Measured = { acceptedAt: [], acceptMs: [], visibleMs: [], queryMs: [] }
  const total = seconds * rate
  const watch = new Stopwatch()
  await watch.time('events', async () => {
    const watching = watchPublished(platform, measured, total)
    await postAll(server?.url ?? '', token, measured)
    await watching
  })
  await report(watch, undefined, countsOf(measured, total, peakOf(server.pid)))
} finally {
  await server?.stop()
  await opened.close()
}

/** Has a process of its own post, and notes when what was accepted. */
async function postAll(url: string, token: string, measured: Measured): Promise<void> {
  const poster = fork(join(import.meta.dirname, 'poster.ts'), { execArgv: ['--import', 'tsx'] })
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
}

/**
 * Events land in the order of their acceptance: a query that counts `n` licences has seen the first `n`. It is asked
 * again whenever there is a new release, so that asking takes little from the server.
 */
async function watchPublished(platform: Platform, measured: Measured, total: number): Promise<void> {
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

/** Events a second, and the times of the middle and of all but a hundredth, in milliseconds. */
function countsOf(
  { acceptedAt, acceptMs, visibleMs, queryMs }: Measured,
  total: number,
  peak: number,
): Record<string, number> {
  const took = (acceptedAt.at(-1) ?? 0) - (acceptedAt[0] ?? 0)
  return {
    kept: (total / took) * 1000,
    unseen: total - visibleMs.length,
    accepted_p50: quantile(acceptMs, 0.5),
    accepted_p99: quantile(acceptMs, 0.99),
    visible_p50: quantile(visibleMs, 0.5),
    visible_p99: quantile(visibleMs, 0.99),
    query_p99: quantile(queryMs, 0.99),
    peak,
  }
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
