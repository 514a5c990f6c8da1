import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kyselyOn } from './dialect.ts'
import { type Engine, openEngine } from './engine.ts'

interface Tables {
  person: { id: number; name: string; born: Date | null; amount: number | null }
}

let folder: string
let engine: Engine
let db: Kysely<Tables>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shuyuan-dialect-'))
  engine = await openEngine({ tempDirectory: join(folder, 'tmp'), threads: 1 })
  db = kyselyOn<Tables>(engine)
  await engine.exec(
    sql`CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR, born TIMESTAMPTZ, amount DECIMAL(18,4))`,
  )
})

afterEach(() => {
  engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const born = new Date('1990-01-01T00:00:00.000Z')

describe('the DuckDB dialect', () => {
  it('inserts, returns, upserts, joins and counts', async () => {
    const inserted = await db
      .insertInto('person')
      .values({ id: 1, name: 'a', born, amount: 1.5 })
      .returning(['id', 'born', 'amount'])
      .execute()
    expect(inserted).toEqual([{ id: 1, born, amount: 1.5 }])
    await db
      .insertInto('person')
      .values([
        { id: 1, name: 'b', born: null, amount: null },
        { id: 2, name: 'c', born: null, amount: null },
      ])
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ name: sql`excluded.name` }))
      .execute()
    const joined = await db
      .selectFrom('person as p')
      .innerJoin('person as q', 'p.id', 'q.id')
      .select(['p.name', 'q.id'])
      .orderBy('q.id')
      .execute()
    expect(joined).toEqual([
      { name: 'b', id: 1 },
      { name: 'c', id: 2 },
    ])
    const count = await db.selectFrom('person').select(db.fn.countAll().as('count')).execute()
    expect(count).toEqual([{ count: 2n }])
  })

  it('rolls back, streams and introspects', async () => {
    const row = { name: 'x', born: null, amount: null }
    const failed = db.transaction().execute(async (trx) => {
      await trx
        .insertInto('person')
        .values({ id: 1, ...row })
        .execute()
      throw new Error('stop')
    })
    await expect(failed).rejects.toThrow('stop')
    await db.transaction().execute((trx) =>
      trx
        .insertInto('person')
        .values({ id: 2, ...row })
        .execute(),
    )
    const ids: number[] = []
    for await (const { id } of db.selectFrom('person').select('id').stream()) ids.push(id)
    expect(ids).toEqual([2])
    await db.destroy()
    expect(await engine.rows(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
  })
})
