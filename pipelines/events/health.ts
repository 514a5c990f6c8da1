import { countSetAside } from '../../connectors/events/segment.ts'
import { isReachable } from '../../warehouse/ledger/open.ts'
import type { Platform } from '../platform.ts'
import type { Drainer } from './drainer.ts'
import { eventDatasets } from './intake.ts'

/** Whether batches can be accepted now, and which datasets are not being published or have damaged segments. */
export interface IntakeHealth {
  status: 'ok' | 'degraded'
  accepting: boolean
  failing: string[]
}

export async function intakeHealth(platform: Platform, drainer: Drainer): Promise<IntakeHealth> {
  const failing = new Set(drainer.failing())
  for (const { id } of eventDatasets(platform)) {
    if ((await countSetAside(platform.paths.events(id))) > 0) failing.add(id)
  }
  const accepting = await isReachable(platform.ledger.db)
  return { status: accepting && failing.size === 0 ? 'ok' : 'degraded', accepting, failing: [...failing] }
}
