import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveObjection } from '../../governance/objections/ledger/move.ts'
import { raiseObjections } from '../../governance/objections/ledger/raise.ts'
import { startTestDatabase, type TestDatabase } from '../../test/support/ledger.ts'
import { appendAudit, verifyAudit } from './audit.ts'
import { withClient } from './databases.ts'
import { finishDelivery, startDelivery } from './deliveries.ts'
import { recordExtract } from './extracts.ts'
import { migrate, migrations } from './migrations.ts'
import { connectLedger, type Ledger } from './open.ts'
import { openPool } from './pool.ts'
import { ledgerRights } from './rights.ts'
import { GRANTS } from './roles.ts'

/** The statements that docs/ledger.md gives, with names that no other test has. */
const blocks = [...readFileSync('docs/ledger.md', 'utf8').matchAll(/```sql\n([^`]+)```/g)].map(
  ([, text]) => text ?? '',
)
const id = randomUUID().slice(0, 8)
const named = (text: string) => text.replaceAll(/\bshuyuan(_owner|_app)?\b/g, (name) => `${name}_${id}`)
const as = (role: string, password: string) => {
  const url = new URL(server.connectionString)
  Object.assign(url, { username: `${role}_${id}`, password, pathname: `/shuyuan_${id}` })
  return url.href
}

let server: TestDatabase
let app: Ledger
beforeAll(async () => {
  server = await startTestDatabase()
  await run(server.connectionString, blocks[0] ?? '')
  await (await connectLedger(as('shuyuan_owner', 'one'))).close()
  await run(as('shuyuan_owner', 'one'), blocks[1] ?? '')
  app = await connectLedger(as('shuyuan_app', 'another'))
}, 60_000)
afterAll(async () => {
  await app?.close()
  await run(
    server.connectionString,
    `drop database if exists shuyuan with (force);
    drop role if exists shuyuan_app; drop role if exists shuyuan_owner;`,
  )
  await server.drop()
})

/** Statements one by one: `create database` stands in no transaction. */
const run = (url: string, text: string) =>
  withClient(url, async (client) => {
    for (const statement of named(text).split(';')) if (statement.trim()) await client.query(statement)
  })

const at = new Date('2026-11-24T00:00:00Z')

describe('the account that docs/ledger.md gives the program', () => {
  it('has the rights that the embedded server gives', () => {
    const statements = (blocks[1] ?? '').split(';').map((each) => each.trim())
    expect(statements.filter(Boolean)).toEqual(GRANTS)
  })

  it('can do what the program does', async () => {
    await appendAudit(app.db, { at, actor: 'cli', action: 'publish', subject: 'person' })
    await recordExtract(app.db, {
      dataset: 'd',
      department: 'x',
      sha256: 'a'.repeat(64),
      fileName: 'd.csv',
      bytes: 1,
      format: 'csv',
      mode: 'full',
      asOf: at,
      landedAt: at,
    })
    await startDelivery(app.db, { request: 'r', release: 1, kind: 'full', createdAt: at })
    await finishDelivery(app.db, 'r', 1, { packageId: 'p', sha256: 'b'.repeat(64), rows: 1 })
    const [raised] = await raiseObjections(
      app.db,
      [{ cause: 'person', dataset: 'd', department: 'x', foundation: 'person', raisedBy: 'person' }],
      { actor: 'person', at, due: { accept: null, verify: null, close: null } },
    )
    await moveObjection(app.db, raised?.objection.id ?? 0, { event: 'accept', actor: 'x', at })
    expect(await verifyAudit(app.db)).toMatchObject({ ok: true })
  })

  it('owns nothing and cannot change what is only added', async () => {
    expect(await ledgerRights(app.db)).toEqual({
      role: `shuyuan_app_${id}`,
      superuser: false,
      owned: 0,
      excess: [],
    })
  })

  it.each([
    'update ledger.audit set actor = actor',
    'delete from ledger.audit',
    'truncate ledger.audit',
    'delete from ledger.audit_head',
    'update ledger.audit_head set seq = seq',
    "insert into ledger.audit_head (seq, hash) values (1, '')",
    'create role another superuser',
    'alter table ledger.audit disable trigger user',
    'drop trigger audit_append_only on ledger.audit',
    'drop table ledger.audit',
    'update ledger.objection_events set actor = actor',
    'delete from ledger.objection_events',
    'create or replace function ledger.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
    "insert into ledger.kysely_migration values ('9999', '')",
    'set session_replication_role = replica',
    'create table ledger.t (a integer)',
  ])('is refused: %s', async (statement) => {
    await expect(sql.raw(statement).execute(app.db)).rejects.toMatchObject({
      code: 'ledger.refused',
      fields: { reason: expect.stringMatching(/permission denied|must be owner/) },
    })
  })
})

it('a program newer than the tables is told so, and changes nothing', async () => {
  const pool = openPool(as('shuyuan_app', 'another'), 'here')
  const plain = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const next = {
    up: (db: Kysely<unknown>) => sql`create table ledger.next (a integer)`.execute(db).then(() => {}),
  }
  await expect(migrate(plain, 'here', { ...migrations, '9999_next': next })).rejects.toMatchObject({
    code: 'ledger.refused',
  })
  await plain.destroy()
  await (await connectLedger(as('shuyuan_app', 'another'))).close()
})

it('an owner and a superuser are called what they are', async () => {
  const owner = await connectLedger(as('shuyuan_owner', 'one'))
  const { owned, superuser, excess } = await ledgerRights(owner.db)
  expect(owned).toBeGreaterThan(10)
  expect({ superuser, excess: excess.includes('DELETE ledger.audit') }).toEqual({
    superuser: false,
    excess: true,
  })
  await owner.close()
  const root = await connectLedger(server.connectionString)
  expect(await ledgerRights(root.db)).toMatchObject({ superuser: true })
  await root.close()
})
