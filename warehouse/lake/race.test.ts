import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Fixture, openFixture } from './lake.testing.ts'

const WORKERS = 4
const ROUNDS = 8

let fixture: Fixture

beforeEach(async () => {
  fixture = await openFixture()
})

afterEach(() => fixture.close())

async function runWorker(worker: number): Promise<number> {
  const script = fileURLToPath(new URL('./race_worker.ts', import.meta.url))
  const args = ['--import', 'tsx', script, dirname(fixture.root), String(worker), String(ROUNDS)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number]
  return code
}

it('four processes that append and overwrite at once lose and double nothing', async () => {
  const log = fixture.lake.table('race/log')
  const counter = fixture.lake.table('race/counter')
  await log.create([
    { name: 'worker', type: 'VARCHAR', nullable: false },
    { name: 'round', type: 'INTEGER', nullable: false },
  ])
  await counter.create([{ name: 'value', type: 'BIGINT', nullable: false }])
  const updated = fixture.lake.table('race/updated')
  await updated.create([{ name: 'value', type: 'BIGINT', nullable: false }], { deletionVectors: true })
  for (const table of [counter, updated]) {
    const add = await table.stage(fixture.engine, sql`SELECT 0 AS value`, { name: 'start' })
    await table.commit({ add, readVersion: 0, txn: { app: 'start', version: 1 }, operation: 'WRITE' })
  }

  const codes = await Promise.all(Array.from({ length: WORKERS }, (_, worker) => runWorker(worker)))
  expect(codes).toEqual(Array(WORKERS).fill(0))

  const total = WORKERS * ROUNDS
  const counted = counter.select(await counter.snapshot())
  expect(await fixture.engine.rows(sql`SELECT value FROM ${counted}`)).toEqual([{ value: BigInt(total) }])
  const left = updated.select(await updated.snapshot())
  const kept = sql`SELECT max(value) AS value, count(*) FILTER (value < 0) AS kept, count(*) AS rows FROM ${left}`
  expect(await fixture.engine.rows(kept)).toEqual([
    { value: BigInt(total), kept: BigInt(total), rows: BigInt(total + 1) },
  ])
  const written = log.select(await log.snapshot())
  const check = sql`SELECT count(*) AS rows, count(DISTINCT (worker, round)) AS distinct_rows FROM ${written}`
  expect(await fixture.engine.rows(check)).toEqual([{ rows: BigInt(total), distinct_rows: BigInt(total) }])
  expect((await log.snapshot()).version).toBe(total)
  const versions = (await counter.history()).map((commit) => commit.timestamp.getTime())
  expect(versions.every((time, index) => index === 0 || time > (versions[index - 1] ?? 0))).toBe(true)
})
