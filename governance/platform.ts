import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/log.ts'
import type { DataPaths } from '../core/paths.ts'
import type { Settings } from '../core/settings.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { GovernanceSettings } from './settings.ts'

/** The opened parts that decisions, objections and reports work with. Built once per process by the wiring of the app. */
export interface Platform extends Warehouse {
  settings: Settings
  paths: DataPaths
  config: GovernanceSettings
  clock: Clock
  log: Logger
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
