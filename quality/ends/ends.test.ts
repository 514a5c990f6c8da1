import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetOf } from '../../catalog/lookup.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { ingestStage } from '../../pipelines/stages/ingest/ingest.ts'
import { CAMPAIGN, campaign } from '../../test/support/campaign.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { liveRows } from '../../warehouse/resolve/log.ts'

/** Of dumps with broken lines. */
const RUNS = campaign({ short: 2, long: 10, variable: 'ENDS_RUNS' })

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.close())

const born = (n: number) => `19${60 + (n % 40)}0${1 + (n % 9)}1${n % 10}`
const person = (n: number) => citizenId(`150102${born(n)}${String(n).padStart(3, '0')}`)
const day = (text: string) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
const name = (n: number) =>
  `巴${'雅尔其木格王李张伟'[n % 10]}${'芳娜敏静丽强磊军勇杰'[Math.floor(n / 10) % 10]}`

/** Registers with a key that proves itself, one with others of its kind beside it, and one of plain text. */
const registers: Record<string, { header: string; key(n: number): string; row(n: number): string[] }> = {
  social_insurance: {
    header: '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间',
    key: person,
    row: (n) => [
      name(n),
      String(1 + ((n + 1) % 2)),
      day(born(n)),
      '',
      '2015-03-01',
      '5000',
      `138001380${String(n).padStart(2, '0')}`,
    ],
  },
  weather_stations: {
    header:
      '要素标识,图层代码,要素名称,要素类型,所在区划,几何,坐标参照系,区站号,海拔高度,建站日期,测绘日期,更新时间',
    key: (n) => `QX150000000${String(n).padStart(5, '0')}`,
    row: (n) => [
      'QX',
      `测站${n}`,
      'QX03',
      '150102',
      `POINT (111.6${n} 40.8${n})`,
      '4490',
      `53${400 + n}`,
      '1063',
      '1950-01-01',
      '2020-01-01',
    ],
  },
}

/** Damages by bytes, as exports, transfers and hands do them. */
const damages: ((cells: string[], place: number) => Buffer)[] = [
  (cells, place) => Buffer.from(cells.join(',').slice(0, 1 + (place % cells.join(',').length))),
  (cells) => Buffer.from(cells.filter((_cell, at) => at !== 1).join(',')),
  (cells) =>
    Buffer.from(
      cells.map((cell, at) => (at === 1 ? `${cell.slice(0, 1)}"${cell.slice(1)}` : cell)).join(','),
    ),
  (cells, place) => insert(Buffer.from(cells.join(',')), place, 0x00),
  (cells, place) => insert(Buffer.from(cells.join(',')), place, 0xb6),
  (cells, place) => insert(Buffer.from(cells.join(',')), place, 0x22),
  (cells, place) => insert(Buffer.from(cells.join(',')), place, 0x2c),
  (cells, place) => insert(Buffer.from(cells.join(',')), place, 0x0a),
  (cells) => Buffer.from(['', ...cells.slice(1)].join(',')),
  (cells) => Buffer.from([rounded(cells[0] ?? ''), ...cells.slice(1)].join(',')),
  (cells) => Buffer.from([`${cells[0]?.slice(0, 9)}${cells[0]?.slice(10)}`, ...cells.slice(1)].join(',')),
  (cells) => Buffer.from([cells[0]?.toLowerCase(), ...cells.slice(1), 'more'].join(',')),
  (cells) => Buffer.from(`${cells.join(',')}\x20${cells.join(',')}`),
]

/** As a spreadsheet rounds it; a number that is right by chance would be another person's, and stays as it was. */
function rounded(key: string): string {
  const number = `${key.slice(0, 15)}000`
  return /^[0-9]{18}$/.test(number) && citizenId(number.slice(0, 17)) === number ? key : number
}

function insert(line: Buffer, place: number, byte: number): Buffer {
  const at = place % (line.length + 1)
  return Buffer.concat([line.subarray(0, at), Buffer.from([byte]), line.subarray(at)])
}

const COUNT = 40
const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant('whole' as const) },
  { weight: 1, arbitrary: fc.constant('gone' as const) },
  { weight: 2, arbitrary: fc.record({ damage: fc.nat(damages.length - 1), place: fc.nat(200) }) },
)
let days = 0

async function dump(dataset: string, lines: Buffer[]) {
  const { providingDepartment } = datasetOf(platform.catalogue, dataset)
  const folder = platform.paths.drop(providingDepartment)
  mkdirSync(folder, { recursive: true })
  const date = new Date(Date.UTC(2024, 0, ++days)).toISOString().slice(0, 10).replaceAll('-', '')
  const header = Buffer.from(`${registers[dataset]?.header}\n`)
  writeFileSync(
    join(folder, `${dataset}_full_${date}.csv`),
    Buffer.concat([header, ...lines.flatMap((line) => [line, Buffer.from('\n')])]),
  )
  return ingestStage(platform, dataset)
}

async function living(dataset: string): Promise<Set<string>> {
  const register = datasetOf(platform.catalogue, dataset)
  const table = platform.lake.table(`std/${dataset}`)
  const rows = await platform.engine.rows<{ key: string }>(
    sql`select ${sql.id(register.key)} as key from ${liveRows(register, table.select(await table.snapshot()))}`,
  )
  return new Set(rows.map(({ key }) => key))
}

describe.each(Object.entries(registers))('a full dump of %s', (dataset, { key, row }) => {
  const cells = (n: number) => [key(n), ...row(n), '2023-12-05 10:00:00']
  const whole = (n: number) => Buffer.from(cells(n).join(','))
  const everybody = Array.from({ length: COUNT }, (_, n) => n)

  it('never ends a record of which it has a line, however broken', CAMPAIGN, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: COUNT, maxLength: COUNT }), async (fates) => {
        await dump(dataset, everybody.map(whole))
        expect((await living(dataset)).size).toBe(COUNT)
        const lines = everybody.flatMap((n) => {
          const of = fates[n]
          if (of === 'gone' || of === undefined) return []
          return [of === 'whole' ? whole(n) : (damages[of.damage]?.(cells(n), of.place) ?? whole(n))]
        })
        await dump(dataset, lines)
        const left = await living(dataset)
        expect(everybody.filter((n) => fates[n] !== 'gone' && !left.has(key(n)))).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('ends what a clean one has no more, and what one has no more in which every broken line names its record', async () => {
    await dump(dataset, everybody.map(whole))
    await dump(dataset, everybody.filter((n) => n % 10 !== 3).map(whole))
    expect((await living(dataset)).size).toBe(COUNT - 4)
    await dump(dataset, everybody.map(whole))
    const quoted = (n: number) => damages[2]?.(cells(n), 0) ?? whole(n)
    const result = await dump(
      dataset,
      everybody.filter((n) => n % 10 !== 3).map((n) => (n % 10 === 4 ? quoted(n) : whole(n))),
    )
    const left = await living(dataset)
    expect(everybody.filter((n) => !left.has(key(n)))).toEqual([3, 13, 23, 33])
    expect(result.problems.filter(({ code }) => code === 'ingest.deletions_not_believed')).toMatchObject([
      { fields: { lines: 4, named: 4, possible: 0, severity: 'warn' } },
    ])
  })
})
