import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '../../core/clock.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { openLake } from './lake.ts'
import type { Store } from './store.ts'
import type { Lake } from './types.ts'

/** A lake in a folder of its own, for tests. */
export interface Fixture {
  root: string
  engine: Engine
  lake: Lake
  clock: Clock & { at: number }
  /** The same lake as another process would open it, with nothing remembered. */
  reopen(store?: Store): Promise<Lake>
  close(): Promise<void>
}

export async function openFixture(): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-lake-'))
  const root = join(folder, 'lake')
  const engine = await openEngine({ tempDirectory: join(folder, 'tmp'), memoryLimit: '512MB', threads: 2 })
  const clock = { at: Date.parse('2026-01-01T00:00:00Z'), now: () => new Date(clock.at) }
  const reopen = (store?: Store) => openLake({ root, engine, clock, ...(store ? { store } : {}) })
  return {
    root,
    engine,
    clock,
    lake: await reopen(),
    reopen,
    close: async () => {
      engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A relation of literal rows `(id, name)`, bucket = id % 4. */
export function people(rows: { id: number; name: string | null }[]): Relation {
  const values = rows.map((row) => sql`(${row.id}::BIGINT, ${row.name}::VARCHAR)`)
  if (values.length === 0) return sql`SELECT 0::BIGINT AS id, ''::VARCHAR AS name, 0 AS bucket WHERE false`
  return sql`SELECT id, name, CAST(id % 4 AS INTEGER) AS bucket FROM (VALUES ${sql.join(values)}) t(id, name)`
}

/** The columns of `people`. */
export const PEOPLE = [
  { name: 'id', type: 'BIGINT', nullable: false },
  { name: 'name', type: 'VARCHAR', nullable: true },
  { name: 'bucket', type: 'INTEGER', nullable: false },
]
