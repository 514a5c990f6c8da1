import type { Selectable, Updateable } from 'kysely'
import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import { appendAudit } from '../audit.ts'
import { fromJson, type Problem, problemSchema, toJson } from '../json.ts'
import { inTransaction } from '../locks.ts'
import type { LedgerDb } from '../open.ts'
import { refusePersonalData } from '../personal_data.ts'
import type { GateOverridesTable, OverrideKind, OverrideStatus } from './schema.ts'
import './locale.ts'

/** An officer's decision to let pass what a gate holds. */
export type Override = Omit<Selectable<GateOverridesTable>, 'findings'> & { findings: Problem[] }

export interface NewOverride {
  kind: OverrideKind
  /** Dataset; foundation or topic. */
  subject: string
  extract: number | null
  /** SHA-256 of exactly what it lets pass. */
  digest: string
  findings: Problem[]
  officer: string
  account: string
  reason: string
  createdAt: Date
}

/**
 * Records an override, and who gave it in the audit log. There is one at most for the same extract or inputs.
 * @throws ShuyuanError `ledger.override_exists`, `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export function openOverride(db: LedgerDb, override: NewOverride): Promise<Override> {
  const reason = refusePersonalData(override.reason)
  return inTransaction(db, async (tx) => {
    const values = { ...override, reason, findings: toJson(override.findings) }
    const row = await tx
      .insertInto('gateOverrides')
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!row) throw new ShuyuanError('ledger.override_exists', { subject: nameOf(override) })
    await audit(tx, 'override', fromRow(row), override.account, override.createdAt)
    return fromRow(row)
  })
}

/** The override that lets pass exactly this, if one is open. */
export async function findOverride(
  db: LedgerDb,
  { kind, subject, digest }: Pick<NewOverride, 'kind' | 'subject' | 'digest'>,
): Promise<Override | undefined> {
  const row = await db
    .selectFrom('gateOverrides')
    .selectAll()
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('digest', '=', digest)
    .where('status', '=', 'open')
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Records that an override was used; call it in the transaction that records what it let pass. */
export function useOverride(
  db: LedgerDb,
  id: number,
  use: { account: string; now: Date; runId?: number | null; release?: number | null },
): Promise<Override> {
  const { account, now, runId = null, release = null } = use
  return end(db, id, 'use', account, { endedAt: now, runId, release })
}

/** Takes an unused override back. @throws ShuyuanError `ledger.bad_transition`, `ledger.unknown_override` */
export function revokeOverride(
  db: LedgerDb,
  id: number,
  revoke: { officer: string; account: string; reason: string; now: Date },
): Promise<Override> {
  const endReason = refusePersonalData(revoke.reason)
  return end(db, id, 'revoke', revoke.account, { endedAt: revoke.now, endedBy: revoke.officer, endReason })
}

/** Overrides in the order in which they were given. */
export async function listOverrides(db: LedgerDb, status?: OverrideStatus): Promise<Override[]> {
  const all = db.selectFrom('gateOverrides').selectAll().orderBy('id')
  return (await (status ? all.where('status', '=', status) : all).execute()).map(fromRow)
}

function end(
  db: LedgerDb,
  id: number,
  event: OverrideEvent,
  account: string,
  values: Updateable<GateOverridesTable> & { endedAt: Date },
): Promise<Override> {
  return inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('gateOverrides')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new ShuyuanError('ledger.unknown_override', { override: id })
    const status = nextOverrideStatus(id, row.status, event)
    const ended = await tx
      .updateTable('gateOverrides')
      .set({ ...values, status })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await audit(
      tx,
      event === 'use' ? 'use_override' : 'revoke_override',
      fromRow(ended),
      account,
      values.endedAt,
    )
    return fromRow(ended)
  })
}

function audit(tx: LedgerDb, action: string, override: Override, actor: string, at: Date) {
  const { id, officer, endedBy, release } = override
  const findings = override.findings.map(({ code }) => code).join(', ')
  const reason = override.endReason ?? override.reason
  const detail = {
    override: id,
    officer: endedBy ?? officer,
    reason,
    findings,
    ...(release ? { release } : {}),
  }
  return appendAudit(tx, { at, actor, action, subject: nameOf(override), detail })
}

function nameOf({ subject, extract }: Pick<Override, 'subject' | 'extract'>): string {
  return extract === null ? subject : `${subject} ${extract}`
}

function fromRow(row: Selectable<GateOverridesTable>): Override {
  const place = { table: 'gate_overrides', record: String(row.id), column: 'findings' }
  return { ...row, findings: fromJson(z.array(problemSchema), row.findings, place) }
}

type OverrideEvent = 'use' | 'revoke'

/** Every state × every event; `null`: refused. An override is used once, or taken back before. */
const overrideTransitions: Record<OverrideStatus, Record<OverrideEvent, OverrideStatus | null>> = {
  open: { use: 'used', revoke: 'revoked' },
  used: { use: null, revoke: null },
  revoked: { use: null, revoke: null },
}

/** The state after `event`. @throws ShuyuanError `ledger.bad_transition` */
function nextOverrideStatus(id: number, state: OverrideStatus, event: OverrideEvent): OverrideStatus {
  const next = overrideTransitions[state][event]
  if (!next) throw new ShuyuanError('ledger.bad_transition', { subject: `override ${id}`, state, event })
  return next
}
