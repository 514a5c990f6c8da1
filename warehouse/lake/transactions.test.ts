import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import {
  byStem,
  filesOf,
  filesOfApp,
  isCommitted,
  lastTransaction,
  stemOf,
  stemOfFile,
} from './transactions.ts'
import type { LakeTable } from './types.ts'

let fixture: Fixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('raw/people')
  await table.create(PEOPLE)
})
afterEach(() => fixture.close())

const rowsOf = (...ids: number[]) => people(ids.map((id) => ({ id, name: `n${id}` })))
const append = (version: number, ids: number[], app = 'ingest') =>
  table.appendOnce(fixture.engine, rowsOf(...ids), { app, version, operation: 'INGEST' })
const idsIn = async (relation: Promise<ReturnType<typeof sql>>) =>
  (
    await fixture.engine.rows<{ id: number }>(
      sql`SELECT id::INTEGER AS id FROM ${await relation} ORDER BY id`,
    )
  ).map(({ id }) => id)
const latest = async () => idsIn(table.snapshot().then((snapshot) => table.select(snapshot)))

describe('a transaction', () => {
  it('is committed once, under a stem of its own, and so is none that is behind it', async () => {
    expect(await append(3, [1, 2])).toBe(1)
    expect(await append(3, [5])).toBe(1)
    expect(await append(2, [6])).toBe(1)
    expect(await append(2, [7], 'other')).toBe(2)
    expect(await latest()).toEqual([1, 2, 7])
    const snapshot = await table.snapshot()
    expect(snapshot.files.map(stemOfFile)).toEqual(['ingest-000003', 'other-000002'])
    expect(await table.history()).toMatchObject([
      { version: 0 },
      { version: 1, operation: 'INGEST', txn: { app: 'ingest', version: 3 } },
      { version: 2, operation: 'INGEST', txn: { app: 'other', version: 2 } },
    ])
    expect(['ingest', 'other', 'none'].map((app) => lastTransaction(snapshot, app))).toEqual([3, 2, 0])
    expect([3, 4].map((version) => isCommitted(snapshot, { app: 'ingest', version }))).toEqual([true, false])
  })

  it('brings what its work stages from the version before it, or nothing', async () => {
    await append(1, [1])
    const once = { app: 'build', version: 1, operation: 'BUILD' }
    expect(await table.once(once, async () => undefined)).toBe(1)
    expect((await table.snapshot()).txns.has('build')).toBe(false)
    const version = await table.once(once, async (before) => ({
      add: await table.stage(fixture.engine, rowsOf(8, 9), { name: 'release-1' }),
      remove: before.files,
    }))
    expect([version, await latest()]).toEqual([2, [8, 9]])
    await table.once(once, () => Promise.reject(new Error('asked a second time')))
  })

  it('is refused where the version that it was made from has been overtaken', async () => {
    const before = await table.snapshot()
    await append(1, [1])
    const late = table.once(
      { app: 'build', version: 1, operation: 'BUILD' },
      async () => ({ add: await table.stage(fixture.engine, rowsOf(2), { name: 'b' }), remove: [] }),
      before,
    )
    await expect(late).rejects.toMatchObject({ code: 'lake.conflict' })
  })
})

describe('a replacement', () => {
  const replace = (...ids: number[]) =>
    table.replaceIfChanged(fixture.engine, rowsOf(...ids), { app: 'marks', operation: 'MARK' })

  it('is a version only where the rows or their order differ', async () => {
    expect(await replace()).toEqual({ version: 0, changed: false })
    expect(await replace(1, 2)).toEqual({ version: 1, changed: true })
    expect(await replace(1, 2)).toEqual({ version: 1, changed: false })
    expect(await replace(2, 1)).toEqual({ version: 2, changed: true })
    expect(await replace()).toEqual({ version: 3, changed: true })
    expect(await latest()).toEqual([])
    expect((await table.snapshot()).txns).toEqual(new Map([['marks', 3]]))
  })
})

describe('the rows of an extract', () => {
  it('are its own, not those of one whose number or application begins or ends like it', async () => {
    await append(100_000, [1])
    await append(1_000_000, [2])
    await append(1_000_001, [3])
    await append(100_000, [4], 'late-ingest')
    await append(100_000, [5], 'ingest-late')
    expect(await idsIn(table.ofExtract([100_000]))).toEqual([1])
    expect(await idsIn(table.ofExtract([1_000_000, 100_000, 7]))).toEqual([1, 2])
    expect(await idsIn(table.ofExtract([100_000], 'late-ingest'))).toEqual([4])
    expect(await idsIn(table.ofExtract([17]))).toEqual([])
    const snapshot = await table.snapshot()
    expect(filesOf(snapshot, [{ app: 'ingest', version: 100_000 }])).toHaveLength(1)
    expect(filesOfApp(snapshot, 'ingest').map(stemOfFile)).toEqual([
      'ingest-100000',
      'ingest-1000000',
      'ingest-1000001',
    ])
  })

  it('are found in the parts of a partitioned table', async () => {
    const parts = fixture.lake.table('std/people')
    await parts.create(PEOPLE, { partitionBy: ['bucket'] })
    for (const version of [1, 10])
      await parts.once({ app: 'ingest', version, operation: 'APPEND' }, async () => ({
        add: await parts.stage(fixture.engine, rowsOf(version, version + 1), {
          name: stemOf({ app: 'ingest', version }),
          partitionBy: 'bucket',
        }),
      }))
    expect(await idsIn(parts.ofExtract([1]))).toEqual([1, 2])
    const { files } = await parts.snapshot()
    expect([...byStem(files)].map(([stem, some]) => [stem, some.length]).sort()).toEqual([
      ['ingest-000001', 2],
      ['ingest-000010', 2],
    ])
  })
})
