import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { type Extract, recordExtract } from '../../../warehouse/ledger/extracts.ts'
import { processExtract } from './process.ts'
import { createDatasetTables } from './tables.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
})
afterEach(() => platform.close())

const dataset = datasetOf(catalogue, 'household_registration')

/** Lands a register of one person under a number of its own. */
async function land(seq: number, name: string): Promise<Extract> {
  const sha256 = String(seq).padStart(64, '0')
  const folder = join(platform.paths.landing, dataset.id)
  mkdirSync(folder, { recursive: true })
  const id = citizenId('15010219900101001')
  const header = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
  const line = `${id},${name},1,1990-01-01,150102,2026-09-01 10:00:00,01,70,某街1号,H1`
  writeFileSync(join(folder, sha256), `${header}\n${line}\n`)
  const landedAt = platform.clock.now()
  const { extract } = await recordExtract(platform.ledger.db, {
    ...{ dataset: dataset.id, department: dataset.providingDepartment, sha256, bytes: 1, format: 'csv' },
    ...{ fileName: `${dataset.id}_full_20260901.csv`, mode: 'full', asOf: landedAt, landedAt },
  })
  return { ...extract, seq }
}

it('finds its own rows where another extract has a number that begins like its own', async () => {
  await createDatasetTables(platform, dataset)
  const [first, tenfold] = [await land(100_000, '甲'), await land(1_000_000, '乙')]
  await processExtract(platform, dataset, first)
  await processExtract(platform, dataset, tenfold)
  const again = await processExtract(platform, dataset, first)
  expect(again).toMatchObject({ status: 'ingested', counts: { received: 1, accepted: 1 } })
})
