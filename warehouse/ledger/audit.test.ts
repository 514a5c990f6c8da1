import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import { appendAudit, auditHead, verifyAudit } from './audit.ts'

let ledger: TestLedger
beforeAll(async () => {
  ledger = await startTestLedger()
})
afterAll(() => ledger.close())
beforeEach(async () => {
  for (let line = 1; line <= 6; line++) await append(line)
})
afterEach(() =>
  tamper(async () => {
    await ledger.db.deleteFrom('audit').execute()
    await ledger.db.deleteFrom('auditHead').execute()
  }),
)

describe('the audit log', () => {
  it('is whole as it was written', async () => {
    const head = await auditHead(ledger.db)
    expect(await verifyAudit(ledger.db)).toEqual({ ok: true, lines: 6, head })
    expect(await verifyAudit(ledger.db, head)).toMatchObject({ ok: true })
  })

  it('is one chain however many write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, at) => append(at)))
    expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true, lines: 26 })
  })

  it('refuses every change', async () => {
    const { db } = ledger
    const refused = { code: 'ledger.append_only' }
    await expect(db.updateTable('audit').set(sql`actor`, 'x').execute()).rejects.toMatchObject(refused)
    await expect(db.deleteFrom('audit').execute()).rejects.toMatchObject(refused)
    await expect(sql`truncate ledger.audit`.execute(db)).rejects.toMatchObject(refused)
    await expect(db.deleteFrom('auditHead').execute()).rejects.toMatchObject(refused)
    expect(await verifyAudit(db)).toMatchObject({ ok: true, lines: 6 })
  })

  it.each([
    ['a changed line', sql`update ledger.audit set detail = '{"line": 9}' where seq = 3`, 3, 'changed'],
    ['a changed time', sql`update ledger.audit set at = at + interval '1 ms' where seq = 2`, 2, 'changed'],
    ['a missing line', sql`delete from ledger.audit where seq = 3`, 3, 'missing'],
    ['a missing first line', sql`delete from ledger.audit where seq = 1`, 1, 'missing'],
    ['a missing last line', sql`delete from ledger.audit where seq = 6`, 6, 'missing'],
    ['all lines missing', sql`delete from ledger.audit`, 1, 'missing'],
    [
      'exchanged lines',
      sql`update ledger.audit set seq = case seq when 3 then 40 else seq end;
      update ledger.audit set seq = 3 where seq = 4; update ledger.audit set seq = 4 where seq = 40`,
      3,
      'reordered',
    ],
    [
      'a line cut out and the rest renumbered',
      sql`delete from ledger.audit where seq = 3;
      update ledger.audit set seq = 3 where seq = 4; update ledger.audit set seq = 4 where seq = 5;
      update ledger.audit set seq = 5 where seq = 6`,
      3,
      'missing',
    ],
  ])('shows %s', async (_what, change, seq, problem) => {
    await tamper(() => change.execute(ledger.db))
    expect(await verifyAudit(ledger.db)).toEqual({ ok: false, seq, problem })
  })

  it('shows a log rewritten as a whole against a head noted elsewhere', async () => {
    const anchor = await auditHead(ledger.db)
    await tamper(async () => {
      await ledger.db.deleteFrom('audit').execute()
      await ledger.db.deleteFrom('auditHead').execute()
    })
    for (let line = 1; line <= 7; line++) await append(line + 100)
    expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true, lines: 7 })
    expect(await verifyAudit(ledger.db, anchor)).toEqual({ ok: false, seq: 6, problem: 'changed' })
  })
})

function append(line: number) {
  const at = new Date(Date.UTC(2026, 10, 24, 0, 0, line, 7))
  return appendAudit(ledger.db, {
    at,
    actor: 'cli',
    action: 'publish',
    subject: 'person',
    detail: { line, b: 1.5 },
  })
}

/** What an operator with every right could do. */
async function tamper(work: () => Promise<unknown>): Promise<void> {
  for (const table of ['ledger.audit', 'ledger.audit_head']) {
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(ledger.db)
  }
  await work()
  for (const table of ['ledger.audit', 'ledger.audit_head']) {
    await sql`alter table ${sql.table(table)} enable trigger user`.execute(ledger.db)
  }
}
