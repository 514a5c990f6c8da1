import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { column } from './column.ts'
import { type Engine, openEngine } from './engine.ts'
import { TemporaryTables, withTemporaryTables } from './temporary.ts'
import { values } from './values.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-values-test'), threads: 1 })
})
afterAll(() => engine.close())

const typesOf = async (rows: ReturnType<typeof values>) =>
  (await engine.rows<{ column_name: string; column_type: string }>(sql`describe select * from ${rows}`)).map(
    ({ column_name, column_type }) => [column_name, column_type],
  )

const types = {
  name: 'VARCHAR',
  n: 'BIGINT',
  share: 'DOUBLE',
  at: 'TIMESTAMP WITH TIME ZONE',
  ok: 'BOOLEAN',
  many: 'VARCHAR[]',
}

describe('values', () => {
  it('are rows of the given columns, typed, whatever stands in them', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z')
    const rows = values(types, [
      { name: `it's "a" -- \\ ;`, n: 2n ** 60n, share: 0.5, at, ok: true, many: ['x', `y'`] },
      { name: null, n: null, share: undefined, at: null, ok: null, many: null },
      { name: '', n: -1, share: 2, at: null, ok: false, many: [] },
    ])
    expect(await typesOf(rows)).toEqual(Object.entries(types))
    const read = await engine.rows(sql`select *, epoch_ms("at")::double as ms from ${rows} as v`)
    expect(read).toMatchObject([
      { name: `it's "a" -- \\ ;`, n: 2n ** 60n, share: 0.5, ms: at.getTime(), ok: true, many: ['x', `y'`] },
      { name: null, n: null, share: null, ms: null, ok: null, many: null },
      { name: '', n: -1n, share: 2, ms: null, ok: false, many: [] },
    ])
  })

  it('have their columns without any row too, from a list of columns as well', async () => {
    expect(await typesOf(values(types, []))).toEqual(Object.entries(types))
    expect(await engine.rows(sql`from ${values(types, [])}`)).toEqual([])
    const columns = [column('b', 'VARCHAR'), column('a', 'INTEGER')]
    expect(await typesOf(values(columns, [{ b: 'x', a: 1 }]))).toEqual([
      ['b', 'VARCHAR'],
      ['a', 'INTEGER'],
    ])
  })

  it('refuse what the type cannot hold', async () => {
    await expect(engine.rows(sql`from ${values({ n: 'INTEGER' }, [{ n: 'x' }])}`)).rejects.toThrow()
  })
})

describe('temporary tables', () => {
  const names = async () =>
    (await engine.rows<{ name: string }>(sql`select table_name as name from duckdb_tables()`)).length

  it('have names of their own and go with the work, also with work that fails', async () => {
    const before = await names()
    await withTemporaryTables(engine, 'some', async (tables) => {
      const one = await tables.create('same', sql`select 1 as n`)
      const other = await tables.create('same', sql`select 2 as n`)
      expect(
        await engine.rows(sql`select one.n + other.n as n from ${one} as one, ${other} as other`),
      ).toEqual([{ n: 3 }])
      expect(await tables.createUnlessEmpty('none', sql`select 1 as n where false`)).toBe(null)
      expect(await names()).toBe(before + 3)
    })
    const failed = withTemporaryTables(engine, 'some', async (tables) => {
      await tables.create('left', sql`select 1 as n`)
      throw new Error('stopped')
    })
    await expect(failed).rejects.toThrow('stopped')
    expect(await names()).toBe(before)
  })

  it('are seen by their session alone, unless they are shared', async () => {
    await engine.withSession(async (session) => {
      const own = new TemporaryTables(session, 'own')
      const all = new TemporaryTables(session, 'all', { shared: true })
      const [one, other] = [
        await own.create('t', sql`select 1 as n`),
        await all.create('t', sql`select 1 as n`),
      ]
      await expect(engine.rows(sql`from ${one}`)).rejects.toThrow()
      expect(await engine.rows(sql`from ${other}`)).toEqual([{ n: 1 }])
      await all.drop()
      await expect(engine.rows(sql`from ${other}`)).rejects.toThrow()
      await own.drop()
    })
  })
})

describe('a session of its own', () => {
  it('is closed when its work ends, also when it fails', async () => {
    const session = await engine.withSession(async (own) => own)
    await expect(session.rows(sql`select 1`)).rejects.toThrow()
    let failing = session
    const failed = engine.withSession(async (own) => {
      failing = own
      throw new Error('stopped')
    })
    await expect(failed).rejects.toThrow('stopped')
    await expect(failing.rows(sql`select 1`)).rejects.toThrow()
  })
})
