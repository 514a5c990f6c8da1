import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { scoreStage } from '../../pipelines/stages/score.ts'
import type { ScoreTree } from '../../quality/scores/model.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { behindOf } from './behind.ts'
import { scoresOf } from './read.ts'
import { rowsBehind } from './rows.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const person = (number: number) =>
  citizenId(`15010219${String(50 + (number % 50))}0101${String(number * 2 + 1).padStart(3, '0')}`)
const line = (number: number, name = '王甲', sex = '1') => {
  const id = person(number)
  return `${id},${name},${sex},${id.slice(6, 10)}-01-01,150102,2026-08-01 10:00:00,01,70,海拉尔大街${number}号院,H${number}`
}

let platform: TestPlatform
/** The day of the extract: it is not late. */
let today = ''
beforeEach(async () => {
  today = '2026-09-01'
  platform = await startTestPlatform({ clock: { now: () => new Date(`${today}T12:00:00Z`) } })
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
})
afterEach(() => platform.close())

function send(name: string, lines: string[]): void {
  writeFileSync(join(platform.paths.drop('public_security'), name), `${[HEADER, ...lines].join('\n')}\n`)
}

const lines = (count: number) => Array.from({ length: count }, (_, at) => line(at))

const household = { dataset: 'household_registration' }
const figure = (tree: ScoreTree | undefined, indicator: string) =>
  tree?.dimensions.flatMap((each) => each.indicators).find((each) => each.indicator === indicator)

describe('the scores of a run', () => {
  it('are in the table, for every scope, and open into what is behind them', async () => {
    send('household_registration_full_20260901.csv', [...lines(18), line(18, ''), line(19, '王甲', '5')])
    await platform.run('person', 'score')
    const tree = await scoresOf(platform, household)
    expect(tree).toMatchObject({ period: '2026-09', grade: 'excellent' })
    expect(tree?.dimensions).toHaveLength(6)
    expect(figure(tree, 'element_completeness')).toMatchObject({ failed: 1 })
    expect(figure(tree, 'available')).toEqual({
      indicator: 'available',
      evaluated: 20,
      failed: 2,
      score: 0.9,
    })
    expect(await scoresOf(platform, { department: 'public_security' })).toEqual(tree)
    expect((await scoresOf(platform))?.total).toBe(tree?.total)
    const city = await scoresOf(platform, { ...household, division: '150100' })
    expect(figure(city, 'reference_data')).toEqual(figure(tree, 'reference_data'))
    const [first] = await behindOf(platform, { ...household, indicator: 'reference_data' })
    expect(first).toMatchObject({
      source: 'household_registration.sex.code.unknown',
      kind: 'rule',
      failed: 1,
    })
  })

  it('do not change without news, and a corrected dump takes the place of the bad one of its month', async () => {
    send('household_registration_full_20260901.csv', [...lines(18), line(18, ''), line(19, '王甲', '5')])
    await platform.run('ingest.household_registration', 'score')
    const versions = async () =>
      Promise.all(
        ['quality/indicators', 'quality/scores'].map(
          async (name) => (await platform.lake.table(name).snapshot()).version,
        ),
      )
    const before = await versions()
    expect((await scoreStage(platform)).status).toBe('skipped')
    expect(await versions()).toEqual(before)
    today = '2026-09-15'
    send('household_registration_full_20260915.csv', lines(20))
    await platform.run('ingest.household_registration', 'score')
    const tree = await scoresOf(platform, household)
    expect(figure(tree, 'element_completeness')).toMatchObject({ failed: 0, score: 1 })
    expect(figure(tree, 'available')).toMatchObject({ evaluated: 20, failed: 0 })
    expect(figure(tree, 'accessible')).toMatchObject({ evaluated: 2, failed: 0 })
    today = '2026-10-05'
    send('household_registration_full_20261005.csv', [...lines(19), line(19, '')])
    await platform.run('ingest.household_registration', 'score')
    const later = await scoresOf(platform, household)
    expect(later).toMatchObject({ period: '2026-10', previous: { period: '2026-09' } })
    const year = await scoresOf(platform, { ...household, period: '2026' })
    expect(figure(year, 'available')).toMatchObject({ evaluated: 40, failed: 1 })
    const [part] = await behindOf(platform, { ...household, indicator: 'element_completeness' })
    if (!part) throw new Error('nothing behind the figure')
    expect(await rowsBehind(platform, part, { period: '2026-10' }, 10)).toMatchObject([
      { extract: 3, file: 'household_registration_full_20261005.csv', field: 'name', what: 'required' },
    ])
  })
})
