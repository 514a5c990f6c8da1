import { sql } from 'kysely'
import type { Platform } from '../platform.ts'
import type { Drainer } from './drainer.ts'

/** Whether batches can be accepted now, and which datasets are not being published. */
export interface IntakeHealth {
  status: 'ok' | 'degraded'
  accepting: boolean
  failing: string[]
}

export async function intakeHealth(platform: Platform, drainer: Drainer): Promise<IntakeHealth> {
  const failing = drainer.failing()
  const accepting = await sql`select 1`.execute(platform.ledger.db).then(
    () => true,
    () => false,
  )
  return { status: accepting && failing.length === 0 ? 'ok' : 'degraded', accepting, failing }
}
