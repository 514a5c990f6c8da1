import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { column } from '../engine/column.ts'
import { contentVersion, lastCompaction } from './compact.ts'
import { type Fault, faultStore, InjectedFault } from './fault_store.testing.ts'
import { type Fixture, openFixture } from './lake.testing.ts'
import { fileStore } from './store.ts'
import { filesOf, stemOfFile } from './transactions.ts'
import type { Lake, LakeTable } from './types.ts'

const COLUMNS = [column('_extract', 'INTEGER'), column('_line', 'BIGINT'), column('name', 'VARCHAR')]
const NAME = 'raw/people'

let fixture: Fixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table(NAME)
  await table.create(COLUMNS)
})
afterEach(() => fixture.close())

/** Rows of an extract, the lines backwards: their order in the file is not that of any column. */
const extract = (seq: number, rows: number) =>
  sql`SELECT ${sql.lit(seq)}::INTEGER AS _extract, ${sql.lit(rows)} - i AS _line, 'n' || i AS name FROM range(${sql.lit(rows)}) t(i)`

const append = (seq: number, rows = 3, app = 'ingest', of = seq) =>
  table.appendOnce(fixture.engine, extract(of, rows), { app, version: seq, operation: 'INGEST' })

const linesOf = async (relation: ReturnType<LakeTable['select']>) =>
  (
    await fixture.engine.rows<{ line: string }>(
      sql`SELECT _extract || ':' || _line || ':' || name AS line FROM ${relation}`,
    )
  ).map(({ line }) => line)

/** What a reader who opens the lake anew finds, in an order of its own. */
async function content(lake: Lake, name = NAME): Promise<string[]> {
  const opened = lake.table(name)
  return (await linesOf(opened.select(await opened.snapshot()))).sort()
}

const stems = async () => (await table.snapshot()).files.map(stemOfFile)
const log = async (version: number) =>
  (await readFile(join(fixture.root, NAME, `_delta_log/${String(version).padStart(20, '0')}.json`), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('compaction', () => {
  it('puts one file in the place of many small ones, with the same rows in the same order', async () => {
    for (let seq = 1; seq <= 9; seq++) await append(seq)
    const [before, all] = [await linesOf(await table.ofExtract([4, 7])), await content(fixture.lake)]
    expect(await table.compact(fixture.engine)).toEqual({ version: 10, merged: 9, into: 1 })
    expect(await stems()).toEqual(['ingest-000001.000009'])
    expect(await content(await fixture.reopen())).toEqual(all)
    expect(await linesOf(await table.ofExtract([4, 7]))).toEqual(before)
    expect(await linesOf(await table.ofExtract([10]))).toEqual([])
    expect(await content(fixture.lake)).toHaveLength(27)
  })

  it('changes nothing for readers of changes and of earlier versions, and says so in the log', async () => {
    for (let seq = 1; seq <= 8; seq++) await append(seq)
    await table.compact(fixture.engine)
    const actions = await log(9)
    expect(actions.filter(({ add }) => add)).toMatchObject([{ add: { dataChange: false } }])
    expect(actions.filter(({ remove }) => remove).map(({ remove }) => remove.dataChange)).toEqual(
      Array(8).fill(false),
    )
    expect(actions[0]).toMatchObject({ commitInfo: { operation: 'OPTIMIZE', isBlindAppend: false } })
    const then = await table.snapshot({ version: 5 })
    expect(await linesOf(table.select(then))).toHaveLength(15)
    expect(await table.verify()).toMatchObject({ files: 1, read: 1, faults: [] })
    await table.vacuum({ retainHours: 0, keepVersions: [] })
    expect(await content(fixture.lake)).toHaveLength(24)
  })

  it('leaves few files, and large ones, as they are, and has nothing to do twice', async () => {
    for (let seq = 1; seq <= 7; seq++) await append(seq)
    expect(await table.compact(fixture.engine)).toEqual({ version: 7, merged: 0, into: 0 })
    await append(8, 1000)
    expect(await table.compact(fixture.engine)).toMatchObject({ merged: 0 })
    await append(9)
    expect(await table.compact(fixture.engine)).toEqual({ version: 10, merged: 8, into: 1 })
    expect(await stems()).toEqual(['ingest-000001.000009', 'ingest-000008'])
    expect(await table.compact(fixture.engine)).toEqual({ version: 10, merged: 0, into: 0 })
    expect(await linesOf(await table.ofExtract([8]))).toHaveLength(1000)
    expect(await linesOf(await table.ofExtract([8, 9]))).toHaveLength(1003)
  })

  it('writes a row again a few times only, and keeps the files few', async () => {
    let written = 0
    for (let seq = 1; seq <= 128; seq++) {
      await append(seq, 2)
      if (seq % 4 > 0) continue
      const { merged } = await table.compact(fixture.engine)
      const { files } = await table.snapshot()
      if (merged > 0) written += Math.max(...files.map(({ rows }) => rows))
      expect(files.length).toBeLessThanOrEqual(8 + Math.log2(seq))
    }
    expect(written).toBeLessThanOrEqual(256 * Math.log2(128))
    expect(await content(await fixture.reopen())).toHaveLength(256)
  })

  it('merges what belongs to one application and partition', async () => {
    for (let seq = 1; seq <= 8; seq++) {
      await append(seq)
      await append(seq, 2, 'births')
    }
    expect(await table.compact(fixture.engine)).toMatchObject({ merged: 16, into: 2 })
    expect(await stems()).toEqual(['births-000001.000008', 'ingest-000001.000008'])
    expect(await linesOf(await table.ofExtract([3], 'births'))).toHaveLength(2)
    const both = [
      { app: 'births', version: 3 },
      { app: 'ingest', version: 4 },
    ]
    const snapshot = await table.snapshot()
    expect(await linesOf(table.ofTransactions(snapshot, both))).toHaveLength(5)
    expect(filesOf(snapshot, both)).toHaveLength(2)
    const log = fixture.lake.table('std/people')
    const bucket = { name: 'bucket', type: 'INTEGER', nullable: true }
    await log.create([...COLUMNS, bucket], { partitionBy: ['bucket'], deletionVectors: true })
    for (let seq = 1; seq <= 8; seq++) {
      const rows = sql`SELECT *, (_line % 2)::INTEGER AS bucket FROM (${extract(seq, 4)})`
      const options = { name: `ingest-${String(seq).padStart(6, '0')}`, partitionBy: 'bucket' as const }
      const add = await log.stage(fixture.engine, rows, options)
      await log.commit({
        add,
        readVersion: seq - 1,
        txn: { app: 'ingest', version: seq },
        operation: 'APPEND',
      })
    }
    expect(await log.compact(fixture.engine)).toMatchObject({ merged: 16, into: 2 })
    const merged = await log.snapshot()
    expect(merged.files.map(({ bucket, rows }) => [bucket, rows])).toEqual([
      [0, 16],
      [1, 16],
    ])
    expect(await linesOf(log.select(merged, { buckets: [1] }))).toHaveLength(16)
    expect(await linesOf(await log.ofExtract([5]))).toHaveLength(4)
  })

  it('leaves files alone whose rows are of other transactions, or of which rows are deleted', async () => {
    const log = fixture.lake.table('std/people')
    await log.create(COLUMNS, { deletionVectors: true })
    for (let seq = 1; seq <= 9; seq++) {
      const rows = sql`${extract(seq, 3)}${seq === 4 ? sql` UNION ALL ${extract(2, 1)}` : sql``}`
      await log.appendOnce(fixture.engine, rows, { app: 'ingest', version: seq, operation: 'INGEST' })
    }
    const before = await log.snapshot()
    const gone = sql`SELECT _file, _row FROM ${log.select(before, { positions: true })} WHERE _extract = 6 AND _line = 1`
    const deletes = await log.stageDeletes(fixture.engine, before, gone, { name: 'late' })
    await log.commit({ add: [], deletes, readVersion: 9, txn: { app: 'late', version: 1 }, operation: 'D' })
    await log.appendOnce(fixture.engine, extract(10, 3), { app: 'ingest', version: 10, operation: 'I' })
    const all = await content(fixture.lake, 'std/people')
    expect(await log.compact(fixture.engine)).toMatchObject({ merged: 8, into: 1 })
    const after = await log.snapshot()
    expect(after.files.map(stemOfFile)).toEqual(['ingest-000001.000010', 'ingest-000004', 'ingest-000006'])
    expect(await content(fixture.lake, 'std/people')).toEqual(all)
    expect(await linesOf(await log.ofExtract([2]))).toHaveLength(3)
    expect(await linesOf(await log.ofExtract([4]))).toHaveLength(4)
    expect(await linesOf(await log.ofExtract([6]))).toHaveLength(2)
  })

  it('tells versions that have the same rows', async () => {
    expect(contentVersion(await table.snapshot())).toBe(0)
    for (let seq = 1; seq <= 8; seq++) await append(seq)
    expect(contentVersion(await table.snapshot())).toBe(8)
    await table.compact(fixture.engine)
    const compacted = await table.snapshot()
    expect([compacted.version, contentVersion(compacted), lastCompaction(compacted)]).toEqual([9, 8, 9])
    await append(9)
    const after = await (await fixture.reopen()).table(NAME).snapshot()
    expect([after.version, contentVersion(after), lastCompaction(after)]).toEqual([10, 10, 9])
  })

  it('lets appends through that come meanwhile, and gives way to who ends its files', async () => {
    for (let seq = 1; seq <= 8; seq++) await append(seq)
    const store = fileStore(fixture.root)
    const meanwhile = async (work: () => Promise<unknown>) => {
      let due = true
      const racing = {
        ...store,
        putIfAbsent: async (path: string, data: string) => {
          if (due && path.startsWith(NAME)) {
            due = false
            await work()
          }
          return store.putIfAbsent(path, data)
        },
      }
      return (await fixture.reopen(racing)).table(NAME).compact(fixture.engine)
    }
    expect(await meanwhile(() => append(9))).toEqual({ version: 10, merged: 8, into: 1 })
    expect(await content(fixture.lake)).toHaveLength(27)
    expect(contentVersion(await table.snapshot())).toBe(9)
    for (let seq = 10; seq <= 17; seq++) await append(seq)
    const replaced = () =>
      table.replaceIfChanged(fixture.engine, extract(99, 1), { app: 'other', operation: 'REPLACE' })
    expect(await meanwhile(replaced)).toMatchObject({ merged: 0 })
    expect(await content(fixture.lake)).toEqual(['99:1:n0'])
  })

  it('has columns that older files lack', async () => {
    for (let seq = 1; seq <= 4; seq++) await append(seq)
    await table.create([...COLUMNS, column('note', 'VARCHAR')], { evolve: 'add' })
    for (let seq = 5; seq <= 8; seq++) {
      const rows = sql`SELECT *, 'noted' AS note FROM (${extract(seq, 3)})`
      await table.appendOnce(fixture.engine, rows, { app: 'ingest', version: seq, operation: 'INGEST' })
    }
    await table.compact(fixture.engine)
    const rows = sql`SELECT _extract, any_value(note) AS note, count(*)::INTEGER AS n FROM ${await table.ofExtract([4, 5])}
      GROUP BY ALL ORDER BY ALL`
    expect(await fixture.engine.rows(rows)).toEqual([
      { _extract: 4, note: null, n: 3 },
      { _extract: 5, note: 'noted', n: 3 },
    ])
  })

  for (const fault of ['killed_before', 'killed_after', 'reply_lost'] satisfies Fault[]) {
    it(`killed at any change of the store leaves the same rows, and is made good (${fault})`, async () => {
      const rows: string[] = []
      for (let seq = 1; seq <= 9; seq++) await append(seq)
      rows.push(...(await content(fixture.lake)))
      for (let at = 1; ; at++) {
        const name = `raw/people_${at}`
        await cp(join(fixture.root, NAME), join(fixture.root, name), { recursive: true })
        const faulty = faultStore(fileStore(fixture.root), at, fault)
        const failed = await (await fixture.reopen(faulty))
          .table(name)
          .compact(fixture.engine)
          .then(
            () => false,
            (error: unknown) => {
              if (error instanceof InjectedFault) return true
              throw error
            },
          )
        expect(await content(await fixture.reopen(), name)).toEqual(rows)
        const reopened = await fixture.reopen()
        await reopened.table(name).compact(fixture.engine)
        const after = await reopened.table(name).snapshot()
        expect(after.files.map(stemOfFile)).toEqual(['ingest-000001.000009'])
        expect(after.version).toBe(10)
        expect(await content(reopened, name)).toEqual(rows)
        if (!failed && faulty.changes() < at) return
      }
    })
  }

  it('agrees with a plain list after any sequence of extracts, deletions and compactions', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ rows: fc.integer({ min: 0, max: 5 }) }) },
      { weight: 2, arbitrary: fc.record({ gone: fc.nat(12) }) },
      { weight: 3, arbitrary: fc.record({ fewest: fc.integer({ min: 2, max: 4 }) }) },
      { weight: 1, arbitrary: fc.constant('reopen' as const) },
    )
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
        runs += 1
        const name = `raw/run_${runs}`
        let lake = fixture.lake
        await lake.table(name).create(COLUMNS, { deletionVectors: true })
        const expected: string[] = []
        let seq = 0
        for (const it of steps) {
          const own = lake.table(name)
          if (it === 'reopen') lake = await fixture.reopen()
          else if ('rows' in it) {
            seq += 1
            const once = { app: 'ingest', version: seq, operation: 'I' }
            await own.appendOnce(fixture.engine, extract(seq, it.rows), once)
            expected.push(...Array.from({ length: it.rows }, (_, i) => `${seq}:${it.rows - i}:n${i}`))
          } else if ('gone' in it) {
            const before = await own.snapshot()
            const gone = sql`SELECT _file, _row FROM ${own.select(before, { positions: true })} WHERE _extract = ${it.gone} AND _line = 1`
            const deletes = await own.stageDeletes(fixture.engine, before, gone, { name: 'd' })
            const txn = { app: 'late', version: before.version + 1 }
            await own.commit({ add: [], deletes, readVersion: before.version, txn, operation: 'D' })
            const at = expected.findIndex((line) => line.startsWith(`${it.gone}:1:`))
            if (at >= 0) expected.splice(at, 1)
          } else await own.compact(fixture.engine, { fewest: it.fewest })
        }
        expect(await content(lake, name)).toEqual([...expected].sort())
        for (let each = 1; each <= seq; each++)
          expect(await linesOf(await lake.table(name).ofExtract([each]))).toEqual(
            expected.filter((line) => line.startsWith(`${each}:`)),
          )
      }),
      { numRuns: 15 },
    )
  })
})
