import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fixedClock } from '../../core/clock.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { appendAudit } from '../../warehouse/ledger/audit.ts'
import { getStage } from '../../warehouse/ledger/stages.ts'
import { reportStage } from './report.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间'
const ROW = '150102198102021046,巴雅尔,2,1981-02-02,,2015-03-01,5000,13800138001,2026-01-05 10:00:00'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
  send('20260901')
})
afterEach(() => platform.close())

function send(day: string): void {
  mkdirSync(platform.paths.drop('human_resources'), { recursive: true })
  const path = join(platform.paths.drop('human_resources'), `social_insurance_full_${day}.csv`)
  writeFileSync(path, `${HEADER}\n${ROW}\n`)
}

/** Runs everything; how the reports fared, and the run. */
async function run() {
  const id = await platform.run()
  return { id, status: (await getStage(platform.ledger.db, id, 'report.all')).status }
}

const index = () => join(platform.paths.reports, 'index.html')

it('writes the reports again only where something has changed since, or they are gone', async () => {
  expect((await run()).status).toBe('succeeded')
  // What the first run published is what the second one marks and scores.
  while ((await run()).status === 'succeeded');
  const written = statSync(index()).mtimeMs
  const { id, status } = await run()
  expect(status).toBe('skipped')
  expect(statSync(index()).mtimeMs).toBe(written)

  const tomorrow = { ...platform, clock: fixedClock('2026-11-03T02:00:00Z') }
  expect((await reportStage(tomorrow, id)).status).toBe('succeeded')
  expect((await reportStage(platform, id)).status).toBe('skipped')

  const act = { at: platform.clock.now(), actor: 'chief', action: 'objection.accept', subject: '1' }
  await appendAudit(platform.ledger.db, act)
  expect((await reportStage(platform, id)).status).toBe('succeeded')

  rmSync(index())
  expect((await run()).status).toBe('succeeded')
  send('20260902')
  expect((await run()).status).toBe('succeeded')
})
