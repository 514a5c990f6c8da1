import type { Insertable, Transaction } from 'kysely'
import { canonicalJson, sha256 } from '../../../core/hash.ts'
import { clean, toJson } from '../../../warehouse/ledger/json.ts'
import { inLockedTransaction } from '../../../warehouse/ledger/locks.ts'
import type { ObjectionCause, ObjectionsTable } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'
import { refusePersonalData } from '../../../warehouse/ledger/personal_data.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'
import { type Objection, objectionFromRow, recordObjectionEvents } from './record.ts'

/**
 * The days by which a department must have accepted, verified and closed an objection, `YYYY-MM-DD`; null where the
 * working days of their year are not known yet.
 */
export interface DueDays {
  accept: string | null
  verify: string | null
  close: string | null
}

/** What is objected to. Everything here names data of the catalogue and numbers of extracts, never a record. */
export interface NewObjection {
  cause: ObjectionCause
  /** What makes two objections one; default: all of what follows but `detail` and `ruleVersion`. */
  same?: Record<string, string | number | null>
  dataset: string
  department: string
  field?: string | null
  code?: string | null
  rule?: string | null
  ruleVersion?: number | null
  foundation: string
  column?: string | null
  counterpart?: string | null
  raisedBy: string
  period?: string | null
  extract?: number | null
  detail?: Record<string, unknown>
}

export interface Raising {
  actor: string
  at: Date
  due: DueDays
  /** Accept it in the department's name at once. */
  accept?: boolean
  /** Free text, guarded. */
  reason?: string | null | undefined
  /** Items of one without rows: 1, the extract as a whole. */
  items?: number
}

/**
 * Raises objections, each once: of those that were raised before, the one that exists is returned and nothing
 * changes. Safe against other processes. @throws ShuyuanError `ledger.personal_data_in_text`
 */
export async function raiseObjections(
  db: LedgerDb,
  wanted: NewObjection[],
  raising: Raising,
): Promise<{ objection: Objection; isNew: boolean }[]> {
  if (wanted.length === 0) return []
  const reason = raising.reason == null ? null : refusePersonalData(raising.reason)
  // The lock of the audit log, in which each raising ends: under one of its own, somebody who moved an objection before in the
  // same transaction would wait for another who raises, who waits for the log.
  return inLockedTransaction(db, 'audit', 'audit', async (tx) => {
    const prints = wanted.map(fingerprintOfCause)
    const before = await byFingerprint(tx, prints)
    const news = wanted.filter(
      (_, at) => !before.has(prints[at] ?? '') && prints.indexOf(prints[at] ?? '') === at,
    )
    await insert(tx, news, { ...raising, reason })
    const after = news.length > 0 ? await byFingerprint(tx, prints) : before
    return prints.map((print) => {
      const row = after.get(print)
      if (!row) throw new RangeError(`objection ${print} was not raised`)
      return { objection: row, isNew: !before.has(print) }
    })
  })
}

/** SHA-256 of what is objected to. */
function fingerprintOfCause(wanted: NewObjection): string {
  const { detail: _detail, ruleVersion: _version, same, ...rest } = wanted
  return sha256(canonicalJson(same ? { cause: wanted.cause, ...same } : rest))
}

async function byFingerprint(
  tx: Transaction<LedgerSchema>,
  prints: string[],
): Promise<Map<string, Objection>> {
  const rows = await tx.selectFrom('objections').selectAll().where('fingerprint', 'in', prints).execute()
  return new Map(rows.map((row) => [row.fingerprint, objectionFromRow(row)]))
}

const AT_ONCE = 1000

async function insert(
  tx: Transaction<LedgerSchema>,
  news: NewObjection[],
  raising: Raising & { reason: string | null },
): Promise<void> {
  if (news.length === 0) return
  const last = await tx
    .selectFrom('objections')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst()
  const first = (last?.id ?? 0) + 1
  const rows = news.map((wanted, at) => rowOf(wanted, first + at, raising))
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await tx
      .insertInto('objections')
      .values(rows.slice(at, at + AT_ONCE))
      .execute()
  const event = { at: raising.at, actor: raising.actor }
  await recordObjectionEvents(
    tx,
    rows.flatMap(({ id, dataset, code }) => [
      {
        ...event,
        objection: id,
        event: 'raise' as const,
        from: null,
        to: 'raised' as const,
        reason: raising.reason,
        detail: { dataset, ...(code ? { code } : {}) },
      },
      ...(raising.accept
        ? [
            {
              ...event,
              objection: id,
              event: 'accept' as const,
              from: 'raised' as const,
              to: 'accepted' as const,
            },
          ]
        : []),
    ]),
  )
}

function rowOf(wanted: NewObjection, id: number, raising: Raising): Insertable<ObjectionsTable> {
  const { same: _same, detail, column, raisedBy, ...rest } = wanted
  const items = raising.items ?? 0
  return {
    ...rest,
    id,
    fingerprint: fingerprintOfCause(wanted),
    columnName: column ?? null,
    raisedBy: clean(raisedBy),
    state: raising.accept ? 'accepted' : 'raised',
    itemsTotal: items,
    itemsOpen: items,
    raisedAt: raising.at,
    acceptDue: raising.due.accept,
    verifyDue: raising.due.verify,
    closeDue: raising.due.close,
    detail: toJson(detail ?? {}),
  }
}
