import type { Catalogue } from '../catalog/catalogue.ts'
import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/log.ts'
import type { DataPaths } from '../core/paths.ts'
import type { Settings } from '../core/settings.ts'
import type { Engine } from '../warehouse/engine/engine.ts'
import type { Lake } from '../warehouse/lake/index.ts'
import type { Ledger, Problem } from '../warehouse/ledger/index.ts'
import type { GovernanceSettings } from './settings.ts'

/** The opened parts that decisions, objections and reports work with. Built once per process by the wiring of the app. */
export interface Platform {
  settings: Settings
  paths: DataPaths
  catalogue: Catalogue
  config: GovernanceSettings
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

export type { Problem }
