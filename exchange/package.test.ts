import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../core/hash.ts'
import {
  type Bench,
  DAY,
  fullPackage,
  openBench,
  person,
  personRequest,
  RELEASED,
  testCatalogue,
} from '../test/support/exchange.ts'
import { entitle } from './entitle.ts'
import { manifestSchema } from './manifest.ts'
import { buildPackage } from './package.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const people = [
  person(),
  person({
    citizen_id: '150103190001010015',
    household_division: '150103',
    name: null,
    phone: '',
    contribution_base: null,
    household_address: "'-1",
    disputed: '[household_address,phone,sex]',
  }),
  person({ citizen_id: '150202190001010010', household_division: '150202' }),
  person({ citizen_id: '150104190001010012', household_division: null }),
  person({ citizen_id: '150102190001010026', record_status: 'unconfirmed' }),
]

async function manifestOf(path: string) {
  return manifestSchema.parse(JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')))
}

describe('a package', () => {
  test('holds the entitled rows and columns, masked, with its dictionary', async () => {
    const built = await fullPackage(bench, people, { outDir: bench.path('a') })
    expect(built).toMatchObject({
      packageId: 'hohhot_person-000001-full',
      rows: 2,
      existing: false,
      release: 1,
    })
    expect((await readdir(built.path)).sort()).toEqual([
      'data.csv',
      'data.parquet',
      'dictionary.csv',
      'manifest.json',
    ])
    expect(await readdir(bench.path('a'))).toEqual([built.packageId])
    const rows = await bench.engine.rows<Record<string, unknown>>(
      sql`SELECT * REPLACE (CAST(contribution_base AS VARCHAR) AS contribution_base) FROM read_parquet([${join(built.path, 'data.parquet')}]) ORDER BY household_division`,
    )
    expect(rows[0]).toEqual({
      citizen_id: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: '巴*****',
      birth_date: 1900,
      household_division: '150102',
      household_address: '=新城区"一号",\n二楼',
      contribution_base: '12345678901234.5678',
      phone: '138****8000',
      _disputed: null,
    })
    expect(rows[1]).toMatchObject({ name: null, phone: '', contribution_base: null })
    expect(rows[1]).toMatchObject({ _disputed: 'household_address,phone' })
    const manifest = await manifestOf(built.path)
    expect(manifest.columns[0]).toMatchObject({
      element: 'person.citizen_id',
      mask: 'hash',
      standard: 'GB 11643-1999',
    })
    expect(manifest.columns.find((column) => column.name === 'household_address')?.clearLegalBasis).toBe(
      '测试依据',
    )
    const dictionary = await readFile(join(built.path, 'dictionary.csv'), 'utf8')
    expect(dictionary).toContain('公民身份号码')
    expect(dictionary).toMatch(/\n_disputed,有疑义.*,Columns in dispute/)
    expect(manifest.disputed?.label.en).toContain('in dispute')
    expect(sha256(await readFile(join(built.path, 'manifest.json')))).toBe(built.sha256)
  })

  test('CSV has a byte order mark, NULL apart from empty text, and no cell that is a formula', async () => {
    const built = await fullPackage(bench, people, { outDir: bench.path('b') })
    const text = await readFile(join(built.path, 'data.csv'), 'utf8')
    expect(text.startsWith('\ufeffcitizen_id,')).toBe(true)
    expect(text).toContain(`"'=新城区""一号"",\n二楼"`)
    expect(text).toContain("''-1")
    expect(text).toMatch(/,,"","household_address,phone"\n/)
  })

  test('the same order gives the same bytes, over several row groups', async () => {
    const order = (outDir: string) => ({
      entitlement: entitle(testCatalogue, personRequest(), DAY),
      rows: sql`(SELECT CAST(i * 7919 % 1000003 AS VARCHAR) AS citizen_id, 'n' || i % 977 AS name, DATE '1950-01-01' + CAST(i % 20000 AS INTEGER) AS birth_date,
        '150102' AS household_division, 'a' || i AS household_address, CAST(13000000000 + i AS VARCHAR) AS phone,
        CAST(i % 100 AS DECIMAL(18, 4)) AS contribution_base, 'confirmed' AS record_status,
        CASE WHEN i % 10 = 0 THEN ['name', 'sex'] END AS disputed FROM range(70000) r(i))`,
      release: { foundation: 'person', number: 3, createdAt: RELEASED },
      kind: 'full' as const,
      sequence: 9,
      keys: bench.keys,
      outDir,
    })
    const one = await buildPackage(bench.engine, order(bench.path('c1')))
    const two = await buildPackage(bench.engine, order(bench.path('c2')))
    expect(two.sha256).toBe(one.sha256)
    expect(one.rows).toBe(70_000)
  })

  test('a released sequence is never replaced: the folder is verified and returned', async () => {
    const first = await fullPackage(bench, people, { outDir: bench.path('d'), release: 4 })
    const again = await fullPackage(bench, [], { outDir: bench.path('d'), release: 5 })
    expect(again).toEqual({ ...first, existing: true })
  })

  test('a broken folder in the way is an error, and stays', async () => {
    await mkdir(bench.path('e', 'hohhot_person-000001-full'), { recursive: true })
    await writeFile(bench.path('e', 'hohhot_person-000001-full', 'manifest.json'), '{}')
    await expect(fullPackage(bench, people, { outDir: bench.path('e') })).rejects.toMatchObject({
      code: 'exchange.unsigned',
    })
  })

  test('an empty scope gives an empty package, CSV only where asked', async () => {
    const built = await fullPackage(bench, [], { outDir: bench.path('f'), request: { format: ['csv'] } })
    expect(built.rows).toBe(0)
    expect((await readdir(built.path)).sort()).toEqual(['data.csv', 'dictionary.csv', 'manifest.json'])
    expect((await fullPackage(bench, [], { outDir: bench.path('f2') })).rows).toBe(0)
  })

  test('what did not pass the door is not packed', async () => {
    const entitlement = { ...entitle(testCatalogue, personRequest(), DAY) }
    const order = {
      entitlement,
      rows: sql`(SELECT 1)`,
      release: { foundation: 'person', number: 1, createdAt: RELEASED },
      kind: 'full' as const,
      sequence: 1,
      keys: bench.keys,
      outDir: bench.path('g'),
    }
    await expect(buildPackage(bench.engine, order)).rejects.toMatchObject({ code: 'exchange.not_entitled' })
    const full = entitle(testCatalogue, personRequest({ delivery: 'full' }), DAY)
    const incremental = { ...order, entitlement: full, kind: 'incremental' as const }
    await expect(buildPackage(bench.engine, incremental)).rejects.toMatchObject({
      code: 'exchange.full_only',
    })
  })

  test('hashes differ between cities', () => {
    expect(bench.keys.hashKeyFor('150100')).not.toEqual(bench.keys.hashKeyFor('150200'))
  })
})
