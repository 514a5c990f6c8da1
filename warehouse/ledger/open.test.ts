import { createServer, type Socket } from 'node:net'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { startTestDatabase, type TestDatabase } from '../../test/support/ledger.ts'
import { migrate, migrations } from './migrations.ts'
import { connectLedger, openLedger } from './open.ts'
import { translate } from './translate.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.drop())

describe('openLedger on a server of ours', () => {
  it('makes its tables once, however many open it at the same time', async () => {
    const options = { dataRoot: '/nowhere', databaseUrl: database.connectionString }
    const ledgers = await Promise.all(Array.from({ length: 4 }, () => openLedger(options)))
    for (const ledger of ledgers) expect(await ledger.db.selectFrom('runs').selectAll().execute()).toEqual([])
    await Promise.all(ledgers.map((ledger) => ledger.close()))
  })

  it('refuses one of a newer program and leaves it as it is', async () => {
    const ledger = await connectLedger(database.connectionString)
    const plain = ledger.db as unknown as Kysely<unknown>
    const older = migrate(plain, 'here', {})
    await expect(older).rejects.toMatchObject({
      code: 'ledger.newer_schema',
      fields: { migration: '0001_initial' },
    })
    await ledger.close()
  })

  it('undoes a migration that fails, and says which', async () => {
    const ledger = await connectLedger(database.connectionString)
    const broken = {
      ...migrations,
      '9999_broken': {
        async up(db: Kysely<unknown>) {
          await sql`create table ledger.half (a text)`.execute(db)
          await sql`create table ledger.half (a text)`.execute(db)
        },
      },
    }
    const plain = ledger.db.withoutPlugins() as unknown as Kysely<unknown>
    await expect(migrate(plain, 'here', broken)).rejects.toMatchObject({
      code: 'ledger.migration_failed',
      fields: { migration: '9999_broken' },
    })
    const { rows } = await sql<{ half: string | null }>`select to_regclass('ledger.half') as half`.execute(
      plain,
    )
    expect(rows).toEqual([{ half: null }])
    await ledger.close()
  })

  it('says within five seconds that nobody answers, and never a password', async () => {
    const silent = await startSilentServer()
    for (const port of [9, silent.port]) {
      const started = Date.now()
      const databaseUrl = `postgres://someone:topsecret@127.0.0.1:${port}/ledger`
      const error = await openLedger({ dataRoot: '/nowhere', databaseUrl }).catch((caught: unknown) => caught)
      expect(error).toMatchObject({
        code: 'ledger.unreachable',
        fields: { server: `127.0.0.1:${port}/ledger` },
      })
      expect(isTransient(error)).toBe(true)
      expect(String((error as Error).message)).not.toContain('topsecret')
      expect(Date.now() - started).toBeLessThan(6500)
    }
    silent.close()
  })

  it('says that a database does not exist', async () => {
    const url = new URL(database.connectionString)
    url.pathname = '/nothing_here'
    const opening = openLedger({ dataRoot: '/nowhere', databaseUrl: url.href })
    await expect(opening).rejects.toMatchObject({ code: 'ledger.refused' })
  })

  it('goes on after its connections were cut', async () => {
    const ledger = await connectLedger(database.connectionString)
    const cut = sql`select pg_terminate_backend(pg_backend_pid())`.execute(ledger.db)
    await expect(cut).rejects.toMatchObject({ code: 'ledger.connection_lost', kind: 'transient' })
    expect(await ledger.db.selectFrom('runs').selectAll().execute()).toEqual([])
    await ledger.close()
  })
})

describe('translate', () => {
  it.each([
    ['53100', 'ledger.disk_full'],
    ['28P01', 'ledger.refused'],
    ['ECONNREFUSED', 'ledger.connection_lost'],
    ['57P01', 'ledger.connection_lost'],
    ['SY001', 'ledger.append_only'],
  ])('tells %s as %s', (code, expected) => {
    expect(translate(Object.assign(new Error('x'), { code }), 'here')).toMatchObject({ code: expected })
  })

  it('leaves what it does not know as it is', () => {
    const error = new RangeError('x')
    expect(translate(error, 'here')).toBe(error)
    expect(error).not.toBeInstanceOf(ShuyuanError)
  })
})

function startSilentServer(): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)))
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const close = () => {
        for (const socket of sockets) socket.destroy()
        server.close()
      }
      resolve({ port: typeof address === 'object' && address ? address.port : 0, close })
    })
  })
}
