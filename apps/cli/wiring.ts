import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogue as declared } from '../../catalog/catalogue.ts'
import { assertCatalogue } from '../../catalog/check.ts'
import { systemClock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { createLogger } from '../../core/log.ts'
import { dataPaths } from '../../core/paths.ts'
import type { Settings } from '../../core/settings.ts'
import config from '../../jobs.config.ts'
import type { Platform, Progress } from '../../pipelines/platform.ts'
import { openQueue, type Queue } from '../../pipelines/queue/index.ts'
import { readAcceptedRules, withAcceptedRules } from '../../pipelines/rules/index.ts'
import type { QueuedJob } from '../../pipelines/runs.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { openLake } from '../../warehouse/lake/index.ts'
import { openLedger } from '../../warehouse/ledger/index.ts'

/** Everything opened for one command, and how to close it again. */
export interface Opened {
  platform: Platform
  /** Opens the queue; asked for only by commands that run or schedule stages. */
  queue(): Promise<Queue<QueuedJob>>
  close(): Promise<void>
}

export interface OpenOptions {
  /** Makes the data folder where there is none; without it a command on a mistyped folder makes nothing. */
  makes?: boolean
  progress?: (event: Progress) => void
}

/**
 * Builds the concrete parts: the one place where ports meet their implementations.
 * @throws ShuyuanError `cli.no_data`, `cli.data_root`
 */
export async function open(
  settings: Settings,
  { makes = false, progress = () => {} }: OpenOptions = {},
): Promise<Opened> {
  const catalogue = withAcceptedRules(declared, await readAcceptedRules(rulesFolder(settings)))
  assertCatalogue(catalogue)
  const paths = dataPaths(settings.dataRoot)
  if (makes) await makeDataRoot(settings.dataRoot)
  else if (!existsSync(settings.dataRoot)) throw new ShuyuanError('cli.no_data', { path: settings.dataRoot })
  const log = createLogger()
  const closers: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const closer of closers.reverse()) await closer()
  }
  try {
    const engine = await openEngine({
      tempDirectory: paths.spill,
      memoryLimit: settings.memoryLimit,
      threads: settings.threads,
    })
    closers.push(() => engine.close())
    const lake = await openLake({ root: paths.lake, engine, clock: systemClock })
    const ledger = await openLedger({ dataRoot: settings.dataRoot, databaseUrl: settings.databaseUrl })
    closers.push(() => ledger.close())
    const platform: Platform = {
      settings,
      paths,
      catalogue,
      config,
      clock: systemClock,
      log,
      engine,
      lake,
      ledger,
      progress,
    }
    const queue = async () => {
      const opened = await openQueue<QueuedJob>({
        redisUrl: settings.redisUrl,
        connectionString: ledger.connectionString,
        name: config.queue.name,
      })
      closers.push(() => opened.close())
      return opened
    }
    return { platform, queue, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Gives `work` the lake and the catalogue alone, where there is a lake; opens no server and makes nothing. */
export async function withLake<T>(
  settings: Settings,
  work: (parts: Pick<Platform, 'lake' | 'catalogue' | 'engine'>) => Promise<T>,
): Promise<T | undefined> {
  const paths = dataPaths(settings.dataRoot)
  if (!existsSync(paths.lake)) return undefined
  const engine = await openEngine({ tempDirectory: paths.spill, memoryLimit: settings.memoryLimit })
  try {
    const lake = await openLake({ root: paths.lake, engine, clock: systemClock })
    const catalogue = withAcceptedRules(declared, await readAcceptedRules(rulesFolder(settings)))
    return await work({ lake, catalogue, engine })
  } finally {
    engine.close()
  }
}

/** The folder of the accepted rules: beside `jobs.config.ts`, unless the settings name another. */
export function rulesFolder(settings: Settings): string {
  return settings.rulesFolder ?? join(import.meta.dirname, '../../rules')
}

/** @throws ShuyuanError `cli.data_root` when the folder cannot be made or written */
export async function makeDataRoot(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true })
  } catch (error) {
    throw new ShuyuanError(
      'cli.data_root',
      { path: root, reason: (error as NodeJS.ErrnoException).code },
      { cause: error },
    )
  }
}
