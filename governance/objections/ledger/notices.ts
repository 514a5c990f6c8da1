import type { Selectable } from 'kysely'
import type { NoticeKind, NoticesTable } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'

/** A reminder or an escalation (督办) that a department is sent. */
export type Notice = Selectable<NoticesTable>

/** Adds the notices that are not there yet and returns those that were added. */
export async function addNotices(db: LedgerDb, notices: Notice[]): Promise<Notice[]> {
  if (notices.length === 0) return []
  return db
    .insertInto('notices')
    .values(notices)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .execute()
}

/** Notices in the order of objections and days. */
export function listNotices(
  db: LedgerDb,
  filter: { department?: string; kind?: NoticeKind; objection?: number; from?: Date; before?: Date } = {},
): Promise<Notice[]> {
  let query = db.selectFrom('notices').selectAll().orderBy('at').orderBy('objection').orderBy('step')
  if (filter.department !== undefined) query = query.where('department', '=', filter.department)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.objection !== undefined) query = query.where('objection', '=', filter.objection)
  if (filter.from) query = query.where('at', '>=', filter.from)
  if (filter.before) query = query.where('at', '<', filter.before)
  return query.execute()
}
