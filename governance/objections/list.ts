import type { Platform } from '../platform.ts'
import * as ledger from './ledger/list.ts'
import type { Objection, ObjectionHistory } from './ledger/record.ts'

/** Objections by number. */
export function listObjections(
  platform: Platform,
  filter: ledger.ObjectionFilter = {},
): Promise<Objection[]> {
  return ledger.listObjections(platform.ledger.db, filter)
}

/** The objection with what happened to it. @throws ShuyuanError `ledger.unknown_objection` */
export function getObjection(
  platform: Platform,
  id: number,
): Promise<Objection & { events: ObjectionHistory[] }> {
  return ledger.getObjection(platform.ledger.db, id)
}
