import { resolve } from 'node:path'
import { z } from 'zod'
import { ShuyuanError } from './errors.ts'
import { type Locale, localeOf } from './locale.ts'
import './texts.ts'

const environment = z.object({
  SHUYUAN_CONFIG: z.string().min(1).optional(),
  SHUYUAN_DATA: z.string().min(1).optional(),
  SHUYUAN_DATABASE_URL: z.url().optional(),
  REDIS_URL: z.url().optional(),
  SHUYUAN_MEMORY: z
    .string()
    .regex(/^\d+(MB|GB)$/)
    .default('3GB'),
  SHUYUAN_RULES: z.string().min(1).optional(),
  SHUYUAN_THREADS: z.coerce.number().int().positive().max(256).optional(),
})

/** What the environment says: where data lives and which servers to use. Everything has an embedded default. */
export interface Settings {
  /** The configuration of the deployment; the nearest `jobs.config.ts` above the working directory when absent. */
  configFile?: string
  dataRoot: string
  /** PostgreSQL of the ledger; the embedded server when absent. */
  databaseUrl?: string
  /** Redis of the queue; the ledger's PostgreSQL when absent. */
  redisUrl?: string
  /** DuckDB's memory limit, `3GB`. */
  memoryLimit: string
  threads?: number
  /** Folder of the accepted rules; `rules` beside `jobs.config.ts` when absent. */
  rulesFolder?: string
  locale: Locale
}

/**
 * Reads the settings from `env`. The data lie in `data` of `folder` unless they say otherwise.
 * @throws ShuyuanError `core.bad_setting` naming the variable
 */
export function readSettings(env: Record<string, string | undefined>, folder = '.'): Settings {
  const parsed = environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
  )
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ShuyuanError('core.bad_setting', { name: String(issue?.path[0]), reason: issue?.message })
  }
  const values = parsed.data
  return {
    ...(values.SHUYUAN_CONFIG ? { configFile: resolve(values.SHUYUAN_CONFIG) } : {}),
    dataRoot: values.SHUYUAN_DATA ? resolve(values.SHUYUAN_DATA) : resolve(folder, 'data'),
    databaseUrl: values.SHUYUAN_DATABASE_URL,
    redisUrl: values.REDIS_URL,
    memoryLimit: values.SHUYUAN_MEMORY,
    threads: values.SHUYUAN_THREADS,
    ...(values.SHUYUAN_RULES ? { rulesFolder: resolve(values.SHUYUAN_RULES) } : {}),
    locale: localeOf(env),
  }
}
