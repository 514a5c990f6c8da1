import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { startTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { checkLake } from './lake_check.ts'

const FILE = 'social_insurance_full_20260901.csv'
const ROWS = `公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间
150102199001010019,巴雅尔,1,1990-01-01,,2015-03-01,5000,13800000000,2026-01-05 10:00:00
`

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  await platform.run('ingest.social_insurance')
  writeFileSync(join(platform.paths.drop('human_resources'), FILE), ROWS)
  await platform.run('ingest.social_insurance')
})
afterEach(() => platform.close())

describe('a quick check of the lake', () => {
  it('reads all files until a full one was noted, then only those written since', async () => {
    const first = await checkLake(platform, { quick: true })
    expect(first).toMatchObject({ read: first.files, faults: [], problems: [] })
    expect(first.files).toBeGreaterThan(0)
    const noted = JSON.parse(readFileSync(platform.paths.lakeChecked, 'utf8'))
    expect(noted.files).toBe(first.files)
    // What was written shortly before the check is read again, for clocks that are late.
    expect(await checkLake(platform, { quick: true })).toMatchObject({ read: first.files })
    const later = new Date(Date.now() + 3_600_000)
    writeFileSync(platform.paths.lakeChecked, JSON.stringify({ checkedAt: later }))
    expect(await checkLake(platform, { quick: true })).toMatchObject({
      read: 0,
      files: first.files,
      faults: [],
    })
    expect(await checkLake(platform)).toMatchObject({ read: first.files })
  })

  it('reads all files after a check that found something, or where the note cannot be read', async () => {
    const { files } = await checkLake(platform)
    const table = platform.lake.table('raw/social_insurance')
    const [file] = (await table.snapshot()).files
    if (!file) throw new Error('no file')
    const path = join(platform.paths.lake, 'raw/social_insurance', file.path)
    const bytes = readFileSync(path)
    rmSync(path)
    expect((await checkLake(platform, { quick: true })).faults).toMatchObject([{ fault: 'missing' }])
    expect((await checkLake(platform)).faults).toMatchObject([{ fault: 'missing' }])
    writeFileSync(path, bytes)
    expect(await checkLake(platform, { quick: true })).toMatchObject({ read: files, faults: [] })
    writeFileSync(platform.paths.lakeChecked, 'cut off')
    expect(await checkLake(platform, { quick: true })).toMatchObject({ read: files, faults: [] })
  })
})
