import { sql, type Transaction } from 'kysely'
import { ShuyuanError } from '../../../core/errors.ts'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import {
  isOpen,
  nextObjectionState,
  type ObjectionEvent,
  objectionTransitions,
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

/**
 * Lets the same happen to several objections, in as many statements as for one; those to which it cannot happen where they
 * stand now are left alone. Safe against other processes.
 */
export function moveObjections(
  db: LedgerDb,
  ids: number[],
  move: Pick<ObjectionMove, 'actor' | 'at' | 'detail'> & { event: 'mark' | 'lift' },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const { event, actor, at, detail } = move
    const found = (await lockObjections(tx, ids)).flatMap(({ id, state: from }) => {
      const to = objectionTransitions[from][event]
      return to ? [{ id, from, to }] : []
    })
    for (const state of new Set(found.map(({ to }) => to))) {
      const moved = found.filter(({ to }) => to === state).map(({ id }) => id)
      await tx.updateTable('objections').set({ state }).where('id', 'in', moved).execute()
    }
    await recordObjectionEvents(
      tx,
      found.map(({ id, from, to }) => ({ objection: id, at, actor, event, from, to, reason: null, detail })),
    )
  })
}

/**
 * Objections by number, held until the transaction ends: all at once, so that nobody holds one and waits for another.
 * @throws ShuyuanError `ledger.unknown_objection`
 */
export async function lockObjections(tx: Transaction<LedgerSchema>, ids: number[]): Promise<Objection[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('objections')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  const found = new Set(rows.map(({ id }) => id))
  const unknown = ids.find((id) => !found.has(id))
  if (unknown !== undefined) throw new ShuyuanError('ledger.unknown_objection', { objection: unknown })
  return rows.map(objectionFromRow)
}

/** The objection, held until the transaction ends. @throws ShuyuanError `ledger.unknown_objection` */
export async function lockObjection(tx: Transaction<LedgerSchema>, id: number): Promise<Objection> {
  const [objection] = await lockObjections(tx, [id])
  if (!objection) throw new ShuyuanError('ledger.unknown_objection', { objection: id })
  return objection
}

/** Sets the deadlines of an objection that was raised before they could be known. */
export async function setDueDays(db: LedgerDb, id: number, due: DueDays): Promise<void> {
  await db
    .updateTable('objections')
    .set({ acceptDue: due.accept, verifyDue: due.verify, closeDue: due.close })
    .where('id', '=', id)
    .execute()
}

/** Adds to the items of objections, by number, without anything happening to them. */
export async function addItems(
  tx: LedgerDb,
  added: ReadonlyMap<number, NonNullable<ObjectionMove['items']>>,
): Promise<void> {
  const rows = [...added].map(
    ([id, { total = 0, open = 0, fixed = 0 }]) =>
      sql`(${id}::integer, ${total}::bigint, ${open}::bigint, ${fixed}::bigint)`,
  )
  if (rows.length === 0) return
  const table = sql<{ id: number; total: number; open: number; fixed: number }>`(values ${sql.join(rows)})`
  await tx
    .updateTable('objections')
    .from(table.as<'more'>(sql`more(id, total, open, fixed)`))
    .set((eb) => ({
      itemsTotal: eb('objections.itemsTotal', '+', eb.ref('more.total')),
      itemsOpen: eb('objections.itemsOpen', '+', eb.ref('more.open')),
      itemsFixed: eb('objections.itemsFixed', '+', eb.ref('more.fixed')),
    }))
    .whereRef('objections.id', '=', 'more.id')
    .execute()
}
