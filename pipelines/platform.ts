import type { Platform as GovernancePlatform } from '../governance/platform.ts'
import type { Problem } from '../warehouse/ledger/json.ts'
import type { JobsConfig } from './config.ts'

/** The opened parts that stages work with. Built once per process by the wiring of the app. */
export interface Platform extends GovernancePlatform {
  config: JobsConfig
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
