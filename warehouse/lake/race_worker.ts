import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { openEngine } from '../engine/engine.ts'
import { openLake } from './lake.ts'
import type { LakeTable } from './types.ts'

/**
 * One of several processes that race on tables, for tests: appends `rounds` rows of its own, and moves two
 * counters on by one as often, each time from what it read, until the commit is not refused: one by replacing
 * its file, one by deleting its row.
 */
const [folder = '', worker = '', rounds = ''] = process.argv.slice(2)
const engine = await openEngine({ tempDirectory: join(folder, 'tmp'), threads: 1, memoryLimit: '256MB' })
const lake = await openLake({ root: join(folder, 'lake'), engine, clock: systemClock })
const log = lake.table('race/log')
const counter = lake.table('race/counter')
const updated = lake.table('race/updated')

for (let round = 1; round <= Number(rounds); round++) {
  await appendLine(log, round)
  await increase(counter, round)
  await update(updated, round)
}
engine.close()

async function appendLine(table: LakeTable, round: number): Promise<void> {
  const { version } = await table.snapshot()
  const rows = sql`SELECT ${worker}::VARCHAR AS worker, ${round} AS round`
  const add = await table.stage(engine, rows, { name: `w${worker}-${round}` })
  await table.commit({
    add,
    readVersion: version,
    txn: { app: `w${worker}`, version: round },
    operation: 'APPEND',
  })
}

async function increase(table: LakeTable, round: number): Promise<void> {
  await untilCommitted(async () => {
    const before = await table.snapshot()
    const rows = sql`SELECT value + 1 AS value FROM ${table.select(before)}`
    const add = await table.stage(engine, rows, { name: `w${worker}-${round}` })
    const txn = { app: `w${worker}`, version: round }
    await table.commit({ add, remove: before.files, readVersion: before.version, txn, operation: 'REPLACE' })
  })
}

/** The counter is the row that is not negative; every file keeps a row that never goes. */
async function update(table: LakeTable, round: number): Promise<void> {
  await untilCommitted(async () => {
    const before = await table.snapshot()
    const counter = sql`SELECT * FROM ${table.select(before, { positions: true })} WHERE value >= 0`
    const name = `w${worker}-${round}`
    const rows = sql`SELECT value + 1 AS value FROM (${counter}) UNION ALL SELECT -${Number(worker) + 1}::BIGINT`
    const add = await table.stage(engine, rows, { name, orderBy: sql`value` })
    const deletes = await table.stageDeletes(engine, before, sql`SELECT _file, _row FROM (${counter})`, {
      name,
    })
    const txn = { app: `w${worker}`, version: round }
    await table.commit({ add, deletes, readVersion: before.version, txn, operation: 'UPDATE' })
  })
}

async function untilCommitted(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ShuyuanError && error.code === 'lake.conflict')) throw error
    }
  }
}
