import { mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Catalogue, catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { citizenId } from '../demo/check_digits.ts'
import { startTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { withdrawExtract } from './reprocess/reprocess.ts'
import { buildStage } from './stages/build.ts'

const dataset = datasetOf(catalogue, 'social_insurance')
const HEADER =
  '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间,操作标志'

/** Few registers and buckets: where rows are few, a build's time is that of its statements. */
const REGISTERS = ['household_registration', dataset.id]
const small: Catalogue = {
  ...catalogue,
  foundations: catalogue.foundations.map((foundation) => ({
    ...foundation,
    buckets: 2,
    datasets: foundation.datasets.filter((id) => REGISTERS.includes(id)),
    confirmedBy: foundation.confirmedBy.filter((id) => REGISTERS.includes(id)),
  })),
}

let platform: TestPlatform
beforeEach(async () => {
  const config = { officers: [{ id: 'chief', name: 'A', account: userInfo().username }] }
  platform = await startTestPlatform({ config, catalogue: small })
})
afterEach(() => platform.close())

/** Sends the deltas of days of January: somebody who comes again and again, somebody new, and a row that is rejected. */
async function send(days: number[]): Promise<void> {
  for (const day of days) {
    const date = String(day).padStart(2, '0')
    const row = (person: number) =>
      `${citizenId(`1501021990010${1000 + person}`)},某人,2,1990-01-01,,2015-03-01,${5000 + day},,2026-01-${date} 10:00:00,U`
    const rows = [row(day), row(day % 3), row(900).replace(/^\d+X?/, '1')]
    const path = join(
      platform.paths.drop(dataset.providingDepartment),
      `${dataset.id}_delta_202601${date}.csv`,
    )
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, [HEADER, ...rows, ''].join('\n'))
  }
  await platform.run(`ingest.${dataset.id}`)
}

const TABLES = [
  ...['raw', 'std', 'quarantine'].map((layer) => `${layer}/${dataset.id}`),
  ...['quality/history', 'quality/profiles'],
]

/** The rows of a table as texts, sorted. */
async function rowsOf(name: string): Promise<unknown[]> {
  const table = platform.lake.table(name)
  const rows = table.select(await table.snapshot())
  return platform.engine.rows(sql`select t::varchar as row from ${rows} as t order by all`)
}

const allRows = () => Promise.all(TABLES.map(rowsOf))
const build = () => buildStage(platform, dataset.foundation, null)
const files = async (name: string) => (await platform.lake.table(name).snapshot()).files.length

it('merges the files of extracts, and nothing is otherwise: rows, releases, extracts taken back', async () => {
  await send([1, 2, 3, 4, 5])
  await build()
  await send([6, 7, 8, 9])
  const [before, raw] = [await allRows(), await files(`raw/${dataset.id}`)]
  const run = await platform.run('maintain')
  expect(await stagesOf(platform.ledger.db, run)).toMatchObject([
    { id: 'maintain.all', status: 'succeeded', counts: { tables: 5 } },
  ])
  expect([raw, await files(`raw/${dataset.id}`), await files('quality/history')]).toEqual([9, 1, 1])
  expect(await allRows()).toEqual(before)

  // The last release has the first extracts only: this one takes what came later, although no file of it is left.
  expect(await build()).toMatchObject({ status: 'succeeded', counts: { golden: 10 } })
  const base = await rowsOf(`base/${dataset.foundation}`)
  expect(base.filter((row) => JSON.stringify(row).includes('5009'))).not.toEqual([])
  await send([10])
  await build()
  await platform.run('maintain')
  expect(await build()).toMatchObject({ status: 'skipped' })

  const received = await rowsOf(`raw/${dataset.id}`)
  const order = { officer: 'chief', reason: 'sent by mistake' }
  expect(await withdrawExtract(platform, { dataset: dataset.id, seq: 4 }, order)).toMatchObject({
    extracts: 9,
  })
  expect(await rowsOf(`raw/${dataset.id}`)).toEqual(received)
  const table = platform.lake.table(`std/${dataset.id}`)
  expect(await platform.engine.rows(sql`from ${await table.ofExtract([4])}`)).toEqual([])
  expect(await platform.engine.rows(sql`from ${await table.ofExtract([5])}`)).toHaveLength(2)
}, 240_000)
