import type { ObjectionState } from '../../../warehouse/ledger/objection_states.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'

/** What figures about objections are counted from: how each came out, and when. */
export interface ObjectionOutcome {
  id: number
  department: string
  dataset: string
  /** Month of which the extract that raised it speaks. */
  period: string | null
  state: ObjectionState
  raisedAt: Date
  closedAt: Date | null
  closeDue: string | null
  reopened: number
  itemsTotal: number
  itemsOpen: number
  itemsFixed: number
  /** How it was closed last, and by whom; null: never. */
  ended: 'correct' | 'reject' | null
  endedBy: string | null
}

/** Outcomes of the objections raised from one instant on and before another, by number. */
export async function objectionOutcomes(
  db: LedgerDb,
  filter: { department?: string; raisedFrom?: Date; raisedBefore?: Date } = {},
): Promise<ObjectionOutcome[]> {
  let query = db
    .selectFrom('objections as o')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('objectionEvents as e')
          .select(['e.event', 'e.actor'])
          .whereRef('e.objection', '=', 'o.id')
          .where('e.event', 'in', ['correct', 'reject'])
          .orderBy('e.seq', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select([
      'o.id',
      'o.department',
      'o.dataset',
      'o.period',
      'o.state',
      'o.raisedAt',
      'o.closedAt',
      'o.closeDue',
    ])
    .select(['o.reopened', 'o.itemsTotal', 'o.itemsOpen', 'o.itemsFixed'])
    .select(['last.event as ended', 'last.actor as endedBy'])
    .orderBy('o.id')
  if (filter.department !== undefined) query = query.where('o.department', '=', filter.department)
  if (filter.raisedFrom) query = query.where('o.raisedAt', '>=', filter.raisedFrom)
  if (filter.raisedBefore) query = query.where('o.raisedAt', '<', filter.raisedBefore)
  const rows = await query.execute()
  return rows.map(({ ended, ...row }) => ({
    ...row,
    ended: ended === 'correct' || ended === 'reject' ? ended : null,
  }))
}
