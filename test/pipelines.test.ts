import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { citizenId } from '../demo/check_digits.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'
import { redisMissing, startTestRedis, type TestRedis } from './support/redis.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const person = (number: number) =>
  citizenId(`15010219${String(50 + (number % 50))}0101${String(number * 2 + 1).padStart(3, '0')}`)
const line = (number: number, name: string, at = '2026-09-01 10:00:00') => {
  const id = person(number)
  return `${id},${name},1,${id.slice(6, 10)}-01-01,150102,${at},01,70,某街${number}号,H${number}`
}

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
})
afterEach(() => platform.close())

function send(name: string, lines: string[] | string, department = 'public_security'): string {
  const folder = platform.paths.drop(department)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, typeof lines === 'string' ? lines : `${[HEADER, ...lines].join('\n')}\n`)
  return path
}

/** The published names by key. */
async function names(): Promise<Record<string, string>> {
  const release = await latestRelease(platform.ledger.db, 'person')
  const table = platform.lake.table('base/person')
  const rows = await platform.engine.rows<{ citizen_id: string; name: string }>(
    sql`select citizen_id, name from ${table.select(await table.snapshot({ version: release?.tables['base/person'] }))} order by 1`,
  )
  return Object.fromEntries(rows.map((row) => [row.citizen_id, row.name]))
}

const ingest = () => platform.run('ingest.household_registration', 'report')
const statuses = async () =>
  (await listExtracts(platform.ledger.db, 'household_registration')).map((extract) => extract.status)

/** A run of the person foundation with the other departments' folders empty. */
async function build(): Promise<string> {
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  const run = await platform.run('person')
  return (await stagesOf(platform.ledger.db, run)).map((stage) => `${stage.id} ${stage.status}`).join('\n')
}

describe('a full dump', () => {
  it('removes who is no longer in it, but nobody whose row is only bad', async () => {
    const others = Array.from({ length: 20 }, (_, at) => line(20 + at, '某'))
    const first = [line(1, '甲'), line(2, '乙'), line(3, '丙'), line(4, '丁'), line(5, '戊')]
    send('household_registration_full_20260901.csv', [...first, ...others])
    await build()
    const broken = `${person(2)},乙,1,1900-13-40,150102,2026-10-01 10:00:00,01,70,某街,H2`
    const torn = `${person(3)},"丙`
    const second = [line(1, '甲甲', '2026-10-01 10:00:00'), broken, torn, line(4, '丁')]
    send('household_registration_full_20261001.csv', [...second, ...others])
    expect(await build()).toContain('build.person succeeded')
    const published = await names()
    expect(Object.keys(published)).toHaveLength(24)
    const expected = { [person(1)]: '甲甲', [person(2)]: '乙', [person(3)]: '丙', [person(4)]: '丁' }
    expect(published).toMatchObject(expected)
    expect(published).not.toHaveProperty(person(5))
  })

  it('is blocked when it lost most of its rows; the last release stands', async () => {
    send(
      'household_registration_full_20260901.csv',
      Array.from({ length: 20 }, (_, at) => line(at, '甲')),
    )
    await build()
    const before = await names()
    send('household_registration_full_20261001.csv', [line(1, '乙')])
    expect(await build()).toContain('build.person skipped')
    expect(await statuses()).toEqual(['ingested', 'blocked'])
    expect(await names()).toEqual(before)
  })

  it('does not undo a change that is later than it', async () => {
    send('household_registration_full_20260901.csv', [line(1, '甲'), line(2, '乙')])
    send(
      'household_registration_delta_20260920.csv',
      `_op,${HEADER}\nU,${line(1, '新', '2026-09-20 10:00:00')}\n`,
    )
    await build()
    send('household_registration_full_20260910.csv', [line(1, '甲'), line(2, '乙')])
    await build()
    expect((await names())[person(1)]).toBe('新')
  })
})

describe('files', () => {
  it('are taken once, whatever their name', async () => {
    send('household_registration_full_20260901.csv', [line(1, '甲')])
    send('household_registration_full_20260901_again.csv', [line(1, '甲')])
    await ingest()
    await ingest()
    expect(await statuses()).toEqual(['ingested'])
  })

  it('that cannot be read fail alone, and say so', async () => {
    send('household_registration_full_20260901.csv', [line(1, '甲')])
    send('household_registration_full_20260902.csv', 'PK\u0003\u0004 no csv at all')
    send('household_registration_full_20260903.parquet', 'PAR1 no parquet at all')
    const run = await ingest()
    expect(await statuses()).toEqual(['ingested', 'failed', 'failed'])
    const [stage] = await stagesOf(platform.ledger.db, run)
    const grave = stage?.problems.filter((problem) => problem.fields.severity === 'error') ?? []
    expect(grave.map((problem) => problem.fields.file)).toEqual([
      'household_registration_full_20260902.csv',
      'household_registration_full_20260903.parquet',
    ])
  })

  it('may be Parquet', async () => {
    const path = join(platform.paths.drop('public_security'), 'household_registration_full_20260901.parquet')
    mkdirSync(platform.paths.drop('public_security'), { recursive: true })
    await platform.engine.exec(sql`copy (select ${sql.lit(person(1))} as citizen_id, '甲' as name, 1 as sex,
      make_date(${sql.lit(Number(person(1).slice(6, 10)))}, 1, 1) as birth_date, '150102' as division, timestamp '2026-09-01 10:00:00' as updated_at,
      null::varchar as ethnic_group, null::varchar as education, '' as address, null::varchar as household_no)
      to ${sql.lit(path)} (format parquet)`)
    await build()
    expect(await names()).toEqual({ [person(1)]: '甲' })
  })
})

describe('a build', () => {
  it('touches only the buckets that changed', async () => {
    send(
      'household_registration_full_20260901.csv',
      Array.from({ length: 40 }, (_, at) => line(at, '甲')),
    )
    await build()
    const table = platform.lake.table('base/person')
    const before = (await table.snapshot()).files.map((file) => file.path)
    send(
      'household_registration_delta_20260920.csv',
      `_op,${HEADER}\nU,${line(1, '新', '2026-09-20 10:00:00')}\nD,${line(2, '甲', '2026-09-20 10:00:00')}\n`,
    )
    await build()
    const after = (await table.snapshot()).files.map((file) => file.path)
    expect(after.filter((path) => !before.includes(path)).length).toBeLessThanOrEqual(2)
    const release = await latestRelease(platform.ledger.db, 'person')
    const changes = await platform.engine.rows<{ type: string }>(
      sql`select _change_type as type from (${await table.changes(2, release?.tables['base/person'] ?? 0)}) order by 1`,
    )
    expect(changes.map((change) => change.type)).toEqual(['delete', 'update_postimage', 'update_preimage'])
    expect(Object.keys(await names())).toHaveLength(39)
  })

  it('does nothing when nothing changed', async () => {
    send('household_registration_full_20260901.csv', [line(1, '甲')])
    await build()
    expect(await build()).toContain('build.person skipped')
    expect((await latestRelease(platform.ledger.db, 'person'))?.number).toBe(1)
  })
})

describe.skipIf(redisMissing())('on Redis', () => {
  let redis: TestRedis
  beforeAll(async () => {
    redis = await startTestRedis()
  })
  afterAll(() => redis.stop())

  it('runs the same stages', async () => {
    await platform.close()
    platform = await startTestPlatform({ redisUrl: redis.url })
    send('household_registration_full_20260901.csv', [line(1, '甲')])
    expect(await build()).toContain('build.person succeeded')
    expect(await names()).toEqual({ [person(1)]: '甲' })
  })
})
