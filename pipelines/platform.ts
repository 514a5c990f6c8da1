import type { Catalogue } from '../catalog/catalogue.ts'
import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/log.ts'
import type { DataPaths } from '../core/paths.ts'
import type { Settings } from '../core/settings.ts'
import type { Engine } from '../warehouse/engine/engine.ts'
import type { Lake } from '../warehouse/lake/index.ts'
import type { Ledger, Problem } from '../warehouse/ledger/index.ts'
import type { JobsConfig } from './config.ts'

/** The opened parts that stages work with. Built once per process by the wiring of the app. */
export interface Platform {
  settings: Settings
  paths: DataPaths
  catalogue: Catalogue
  config: JobsConfig
  clock: Clock
  log: Logger
  engine: Engine
  lake: Lake
  ledger: Ledger
  /** Tells whoever watches how far a stage is. */
  progress(event: Progress): void
}

/** `done` of `total` steps of a stage; `what` is a locale key of what is being done. */
export interface Progress {
  stage: string
  what: string
  done: number
  total: number
}

/** How a stage ended, with what it read and wrote. Never personal data: identifiers, versions, counts. */
export interface StageResult {
  status: 'succeeded' | 'blocked' | 'skipped'
  inputs: Record<string, string | number>
  outputs: Record<string, string | number>
  counts: Record<string, number>
  /** What a person should look at: files refused, extracts blocked, gates not passed. */
  problems: Problem[]
}

export type { Problem }
