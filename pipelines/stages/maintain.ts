import { compactLake } from '../compact.ts'
import type { Platform, StageResult } from '../platform.ts'
import type { StageKind } from '../stage.ts'
import { vacuumLake } from '../vacuum.ts'

/** Keeps the lake as quick as it was, however many extracts came; for a schedule of its own. */
export const maintain: StageKind = {
  kind: 'maintain',
  targets: () => ['all'],
  after: () => [],
  onRequest: true,
  run: (platform) => maintainStage(platform),
}

/** Merges small files of the lake's tables, then removes the files that nothing needs. */
async function maintainStage(platform: Platform): Promise<StageResult> {
  const { tables, merged, into } = await compactLake(platform)
  const removed = (await vacuumLake(platform)).reduce((sum, table) => sum + table.removed, 0)
  return {
    status: merged + removed > 0 ? 'succeeded' : 'skipped',
    inputs: {},
    outputs: {},
    counts: { tables, merged, into, removed },
    problems: [],
  }
}
