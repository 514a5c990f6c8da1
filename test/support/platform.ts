import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalogue, catalogue } from '../../catalog/catalogue.ts'
import { type Clock, fixedClock } from '../../core/clock.ts'
import { createLogger } from '../../core/log.ts'
import { dataPaths } from '../../core/paths.ts'
import config from '../../jobs.config.ts'
import type { JobsConfig } from '../../pipelines/config.ts'
import { planRun } from '../../pipelines/plan.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { openQueue } from '../../pipelines/queue/bullmq.ts'
import type { Queue } from '../../pipelines/queue/queue.ts'
import { runToEnd } from '../../pipelines/run_to_end.ts'
import type { QueuedJob } from '../../pipelines/runs.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { openLake } from '../../warehouse/lake/lake.ts'
import { EMPTY_LEDGER, startTestLedger, type Template } from './ledger.ts'

const QUEUE = 'shuyuan'
const BULLMQ = join(import.meta.dirname, '../../node_modules/bullmq/package.json')
const { version } = JSON.parse(readFileSync(BULLMQ, 'utf8')) as { version: string }

/** An empty ledger, and an empty queue in its database. */
const LEDGER_WITH_QUEUE: Template = {
  name: `${EMPTY_LEDGER.name}_queue_${version}`,
  fill: async (connectionString) => {
    await EMPTY_LEDGER.fill(connectionString)
    await (await openQueue({ connectionString, name: QUEUE })).close()
  },
}

/** A whole platform on a data folder and a ledger of its own, as tests need it. */
export interface TestPlatform extends Platform {
  /** Runs `targets` to their end with a worker in this process; returns the run's number. */
  run(...targets: string[]): Promise<number>
  /** Another connection to the queue that `run` uses. */
  openQueue(): Promise<Queue<QueuedJob>>
  close(): Promise<void>
  /** Closes it and keeps what it has, for others to begin with (`like`). */
  keep(): Promise<KeptPlatform>
}

/** What a test platform had when it was closed. */
export interface KeptPlatform {
  root: string
  database: string
  drop(): Promise<void>
}

export interface TestPlatformOptions {
  config?: Partial<JobsConfig>
  clock?: Clock
  redisUrl?: string
  /** Instead of the project's. */
  catalogue?: Catalogue
  /** What it has from the beginning. */
  like?: KeptPlatform
  /** Of the engine. Two workers run tests on two cores: more threads cost time and gain none. */
  threads?: number
}

export async function startTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const root = mkdtempSync(join(tmpdir(), 'shuyuan-test-'))
  const paths = dataPaths(root)
  const clock = options.clock ?? fixedClock('2026-11-02T02:00:00Z')
  // Times to the nanosecond: a file in a drop folder whose time is another would be one that was sent again.
  if (options.like) execFileSync('cp', ['-a', `${options.like.root}/.`, root])
  const ledger = await startTestLedger(options.like?.database ?? LEDGER_WITH_QUEUE)
  const engine = await openEngine({
    tempDirectory: paths.spill,
    memoryLimit: '1GB',
    threads: options.threads ?? 1,
  })
  const lake = await openLake({ root: paths.lake, engine, clock })
  const sources = config.sources.map(({ dataset, from }) => ({ dataset, from: { ...from, settleMs: 0 } }))
  const platform: Platform = {
    settings: { dataRoot: root, memoryLimit: '1GB', locale: 'en' },
    paths,
    catalogue: options.catalogue ?? catalogue,
    config: { ...config, sources, ...options.config },
    clock,
    log: createLogger('fatal'),
    engine,
    lake,
    ledger,
    progress: () => {},
  }
  const another = () =>
    openQueue<QueuedJob>({
      redisUrl: options.redisUrl,
      connectionString: ledger.connectionString,
      name: QUEUE,
    })
  const queue = await another()
  const dropData = () => rmSync(root, { recursive: true, force: true })
  return {
    ...platform,
    run: (...targets) =>
      runToEnd(platform, queue, planRun(platform.catalogue, platform.config, targets), 'test'),
    openQueue: another,
    async close() {
      await queue.close()
      await ledger.close()
      engine.close()
      dropData()
    },
    async keep() {
      await queue.close()
      await ledger.disconnect()
      engine.close()
      return { root, database: ledger.database, drop: () => ledger.drop().finally(dropData) }
    },
  }
}
