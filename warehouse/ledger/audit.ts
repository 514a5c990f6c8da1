import { type Selectable, sql } from 'kysely'
import { canonicalJson, sha256 } from '../../core/hash.ts'
import { clean, objectSchema, toJson } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { AuditTable } from './schema.ts'

/** What happened: `actor` did `action` to `subject`. Identifiers and counts, never personal data. */
export interface AuditEntry {
  at: Date
  actor: string
  action: string
  subject: string
  detail?: Record<string, unknown>
}

/** The end of the chain: whoever keeps a copy can later prove that the log was not rewritten up to there. */
export interface AuditHead {
  seq: number
  hash: string
}

const START = '0'.repeat(64)
const BATCH = 5000

/** Adds one line to the log, chained to the line before it. Lines are added one at a time, whoever adds them. */
export function appendAudit(db: LedgerDb, entry: AuditEntry): Promise<AuditHead> {
  return appendAuditLines(db, [entry])
}

/** Adds lines to the log in their order, each chained to the one before it. The database moves the head along. */
export function appendAuditLines(db: LedgerDb, entries: AuditEntry[]): Promise<AuditHead> {
  return inLockedTransaction(db, 'audit', 'audit', async (tx) => {
    let head = await auditHead(tx)
    const lines = entries.map((entry) => {
      const line = lineAfter(head, entry)
      head = { seq: line.seq, hash: line.hash }
      return line
    })
    for (let at = 0; at < lines.length; at += BATCH)
      await tx
        .insertInto('audit')
        .values(lines.slice(at, at + BATCH))
        .execute()
    return head
  })
}

function lineAfter(head: AuditHead, entry: AuditEntry) {
  const detail = toJson(entry.detail ?? {})
  const line = {
    seq: head.seq + 1,
    at: entry.at,
    actor: clean(entry.actor),
    action: clean(entry.action),
    subject: clean(entry.subject),
    previousHash: head.hash,
  }
  return { ...line, detail, hash: hashOf({ ...line, detail: JSON.parse(detail) as unknown }) }
}

/** The end of the log as it was last recorded; number 0 before the first line. */
export async function auditHead(db: LedgerDb): Promise<AuditHead> {
  const head = await db.selectFrom('auditHead').select(['seq', 'hash']).executeTakeFirst()
  return head ?? { seq: 0, hash: START }
}

/** The log's last line, as it stands in the log itself: its number is the count of lines. */
export async function auditEnd(db: LedgerDb): Promise<{ count: number; hash: string; at: Date | null }> {
  const last = await db
    .selectFrom('audit')
    .select(['seq as count', 'hash', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ?? { count: 0, hash: START, at: null }
}

/** The hash of a line; undefined where the log does not have it. Line 0 is what the first one follows. */
export async function auditHashAt(db: LedgerDb, seq: number): Promise<string | undefined> {
  if (seq === 0) return START
  const line = await db.selectFrom('audit').select('hash').where('seq', '=', seq).executeTakeFirst()
  return line?.hash
}

/** The first line of an act on a subject whose detail has these values. */
export async function firstAudit(
  db: LedgerDb,
  { action, subject, detail }: { action: string; subject: string; detail: Record<string, string | number> },
): Promise<{ seq: number; detail: Record<string, unknown> } | undefined> {
  const line = await db
    .selectFrom('audit')
    .select(['seq', 'detail'])
    .where('action', '=', action)
    .where('subject', '=', subject)
    .where(sql<boolean>`detail @> ${toJson(detail)}::jsonb`)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return line && { seq: line.seq, detail: objectSchema.parse(line.detail) }
}

/** `seq` is the first line that is not as it was written. */
export type AuditVerdict =
  | { ok: true; lines: number; head: AuditHead }
  | { ok: false; seq: number; problem: AuditFault }
type AuditFault = 'changed' | 'missing' | 'reordered'

/**
 * Reads the whole log and checks that no line was changed, removed or moved. `anchor`: a head noted earlier
 * elsewhere, which finds even a log that was rewritten as a whole.
 */
export async function verifyAudit(db: LedgerDb, anchor?: AuditHead): Promise<AuditVerdict> {
  let previous: AuditHead = { seq: 0, hash: START }
  for (;;) {
    const lines = await linesAfter(db, previous.seq)
    for (const line of lines) {
      const problem = await problemOf(db, line, previous)
      if (problem) return { ok: false, seq: problem === 'missing' ? previous.seq + 1 : line.seq, problem }
      if (anchor?.seq === line.seq && anchor.hash !== line.hash)
        return { ok: false, seq: line.seq, problem: 'changed' }
      previous = { seq: line.seq, hash: line.hash }
    }
    if (lines.length < BATCH) break
  }
  return verifyEnd(previous, await auditHead(db), anchor)
}

function verifyEnd(last: AuditHead, head: AuditHead, anchor?: AuditHead): AuditVerdict {
  if (last.seq < Math.max(head.seq, anchor?.seq ?? 0))
    return { ok: false, seq: last.seq + 1, problem: 'missing' }
  if (last.seq === head.seq && last.hash !== head.hash)
    return { ok: false, seq: last.seq, problem: 'changed' }
  return { ok: true, lines: last.seq, head: last }
}

/** The hash leaves out the number: the order of lines is in the chain of hashes alone. */
function hashOf(line: Omit<Selectable<AuditTable>, 'hash' | 'seq'>): string {
  const { at, actor, action, subject, detail, previousHash } = line
  return sha256(canonicalJson({ at: at.toISOString(), actor, action, subject, detail, previousHash }))
}

async function problemOf(
  db: LedgerDb,
  line: Selectable<AuditTable>,
  previous: AuditHead,
): Promise<AuditFault | undefined> {
  if (line.seq !== previous.seq + 1) return 'missing'
  if (hashOf(line) !== line.hash) return 'changed'
  if (line.previousHash === previous.hash) return undefined
  const before = await db
    .selectFrom('audit')
    .select('seq')
    .where('hash', '=', line.previousHash)
    .executeTakeFirst()
  return before || line.previousHash === START ? 'reordered' : 'missing'
}

function linesAfter(db: LedgerDb, seq: number): Promise<Selectable<AuditTable>[]> {
  return db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(BATCH).execute()
}
