import type { Platform } from '../platform.ts'
import * as ledger from './ledger/index.ts'

/** Objections by number. */
export function listObjections(
  platform: Platform,
  filter: ledger.ObjectionFilter = {},
): Promise<ledger.Objection[]> {
  return ledger.listObjections(platform.ledger.db, filter)
}

/** The objection with what happened to it. @throws ShuyuanError `ledger.unknown_objection` */
export function getObjection(
  platform: Platform,
  id: number,
): Promise<ledger.Objection & { events: ledger.ObjectionHistory[] }> {
  return ledger.getObjection(platform.ledger.db, id)
}
