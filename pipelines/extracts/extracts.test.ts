import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { listExtracts, stagesOf } from '../../warehouse/ledger/index.ts'
import { waitingFiles } from '../drop.ts'
import type { Problem } from '../platform.ts'
import { actor } from '../record.ts'
import { platformStatus } from '../status.ts'
import { acceptHeldFile } from './index.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间'
const ROW = '150102198102021046,巴雅尔,2,1981-02-02,,2015-03-01,5000,13800138001,2026-01-05 10:00:00'
const TEXT = `${HEADER}\n${ROW}\n`
const DATASET = 'social_insurance'
const officers = [
  { id: 'chief', name: '张局长', account: actor() },
  { id: 'acting', name: '王处长' },
]
const decision = { officer: 'chief', reason: '年报提前报送' }

let now = new Date()
let platform: TestPlatform
beforeEach(async () => {
  now = new Date('2026-11-02T02:00:00Z')
  platform = await startTestPlatform({ config: { officers }, clock: { now: () => now } })
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
})
afterEach(() => platform.close())

function send(name: string, text = TEXT, department = 'human_resources'): string {
  const path = join(platform.paths.drop(department), name)
  writeFileSync(path, text)
  return path
}

/** Problems of a run that takes the dataset. */
async function run(): Promise<Problem[]> {
  const id = await platform.run(`ingest.${DATASET}`)
  return (await stagesOf(platform.ledger.db, id)).flatMap(({ problems }) => problems)
}

const files = async () => (await listExtracts(platform.ledger.db, DATASET)).map(({ fileName }) => fileName)
const early = (problems: Problem[]) =>
  problems.flatMap(({ code, fields }) => (code === 'ingest.file_early' ? [fields.file] : []))

describe('a file whose name dates it in the future', () => {
  const FAR = 'social_insurance_full_20290110.csv'

  it('is held, told in run and status, and does not wait, unless it is within a day', async () => {
    send(FAR)
    // 10:00 on the 2nd in Asia/Shanghai: a dump of the 3rd, 10:00, may have come.
    send('social_insurance_delta_20261103T1000.csv', `_op,${HEADER}\nI,${ROW}\n`)
    send('social_insurance_delta_20261103T1001.csv', `_op,${HEADER}\nI,${ROW}\n`)
    expect(early(await run())).toEqual(['social_insurance_delta_20261103T1001.csv', FAR])
    expect(await files()).toEqual(['social_insurance_delta_20261103T1000.csv'])
    expect(early((await platformStatus(platform)).problems)).toHaveLength(2)
    expect((await waitingFiles(platform, platform.ledger.db)).files).toEqual([])
  })

  it('is taken when its day comes', async () => {
    send(FAR)
    await run()
    now = new Date('2029-01-09T00:00:00Z')
    expect(early(await run())).toEqual([])
    expect(await files()).toEqual([FAR])
  })

  it.each([
    ['by its name', FAR],
    ['with its drop folder', `human_resources/${FAR}`],
  ])('is taken once an officer accepts it %s, audited', async (_how, name) => {
    send(FAR)
    await run()
    expect(await acceptHeldFile(platform, name, decision)).toMatchObject({ file: FAR, dataset: DATASET })
    expect((await waitingFiles(platform, platform.ledger.db)).files).toMatchObject([{ fileName: FAR }])
    const audit = await platform.ledger.db
      .selectFrom('audit')
      .select(['actor', 'subject', 'detail'])
      .where('action', '=', 'accept_file')
      .execute()
    expect(audit).toMatchObject([
      { actor: actor(), subject: DATASET, detail: { file: `human_resources/${FAR}`, officer: 'chief' } },
    ])
    expect(early(await run())).toEqual([])
    expect(await files()).toEqual([FAR])
  })

  it('is held again where it was changed after it was accepted', async () => {
    send(FAR)
    await acceptHeldFile(platform, FAR, decision)
    utimesSync(send(FAR, `${TEXT}${ROW}\n`), new Date(), new Date())
    expect(early(await run())).toEqual([FAR])
    expect(await files()).toEqual([])
  })

  it('is accepted by an officer with an account, with a reason, and only where it is held', async () => {
    send(FAR)
    const accept = (name: string, change: Partial<typeof decision> = {}) =>
      acceptHeldFile(platform, name, { ...decision, ...change })
    await expect(accept('other.csv')).rejects.toMatchObject({
      code: 'pipelines.no_held_file',
      fields: { held: `human_resources/${FAR}` },
    })
    await expect(accept(FAR, { officer: 'acting' })).rejects.toMatchObject({
      code: 'pipelines.officer_without_account',
    })
    await expect(accept(FAR, { officer: 'nobody' })).rejects.toMatchObject({
      code: 'pipelines.unknown_officer',
    })
    await expect(accept(FAR, { reason: ' ' })).rejects.toMatchObject({ code: 'ledger.empty_text' })
    expect(early(await run())).toEqual([FAR])
  })
})
