import { ShuyuanError } from '../../../core/errors.ts'
import { type ObjectionState, openStates } from '../../../warehouse/ledger/objection_states.ts'
import type { ObjectionCause } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'
import { historyFromRow, type Objection, type ObjectionHistory, objectionFromRow } from './record.ts'

/** Which objections; what is left out narrows nothing. */
export interface ObjectionFilter {
  ids?: number[]
  states?: readonly ObjectionState[]
  /** Only those on which somebody still has to act. */
  open?: boolean
  department?: string
  dataset?: string
  foundation?: string
  cause?: ObjectionCause
  code?: string
  raisedBy?: string
  period?: string
  extract?: number
  /** Raised from this instant on, and before that one. */
  raisedFrom?: Date
  raisedBefore?: Date
  /** To be closed before this day. */
  dueBefore?: string
  limit?: number
  offset?: number
}

/** Objections by number. */
export async function listObjections(db: LedgerDb, filter: ObjectionFilter = {}): Promise<Objection[]> {
  let query = filtered(db, filter).selectAll().orderBy('id')
  if (filter.limit !== undefined) query = query.limit(filter.limit)
  if (filter.offset !== undefined) query = query.offset(filter.offset)
  return (await query.execute()).map(objectionFromRow)
}

/** How many there are, whatever `limit` and `offset` say. */
export async function countObjections(db: LedgerDb, filter: ObjectionFilter = {}): Promise<number> {
  const row = await filtered(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

function filtered(db: LedgerDb, filter: ObjectionFilter) {
  let query = db.selectFrom('objections')
  const { department, dataset, foundation, cause, code, raisedBy, period, extract } = filter
  const equal = { department, dataset, foundation, cause, code, raisedBy, period, extract }
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value)
  if (filter.ids) query = query.where('id', 'in', filter.ids.length > 0 ? filter.ids : [0])
  if (filter.states) query = query.where('state', 'in', filter.states)
  if (filter.open) query = query.where('state', 'in', openStates)
  if (filter.raisedFrom) query = query.where('raisedAt', '>=', filter.raisedFrom)
  if (filter.raisedBefore) query = query.where('raisedAt', '<', filter.raisedBefore)
  if (filter.dueBefore) query = query.where('closeDue', '<', filter.dueBefore)
  return query
}

/** The objection with what happened to it. @throws ShuyuanError `ledger.unknown_objection` */
export async function getObjection(
  db: LedgerDb,
  id: number,
): Promise<Objection & { events: ObjectionHistory[] }> {
  const row = await db.selectFrom('objections').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_objection', { objection: id })
  const events = await db
    .selectFrom('objectionEvents')
    .selectAll()
    .where('objection', '=', id)
    .orderBy('seq')
    .execute()
  return { ...objectionFromRow(row), events: events.map(historyFromRow) }
}
