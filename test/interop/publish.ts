import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../core/clock.ts'
import { bucketOf } from '../../warehouse/engine/bucket.ts'
import type { Column } from '../../warehouse/engine/column.ts'
import { type Engine, openEngine } from '../../warehouse/engine/engine.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { openLake } from '../../warehouse/lake/lake.ts'
import type { LakeTable, Snapshot } from '../../warehouse/lake/types.ts'

/**
 * Writes tables and, beside them, what a reader must find: `expected/<table>/v<version>.parquet`, the
 * change feed as `expected/<table>/feed-<from>-<to>.parquet`, and a list of all of it as `cases.json`.
 */
const COLUMNS: Column[] = [
  { name: 'key', type: 'VARCHAR', nullable: false },
  { name: 'small', type: 'INTEGER', nullable: true },
  { name: 'big', type: 'BIGINT', nullable: true },
  { name: 'flag', type: 'BOOLEAN', nullable: true },
  { name: 'born', type: 'DATE', nullable: true },
  { name: 'amount', type: 'DECIMAL(18,4)', nullable: true },
  { name: 'seen', type: 'TIMESTAMPTZ', nullable: true },
  { name: '姓名', type: 'VARCHAR', nullable: true },
  { name: 'provisional', type: 'VARCHAR[]', nullable: true },
  { name: 'violations', type: 'STRUCT("rule" VARCHAR, "severity" VARCHAR)[]', nullable: true },
  {
    name: 'origin',
    type: 'STRUCT(household STRUCT("extract" INTEGER, "line" BIGINT, observed TIMESTAMPTZ), social STRUCT("extract" INTEGER, "line" BIGINT, observed TIMESTAMPTZ))',
    nullable: true,
  },
]
const BUCKETS = 4

/** Rows `from` … `to - 1`; every fifth is all null besides its key. `revision` changes the amounts. */
function rows(from: number, to: number, revision = 0): Relation {
  const place = sql`{'extract': i::INTEGER, 'line': i * 7, 'observed': TIMESTAMPTZ '2024-05-06 07:08:09.123456+08' + to_seconds(i)}`
  const whole = sql`SELECT 'k' || lpad(i::VARCHAR, 5, '0') AS key, CAST(i - 50 AS INTEGER) AS small,
    i * 1000000007 * 1000003 AS big, i % 2 = 0 AS flag, DATE '1949-10-01' + i::INTEGER AS born,
    CAST(i * 1.0001 + ${revision} AS DECIMAL(18,4)) AS amount,
    TIMESTAMPTZ '2024-05-06 07:08:09.123456+08' + to_days(i::INTEGER) AS seen,
    '那日苏·' || i AS "姓名", CASE WHEN i % 3 = 0 THEN [] ELSE ['name', NULL, 'x' || i] END AS provisional,
    [{'rule': 'r' || i, 'severity': 'warn'}] AS violations,
    {'household': ${place}, 'social': CASE WHEN i % 2 = 0 THEN ${place} END} AS origin, i
    FROM range(${from}::BIGINT, ${to}::BIGINT) t(i)`
  const columns = COLUMNS.slice(1).map(
    (column) => sql`CASE WHEN i % 5 > 0 THEN ${sql.id(column.name)} END AS ${sql.id(column.name)}`,
  )
  return sql`SELECT key, ${sql.join(columns)} FROM (${whole})`
}

const bucketed = (relation: Relation) =>
  sql`SELECT *, ${bucketOf(sql.id('key'), BUCKETS)} AS bucket FROM (${relation})`

/** Replaces the buckets by the given rows, with the change rows between the two. */
async function rewrite(engine: Engine, table: LakeTable, before: Snapshot, next: Relation, version: number) {
  const old = table.select(before)
  const fresh = sql`(${bucketed(next)})`
  const changed = sql`SELECT n.*, 'update_postimage' AS _change_type FROM ${fresh} n JOIN ${old} o USING (key) WHERE n.amount IS DISTINCT FROM o.amount
    UNION ALL SELECT o.*, 'update_preimage' FROM ${old} o JOIN ${fresh} n USING (key) WHERE n.amount IS DISTINCT FROM o.amount
    UNION ALL SELECT o.*, 'delete' FROM ${old} o ANTI JOIN ${fresh} n USING (key)
    UNION ALL SELECT n.*, 'insert' FROM ${fresh} n ANTI JOIN ${old} o USING (key)`
  const name = `release-${version}`
  const add = await table.stage(engine, bucketed(next), { name, partitionBy: 'bucket', orderBy: sql`key` })
  const cdc = await table.stageChanges(engine, changed, { name, partitionBy: 'bucket' })
  await table.commit({
    add,
    cdc,
    remove: before.files,
    readVersion: before.version,
    txn: { app: 'build', version },
    operation: 'BUILD',
  })
}

async function append(engine: Engine, table: LakeTable, relation: Relation, version: number) {
  const { version: readVersion } = await table.snapshot()
  const add = await table.stage(engine, relation, { name: `extract-${version}` })
  await table.commit({ add, readVersion, txn: { app: 'ingest', version }, operation: 'APPEND' })
}

async function publishPartitioned(engine: Engine, table: LakeTable) {
  const columns = [...COLUMNS, { name: 'bucket', type: 'INTEGER', nullable: false }]
  await table.create(columns, { partitionBy: ['bucket'], changeFeed: true })
  await append(engine, table, bucketed(rows(0, 100)), 1)
  await append(engine, table, bucketed(rows(100, 150)), 2)
  await rewrite(
    engine,
    table,
    await table.snapshot(),
    sql`(${rows(0, 60)}) UNION ALL (${rows(60, 120, 1)}) UNION ALL (${rows(150, 160)})`,
    3,
  )
  const before = await table.snapshot()
  const gone = before.files.filter((file) => file.bucket === 2)
  await table.commit({
    add: [],
    remove: gone,
    readVersion: before.version,
    txn: { app: 'drop', version: 1 },
    operation: 'DELETE',
  })
}

async function publishPlain(engine: Engine, table: LakeTable) {
  await table.create(COLUMNS)
  for (let seq = 1; seq <= 12; seq++) await append(engine, table, rows(seq * 10, seq * 10 + 10), seq)
  const before = await table.snapshot()
  const add = await table.stage(engine, rows(0, 25), { name: 'full-13' })
  const txn = { app: 'ingest', version: 13 }
  await table.commit({ add, remove: before.files, readVersion: before.version, txn, operation: 'REPLACE' })
}

const SHAPE: Column = { name: 'shape', type: 'BLOB', nullable: true }
const ADDED: Column[] = [
  { name: 'note', type: 'VARCHAR', nullable: true },
  { name: 'tags', type: 'STRUCT("rule" VARCHAR)[]', nullable: true },
]

const shaped = (from: number, to: number, revision = 0) =>
  sql`SELECT *, CASE WHEN small % 2 = 0 THEN encode('点' || key) END AS shape FROM (${bucketed(rows(from, to, revision))})`

/** Ends the rows that meet `where` and adds others; `told` with change rows. */
async function update(
  engine: Engine,
  table: LakeTable,
  version: number,
  where: Expression,
  fresh: Expression,
  told = false,
) {
  const before = await table.snapshot()
  const name = `update-${version}`
  const staging = { name, ...(before.partitionBy.length > 0 ? { partitionBy: 'bucket' as const } : {}) }
  const old = sql`${table.select(before, { positions: true })} WHERE ${where}`
  const changed = sql`SELECT *, 'update_postimage' AS _change_type FROM (${fresh})
    UNION ALL BY NAME SELECT * EXCLUDE (_file, _row), 'update_preimage' AS _change_type FROM ${old}`
  await table.commit({
    add: await table.stage(engine, fresh, staging),
    deletes: await table.stageDeletes(engine, before, sql`SELECT _file, _row FROM ${old}`, staging),
    ...(told ? { cdc: await table.stageChanges(engine, changed, staging) } : {}),
    readVersion: before.version,
    txn: { app: 'update', version },
    operation: 'UPDATE',
  })
}

/** Deletion vectors, a binary column, columns added later; past a checkpoint. */
async function publishUpdated(engine: Engine, table: LakeTable) {
  const columns = [...COLUMNS, SHAPE, { name: 'bucket', type: 'INTEGER', nullable: false }]
  const options = { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true, evolve: 'add' as const }
  const none = sql`SELECT * FROM (${shaped(0, 1)}) WHERE false`
  await table.create(columns, options)
  await append(engine, table, shaped(0, 100), 1)
  await update(engine, table, 2, sql`key BETWEEN 'k00010' AND 'k00030'`, shaped(10, 31, 1), true)
  await update(engine, table, 3, sql`key LIKE '%5'`, none)
  await update(engine, table, 4, sql`bucket = 2 OR key LIKE '%7'`, none)
  await table.create([...columns, ...ADDED], options)
  const wide = (relation: Relation) => sql`SELECT *, '新' AS note, [{'rule': key}] AS tags FROM (${relation})`
  await update(engine, table, 6, sql`key LIKE '%6'`, wide(shaped(200, 230)))
  await update(engine, table, 7, sql`key LIKE '%1'`, wide(shaped(230, 240)), true)
  for (let version = 8; version <= 13; version++) {
    await update(engine, table, version, sql`key LIKE ${`%${version}`}`, wide(none))
  }
}

/** One large file, with array and bitmap containers, and containers that are wholly deleted. */
async function publishLarge(engine: Engine, table: LakeTable) {
  await table.create([{ name: 'id', type: 'BIGINT', nullable: false }], { deletionVectors: true })
  await append(engine, table, sql`SELECT i AS id FROM range(400000) t(i)`, 1)
  const none = sql`SELECT 0::BIGINT AS id WHERE false`
  await update(engine, table, 2, sql`id % 1000 = 7`, none)
  await update(engine, table, 3, sql`id % 3 = 1 AND id > 100000`, none)
  await update(
    engine,
    table,
    4,
    sql`id BETWEEN 130000 AND 270000`,
    sql`SELECT -1 - i AS id FROM range(10) t(i)`,
  )
}

/** A table that gets another definition. */
async function publishReplaced(engine: Engine, table: LakeTable) {
  await table.create([{ name: 'id', type: 'BIGINT', nullable: false }])
  await append(engine, table, sql`SELECT i AS id FROM range(10) t(i)`, 1)
  const columns = [{ name: 'id', type: 'VARCHAR', nullable: false }, SHAPE]
  await table.create(columns, { deletionVectors: true, evolve: 'replace' })
  await append(engine, table, sql`SELECT 'k' || i AS id, 'x'::BLOB AS shape FROM range(10) t(i)`, 2)
  await update(engine, table, 4, sql`id = 'k3'`, sql`SELECT '' AS id, NULL AS shape WHERE false`)
}

/**
 * The feeds to compare. Left out are versions without change rows that remove a whole file with a deletion
 * vector: deltalake 1.6.6 then gives the rows that were deleted before, not those that the version deletes.
 */
const FEEDS: Record<string, [number, number][]> = {
  'base/person': [
    [0, 4],
    [3, 3],
  ],
  'base/updated': [
    [0, 3],
    [2, 2],
    [6, 12],
  ],
}

interface Case {
  table: string
  expected: string
  version?: number
  feed?: [number, number]
}

async function expectations(engine: Engine, root: string, table: LakeTable): Promise<Case[]> {
  const last = (await table.snapshot()).version
  const folder = join(root, 'expected', table.name)
  await mkdir(folder, { recursive: true })
  const cases: Case[] = []
  const write = async (name: string, relation: Relation, what: Partial<Case>) => {
    const expected = join(folder, `${name}.parquet`)
    await engine.exec(sql`COPY (SELECT * FROM ${relation}) TO ${sql.lit(expected)} (FORMAT parquet)`)
    cases.push({ table: table.name, expected, ...what })
  }
  for (let version = 0; version <= last; version++) {
    await write(`v${version}`, table.select(await table.snapshot({ version })), { version })
  }
  for (const [from, to] of FEEDS[table.name] ?? []) {
    await write(`feed-${from}-${to}`, await table.changes(from, to), { feed: [from, to] })
  }
  return cases
}

const TABLES = {
  'base/person': publishPartitioned,
  'raw/people': publishPlain,
  'base/updated': publishUpdated,
  'base/large': publishLarge,
  'base/replaced': publishReplaced,
}

async function main(root: string): Promise<void> {
  const engine = await openEngine({ tempDirectory: join(root, 'tmp') })
  const lake = await openLake({ root: join(root, 'lake'), engine, clock: systemClock })
  const cases: Case[] = []
  for (const [name, publish] of Object.entries(TABLES)) {
    const table = lake.table(name)
    await publish(engine, table)
    cases.push(...(await expectations(engine, root, table)))
  }
  await writeFile(join(root, 'cases.json'), JSON.stringify(cases))
  engine.close()
}

await main(process.argv[2] ?? '')
