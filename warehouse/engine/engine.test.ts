import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ShuyuanError } from '../../core/errors.ts'
import { bucketOf } from './bucket.ts'
import { type Engine, openEngine } from './engine.ts'
import { translate } from './errors.ts'

let folder: string
let engine: Engine

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shuyuan-engine-'))
  engine = await openEngine({ tempDirectory: join(folder, 'tmp'), memoryLimit: '300MB', threads: 2 })
})

afterEach(() => {
  engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const failure = (promise: Promise<unknown>): Promise<ShuyuanError> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => error as ShuyuanError,
  )

describe('values', () => {
  it('are bound with the type that SQL gives the literal', async () => {
    const when = new Date('2024-05-06T07:08:09.123Z')
    const values = [
      1,
      2 ** 40,
      5n,
      1.5,
      'a',
      true,
      null,
      when,
      ['a', null],
      [1, 2 ** 40],
      new Uint8Array([1]),
    ]
    const columns = values.map((value, index) => sql`typeof(${value}) AS ${sql.id(`c${index}`)}`)
    const [row] = await engine.rows<Record<string, string>>(sql`SELECT ${sql.join(columns)}`)
    expect(Object.values(row ?? {})).toEqual([
      'INTEGER',
      'BIGINT',
      'BIGINT',
      'DOUBLE',
      'VARCHAR',
      'BOOLEAN',
      '"NULL"',
      'TIMESTAMP WITH TIME ZONE',
      'VARCHAR[]',
      'BIGINT[]',
      'BLOB',
    ])
    expect(await engine.rows(sql`SELECT ${when} AS t, ${['x', null]} AS l, ${[]} AS e`)).toEqual([
      { t: when, l: ['x', null], e: [] },
    ])
    await expect(engine.rows(sql`SELECT ${undefined}`)).rejects.toThrow(TypeError)
    await expect(engine.rows(sql`SELECT ${2n ** 63n}`)).rejects.toThrow(TypeError)
  })

  it('never run as SQL', async () => {
    const hostile = `'; DROP TABLE t; --"`
    const [row] = await engine.rows(
      sql`SELECT ${hostile} AS a, ${sql.lit(hostile)} AS b, 1 AS ${sql.id(hostile)}`,
    )
    expect(row).toEqual({ a: hostile, b: hostile, [hostile]: 1 })
  })

  it('stream in chunks, and stop early when the reader does', async () => {
    let rows = 0
    for await (const chunk of engine.stream<{ i: bigint }>(sql`SELECT i FROM range(${10_000}) t(i)`))
      rows += chunk.length
    expect(rows).toBe(10_000)
    for await (const chunk of engine.stream(sql`SELECT i FROM range(1000000000) t(i)`)) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    expect(await engine.rows(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
  })
})

describe('buckets', () => {
  it('are the same everywhere, in range and evenly filled', async () => {
    const bucket = bucketOf(sql.ref('key'), 64)
    const keys = ['150102190001010018', '91150100MATEAT0143', '', '那日苏']
    const outside = keys.map((key) => Number(createHash('md5').update(key).digest().readBigUInt64LE(8) % 64n))
    const rows = await engine.rows<{ bucket: number }>(
      sql`SELECT ${bucket} AS bucket, typeof(${bucket}) AS type FROM unnest(${keys}) t(key)`,
    )
    expect(rows).toEqual(outside.map((expected) => ({ bucket: expected, type: 'INTEGER' })))
    const spread = sql`SELECT ${bucket} AS bucket, count(*) AS n FROM (SELECT 'k' || i AS key FROM range(64000) t(i)) GROUP BY 1`
    const [row] = await engine.rows(
      sql`SELECT count(*) AS buckets, min(bucket) AS low, max(bucket) AS high, min(n) > 850 AS even FROM (${spread})`,
    )
    expect(row).toEqual({ buckets: 64n, low: 0, high: 63, even: true })
    expect(() => bucketOf(sql.ref('key'), 0)).toThrow(RangeError)
  })
})

describe('failures', () => {
  it('of memory say the limit and what to do', async () => {
    const error = await failure(
      engine.rows(sql`SELECT list(repeat('x', 100) || i) AS l FROM range(20000000) t(i)`),
    )
    expect(error).toMatchObject({ code: 'engine.out_of_memory', fields: { limit: '300MB' } })
  })

  it('of the disk are told apart', () => {
    const limits = { memoryLimit: '1GB', tempDirectory: '/tmp' }
    const full = translate(
      new Error('IO Error: Could not write file "x.parquet": No space left on device'),
      limits,
    )
    expect(full).toMatchObject({ code: 'engine.disk_full' })
    const spill = translate(
      new Error('Out of Memory Error: failed to offload data block (max_temp_directory_size)'),
      limits,
    )
    expect(spill).toMatchObject({ code: 'engine.disk_full' })
  })

  it('never repeat values of the data', async () => {
    await engine.exec(sql`CREATE TEMP TABLE t AS SELECT '150102190001010018 张三' AS v`)
    const queries = [
      sql`SELECT CAST(v AS DATE) FROM t`,
      sql`SELECT CAST(v AS INTEGER) FROM t`,
      sql`SELECT strptime(v, '%Y-%m-%d') FROM t`,
      sql`SELECT error(v) FROM t`,
    ]
    for (const query of queries) {
      const error = await failure(engine.rows(query))
      expect(error).toBeInstanceOf(ShuyuanError)
      expect(error.cause).toBeUndefined()
      for (const text of [error.message, error.in('zh-CN'), JSON.stringify(error.fields)])
        expect(text).not.toMatch(/张三|1501/)
    }
  })

  it('of the statement name the mistake, and a missing file its path', async () => {
    expect(await failure(engine.exec(sql`SELEC 1`))).toMatchObject({ code: 'engine.statement_invalid' })
    expect(await failure(engine.exec(sql`SELECT nothing FROM (SELECT 1 AS one)`))).toMatchObject({
      code: 'engine.statement_invalid',
      fields: { kind: 'Binder Error' },
    })
    expect(await failure(engine.rows(sql`SELECT * FROM read_parquet('/nowhere/x.parquet')`))).toMatchObject({
      code: 'engine.file_missing',
      fields: { detail: '/nowhere/x.parquet' },
    })
  })

  it('by interruption leave the session usable', async () => {
    const session = await engine.session()
    const failed = failure(
      session.rows(
        sql`SELECT count(*) FROM range(100000) a, range(1000000) b WHERE hash(a.range, b.range) = 1`,
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    session.interrupt()
    expect(await failed).toMatchObject({ code: 'engine.interrupted', kind: 'transient' })
    expect(await session.rows(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
    session.close()
  })
})

describe('spill folders', () => {
  it('are each engine’s own, and those of dead processes go', async () => {
    const parent = join(folder, 'tmp')
    const host = readdirSync(parent)[0]?.split('~')[1] ?? ''
    const dead = `spill~${host}~4194305~abcd`
    await mkdir(join(parent, dead))
    await mkdir(join(parent, 'spill~elsewhere~1~abcd'))
    const other = await openEngine({ tempDirectory: parent })
    const names = readdirSync(parent)
    expect(names).not.toContain(dead)
    expect(names).toContain('spill~elsewhere~1~abcd')
    expect(names.filter((name) => name.includes(`~${process.pid}~`))).toHaveLength(2)
    other.close()
    expect(readdirSync(parent)).toHaveLength(2)
    expect(existsSync(parent)).toBe(true)
  })
})
