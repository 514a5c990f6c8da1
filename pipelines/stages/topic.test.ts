import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { citizenId } from '../../demo/check_digits.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { latestRelease, nextRelease } from '../../warehouse/ledger/releases.ts'
import { stagesOf } from '../../warehouse/ledger/stages.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
  for (const { id } of platform.catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
})
afterAll(() => platform.close())

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const person = (number: number) =>
  citizenId(`15010219${50 + number}0101${String(number * 2 + 1).padStart(3, '0')}`)
const household = (number: number, division: string, at: string, address = '某街') => {
  const id = person(number)
  return `${id},某人,1,${id.slice(6, 10)}-01-01,${division},${at},01,70,${address},H1`
}

const send = (name: string, ...lines: string[]) =>
  writeFileSync(join(platform.paths.drop('public_security'), name), `${[HEADER, ...lines].join('\n')}\n`)

/** Runs the topic and all before it; how its stage ended. */
async function run() {
  const id = await platform.run('population_movement')
  return (await stagesOf(platform.ledger.db, id)).find((each) => each.kind === 'topic')
}

const topic = () => platform.lake.table('topic/population_movement')

async function movement() {
  const release = await latestRelease(platform.ledger.db, 'population_movement')
  const snapshot = await topic().snapshot({ version: release?.tables['topic/population_movement'] })
  return platform.engine.rows(sql`select division, month::varchar as month, moved_in::integer as moved_in,
    moved_out::integer as moved_out from ${topic().select(snapshot)}`)
}

it('waits for the foundations that it is made of', async () => {
  expect(await run()).toMatchObject({ status: 'skipped', problems: [{ code: 'topics.inputs_missing' }] })
})

it('is published with the moves that the register tells', async () => {
  send(
    'household_registration_full_20260901.csv',
    household(1, '150102', '2026-01-05 10:00:00'),
    household(2, '150102', '2026-01-05 10:00:00'),
  )
  expect(await run()).toMatchObject({ status: 'succeeded', counts: { rows: 0 }, outputs: { release: 1 } })
  send(
    'household_registration_full_20261001.csv',
    household(1, '150103', '2026-09-30 10:00:00'),
    household(2, '150102', '2026-01-05 10:00:00'),
  )
  expect(await run()).toMatchObject({ status: 'succeeded', counts: { rows: 2 }, outputs: { release: 2 } })
  expect(await movement()).toEqual([
    { division: '150102', month: '2026-09-01', moved_in: 0, moved_out: 1 },
    { division: '150103', month: '2026-09-01', moved_in: 1, moved_out: 0 },
  ])
})

it('is left alone while its inputs are the same', async () => {
  const { version } = await topic().snapshot()
  expect(await run()).toMatchObject({ status: 'skipped', outputs: { release: 2 } })
  expect((await topic().snapshot()).version).toBe(version)
})

it('is made anew, byte for byte the same, when an input changes without bearing on it; the feed is silent', async () => {
  const bytes = async () =>
    (await topic().snapshot()).files.map(({ path }) =>
      createHash('sha256')
        .update(readFileSync(join(platform.paths.lake, topic().name, path)))
        .digest('hex'),
    )
  const before = await bytes()
  send(
    'household_registration_full_20261002.csv',
    household(1, '150103', '2026-09-30 10:00:00'),
    household(2, '150102', '2026-10-01 10:00:00', '别处的街'),
  )
  expect(await run()).toMatchObject({ status: 'succeeded', outputs: { release: 3 } })
  expect(await bytes()).toEqual(before)
  const { version } = await topic().snapshot()
  expect(await platform.engine.rows(sql`select * from ${await topic().changes(version, version)}`)).toEqual(
    [],
  )
})

it('stays as it is published when its gate holds the next one back', async () => {
  const last = await latestRelease(platform.ledger.db, 'population_movement')
  if (!last) throw new RangeError('no release')
  await nextRelease(platform.ledger.db, { ...last, runId: null, counts: { rows: 1000 } })
  send(
    'household_registration_full_20261003.csv',
    household(1, '150103', '2026-09-30 10:00:00'),
    household(2, '150102', '2026-10-02 10:00:00', '又一条街'),
  )
  expect(await run()).toMatchObject({ status: 'blocked', problems: [{ code: 'topics.shrunk' }] })
  expect((await latestRelease(platform.ledger.db, 'population_movement'))?.number).toBe(4)
  expect(await movement()).toHaveLength(2)
})
