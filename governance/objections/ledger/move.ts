import type { Transaction } from 'kysely'
import { ShuyuanError } from '../../../core/errors.ts'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import {
  isOpen,
  nextObjectionState,
  type ObjectionEvent,
} from '../../../warehouse/ledger/objection_states.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'
import { refusePersonalData } from '../../../warehouse/ledger/personal_data.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'
import type { DueDays } from './raise.ts'
import { type Objection, objectionFromRow, recordObjectionEvents } from './record.ts'

/** Something that happens to an objection. */
export interface ObjectionMove {
  event: ObjectionEvent
  actor: string
  at: Date
  /** Free text, guarded; needed to reject. */
  reason?: string | null | undefined
  /** Codes and counts for the history. */
  detail?: Record<string, string | number>
  /** How many items are more or fewer in all, open and mended. */
  items?: { total?: number; open?: number; fixed?: number }
  /** New deadlines, of one that is reopened. */
  due?: DueDays
}

/**
 * Lets something happen to an objection and records it. Safe against other processes.
 * @throws ShuyuanError `ledger.unknown_objection`, `ledger.bad_transition`, `ledger.personal_data_in_text`,
 *   `ledger.empty_text`
 */
export async function moveObjection(db: LedgerDb, id: number, move: ObjectionMove): Promise<Objection> {
  const reason = move.reason == null && move.event !== 'reject' ? null : refusePersonalData(move.reason ?? '')
  return inTransaction(db, async (tx) => {
    const before = await lockObjection(tx, id)
    const to = nextObjectionState(id, before.state, move.event)
    const { total = 0, open = 0, fixed = 0 } = move.items ?? {}
    const closes = !isOpen(to) && isOpen(before.state)
    const row = await tx
      .updateTable('objections')
      .set({
        state: to,
        itemsTotal: before.itemsTotal + total,
        itemsOpen: before.itemsOpen + open,
        itemsFixed: before.itemsFixed + fixed,
        ...(closes ? { closedAt: move.at } : {}),
        ...(move.event === 'reopen' ? { closedAt: null, reopened: before.reopened + 1 } : {}),
        ...(move.event === 'remind' ? { remindedAt: move.at } : {}),
        ...(move.event === 'escalate' ? { escalatedAt: move.at } : {}),
        ...(move.due
          ? { acceptDue: move.due.accept, verifyDue: move.due.verify, closeDue: move.due.close }
          : {}),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    const { event, actor, at, detail } = move
    await recordObjectionEvents(tx, [
      { objection: id, at, actor, event, from: before.state, to, reason, detail },
    ])
    return objectionFromRow(row)
  })
}

/** The objection, held until the transaction ends. @throws ShuyuanError `ledger.unknown_objection` */
export async function lockObjection(tx: Transaction<LedgerSchema>, id: number): Promise<Objection> {
  const row = await tx
    .selectFrom('objections')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_objection', { objection: id })
  return objectionFromRow(row)
}

/** Sets the deadlines of an objection that was raised before they could be known. */
export async function setDueDays(db: LedgerDb, id: number, due: DueDays): Promise<void> {
  await db
    .updateTable('objections')
    .set({ acceptDue: due.accept, verifyDue: due.verify, closeDue: due.close })
    .where('id', '=', id)
    .execute()
}

/** Adds to the items of an objection without anything happening to it. */
export async function addItems(
  tx: LedgerDb,
  id: number,
  { total = 0, open = 0, fixed = 0 }: NonNullable<ObjectionMove['items']>,
): Promise<void> {
  await tx
    .updateTable('objections')
    .set((eb) => ({
      itemsTotal: eb('itemsTotal', '+', total),
      itemsOpen: eb('itemsOpen', '+', open),
      itemsFixed: eb('itemsFixed', '+', fixed),
    }))
    .where('id', '=', id)
    .execute()
}
