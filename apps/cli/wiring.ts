import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { assertCatalogue } from '../../catalog/check.ts'
import { systemClock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { createLogger } from '../../core/log.ts'
import { dataPaths } from '../../core/paths.ts'
import type { Settings } from '../../core/settings.ts'
import type { Progress } from '../../governance/platform.ts'
import { readAcceptedRules, withAcceptedRules } from '../../governance/rules/accepted.ts'
import type { Platform } from '../../pipelines/platform.ts'
import type { Queue } from '../../pipelines/queue/queue.ts'
import type { QueuedJob } from '../../pipelines/runs.ts'
import { engineOnDemand } from '../../warehouse/engine/on_demand.ts'
import { openLake } from '../../warehouse/lake/lake.ts'
import { openLedger } from '../../warehouse/ledger/open.ts'
import { type Deployment, deploymentOf } from '../deployment.ts'
import '../wording.ts'

/** Everything opened for one command, and how to close it again. */
export interface Opened {
  platform: Platform
  /** Opens the queue; asked for only by commands that run or schedule stages. */
  queue(): Promise<Queue<QueuedJob>>
  close(): Promise<void>
}

export interface OpenOptions {
  /** What is served; that of the settings when absent. */
  deployment?: Pick<Deployment, 'folder' | 'config' | 'catalogue'>
  /** Makes the data folder where there is none; without it a command on a mistyped folder makes nothing. */
  makes?: boolean
  progress?: (event: Progress) => void
}

/**
 * Builds the concrete parts: the one place where ports meet their implementations.
 * @throws ShuyuanError `cli.no_data`, `cli.data_root`, and what `deploymentOf` throws
 */
export async function open(
  settings: Settings,
  { makes = false, progress = () => {}, ...given }: OpenOptions = {},
): Promise<Opened> {
  const deployment = given.deployment ?? (await deploymentOf(settings))
  const { config } = deployment
  const catalogue = await catalogueInForce(settings, deployment)
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
    const engine = engineOnDemand({
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
      // Loaded by commands that ask for it alone.
      const { openQueue } = await import('../../pipelines/queue/bullmq.ts')
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
  const engine = engineOnDemand({ tempDirectory: paths.spill, memoryLimit: settings.memoryLimit })
  try {
    const lake = await openLake({ root: paths.lake, engine, clock: systemClock })
    const catalogue = await catalogueInForce(settings, await deploymentOf(settings))
    return await work({ lake, catalogue, engine })
  } finally {
    engine.close()
  }
}

/** The catalogue of the deployment with the rules that people accepted. */
async function catalogueInForce(
  settings: Settings,
  deployment: Pick<Deployment, 'folder' | 'catalogue'>,
): Promise<Catalogue> {
  return withAcceptedRules(deployment.catalogue, await readAcceptedRules(rulesFolder(settings, deployment)))
}

/** The folder of the accepted rules: beside `jobs.config.ts`, unless the settings name another. */
export function rulesFolder(settings: Settings, { folder }: Pick<Deployment, 'folder'>): string {
  return settings.rulesFolder ?? join(folder, 'rules')
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
