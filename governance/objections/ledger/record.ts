import type { Selectable, Transaction } from 'kysely'
import { type AuditEntry, appendAuditLines } from '../../../warehouse/ledger/audit.ts'
import { clean, fromJson, objectSchema, toJson } from '../../../warehouse/ledger/json.ts'
import type { ObjectionEvent, ObjectionState } from '../../../warehouse/ledger/objection_states.ts'
import type { ObjectionEventsTable, ObjectionsTable } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'

/** An objection as the ledger keeps it. */
export type Objection = Omit<Selectable<ObjectionsTable>, 'detail'> & { detail: Record<string, unknown> }
export type ObjectionHistory = Omit<Selectable<ObjectionEventsTable>, 'detail'> & {
  detail: Record<string, unknown>
}

/** One thing that happened to an objection, before it has its number. */
export interface NewObjectionEvent {
  objection: number
  at: Date
  actor: string
  event: ObjectionEvent | 'raise'
  from: ObjectionState | null
  to: ObjectionState
  reason?: string | null | undefined
  /** Codes and counts. */
  detail?: Record<string, string | number> | undefined
}

const AT_ONCE = 2000

/** Adds events to their objections and a line for each to the audit log. Objections are locked by the caller. */
export async function recordObjectionEvents(
  tx: Transaction<LedgerSchema>,
  events: NewObjectionEvent[],
): Promise<void> {
  if (events.length === 0) return
  const last = await lastNumbers(tx, [...new Set(events.map(({ objection }) => objection))])
  const rows = events.map(({ objection, at, actor, event, from, to, reason, detail }) => {
    const seq = (last.get(objection) ?? 0) + 1
    last.set(objection, seq)
    return {
      objection,
      seq,
      at,
      actor: clean(actor),
      event,
      fromState: from,
      toState: to,
      reason: reason ?? null,
      detail: toJson(detail ?? {}),
    }
  })
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await tx
      .insertInto('objectionEvents')
      .values(rows.slice(at, at + AT_ONCE))
      .execute()
  await appendAuditLines(tx, events.map(auditLine))
}

async function lastNumbers(tx: Transaction<LedgerSchema>, ids: number[]): Promise<Map<number, number>> {
  const rows = await tx
    .selectFrom('objectionEvents')
    .select((eb) => ['objection', eb.fn.max('seq').as('seq')])
    .where('objection', 'in', ids)
    .groupBy('objection')
    .execute()
  return new Map(rows.map(({ objection, seq }) => [objection, seq]))
}

function auditLine({ objection, at, actor, event, from, to, detail }: NewObjectionEvent): AuditEntry {
  return {
    at,
    actor,
    action: `objection.${event}`,
    subject: String(objection),
    detail: { ...detail, from, to },
  }
}

export function objectionFromRow(row: Selectable<ObjectionsTable>): Objection {
  const place = { table: 'objections', record: String(row.id), column: 'detail' }
  return { ...row, detail: fromJson(objectSchema, row.detail, place) }
}

export function historyFromRow(row: Selectable<ObjectionEventsTable>): ObjectionHistory {
  const place = { table: 'objection_events', record: `${row.objection} ${row.seq}`, column: 'detail' }
  return { ...row, detail: fromJson(objectSchema, row.detail, place) }
}
