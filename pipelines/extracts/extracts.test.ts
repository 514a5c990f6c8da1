import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { explainRun } from '../../governance/overrides/explain.ts'
import { actor } from '../../governance/record.ts'
import { scoredExtracts } from '../../governance/scores/extracts.ts'
import { ruleTable } from '../../quality/rule_versions.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { beginExtract, listExtracts, recordExtract } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { withLock } from '../../warehouse/ledger/locks.ts'
import { stagesOf } from '../../warehouse/ledger/stages.ts'
import { waitingFiles } from '../sources/files.ts'
import { platformStatus } from '../status.ts'
import { acceptEarlyFile } from './accept.ts'
import { discardExtract, retryExtract } from './decide.ts'
import { extractNamed, extractsOf } from './list.ts'

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

  it('is explained as held until its day, not as a failure', async () => {
    send(FAR)
    const id = await platform.run(`ingest.${DATASET}`)
    const { held } = await explainRun(platform, id)
    expect(held.map(({ kind, findings }) => [kind, findings.map(({ code }) => code)])).toEqual([
      ['early', ['ingest.file_early']],
    ])
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
    expect(await acceptEarlyFile(platform, name, decision)).toMatchObject({ file: FAR, dataset: DATASET })
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
    await acceptEarlyFile(platform, FAR, decision)
    utimesSync(send(FAR, `${TEXT}${ROW}\n`), new Date(), new Date())
    expect(early(await run())).toEqual([FAR])
    expect(await files()).toEqual([])
  })

  it('is accepted by an officer with an account, with a reason, and only where it is held', async () => {
    send(FAR)
    const accept = (name: string, change: Partial<typeof decision> = {}) =>
      acceptEarlyFile(platform, name, { ...decision, ...change })
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

describe('an extract that the platform fails on', () => {
  const FIRST = 'social_insurance_full_20260901.csv'
  const SECOND = 'social_insurance_delta_20260902.csv'
  const states = async () =>
    (await extractsOf(platform, DATASET)).sort((a, b) => a.seq - b.seq).map(({ state }) => state)
  /** What the rules' table cannot be written for: a fault that nobody foresaw. */
  const obstacle = () => join(platform.paths.lake, ruleTable)

  beforeEach(() => {
    send(FIRST)
    send(SECOND, `_op,${HEADER}\nI,${ROW}\n`)
    mkdirSync(join(obstacle(), '..'), { recursive: true })
    writeFileSync(obstacle(), 'in the way')
  })

  it('is tried in three runs, then set aside, counts against nobody, and is tried again when asked', async () => {
    for (const attempts of [1, 2]) {
      await run()
      expect(await states()).toEqual(['waiting', 'waiting'])
      expect(await extractNamed(platform, `${DATASET}/1`)).toMatchObject({ attempts })
    }
    rmSync(obstacle())
    writeFileSync(obstacle(), 'still in the way')
    expect((await run()).map(({ code }) => code)).toContain('error.pipelines.unexpected')
    expect(await states()).toEqual(['set_aside', 'waiting'])
    rmSync(obstacle())
    await run()
    expect(await states()).toEqual(['set_aside', 'taken'])
    expect((await scoredExtracts(platform)).get(DATASET)?.map(({ seq }) => seq)).toEqual([2])

    expect(await retryExtract(platform, `${DATASET}/1`, decision)).toMatchObject({ seq: 3, fileName: FIRST })
    await run()
    expect(await states()).toEqual(['retried', 'taken', 'taken'])
    expect(await extractNamed(platform, `${DATASET}/3`)).toMatchObject({ received: 1, accepted: 1 })
    await expect(retryExtract(platform, `${DATASET}/1`, decision)).rejects.toMatchObject({
      code: 'ledger.bad_transition',
    })
    const [row] = await platform.engine.rows<{ rows: number }>(await rawRows())
    expect(Number(row?.rows)).toBe(3)
  })

  it('whose process dies three times is set aside without being begun once more', async () => {
    rmSync(obstacle())
    const { extract } = await recordExtract(platform.ledger.db, landedFile)
    for (let death = 0; death < 3; death++) await beginExtract(platform.ledger.db, DATASET, extract.seq)
    const problems = await run()
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'error.pipelines.extract_crashes',
        fields: expect.objectContaining({ extract: 1, attempts: 3, reason: '-' }),
      }),
    )
    expect(await states()).toEqual(['set_aside', 'taken', 'taken'])
  })

  it('is given up while it waits, with its file kept, for good', async () => {
    await run()
    const given = await discardExtract(platform, `${DATASET}/1`, decision)
    expect(given).toMatchObject({ state: 'discarded', detail: { discarded: { officer: 'chief' } } })
    expect(existsSync(join(platform.paths.landing, DATASET, given.sha256))).toBe(true)
    rmSync(obstacle())
    utimesSync(send(FIRST), new Date(), new Date())
    const problems = await run()
    expect(problems.map(({ code }) => code)).toContain('ingest.resent_discarded')
    expect(await states()).toEqual(['discarded', 'taken'])
    expect((await scoredExtracts(platform)).get(DATASET)?.map(({ seq }) => seq)).toEqual([2])
    const { datasets } = await platformStatus(platform)
    expect(datasets.find(({ dataset }) => dataset === DATASET)).toMatchObject({ refused: 0, waiting: 0 })
    const audit = await platform.ledger.db
      .selectFrom('audit')
      .select(['action', 'subject', 'detail'])
      .execute()
    expect(audit).toContainEqual({
      action: 'discard_extract',
      subject: `${DATASET}/1`,
      detail: { officer: 'chief', reason: decision.reason },
    })
    await expect(discardExtract(platform, `${DATASET}/1`, decision)).rejects.toMatchObject({
      code: 'ledger.bad_transition',
    })
    await retryExtract(platform, `${DATASET}/1`, decision)
    await run()
    expect(await states()).toEqual(['retried', 'taken', 'taken'])
  })

  it('is decided about by an officer, and not while a run works on its dataset', async () => {
    await run()
    const refused = (change: Partial<typeof decision>) =>
      expect(discardExtract(platform, `${DATASET}/1`, { ...decision, ...change })).rejects
    await refused({ officer: 'acting' }).toMatchObject({ code: 'pipelines.officer_without_account' })
    await refused({ reason: '见 150102198102021046' }).toMatchObject({ code: 'ledger.personal_data_in_text' })
    await withLock(platform.ledger.db, `stage:ingest.${DATASET}`, () =>
      refused({}).toMatchObject({ code: 'pipelines.extract_busy' }),
    )
    expect(await states()).toEqual(['waiting', 'waiting'])
    await expect(retryExtract(platform, `${DATASET}/1`, decision)).rejects.toMatchObject({
      code: 'ledger.bad_transition',
    })
  })
})

describe('an extract that was taken', () => {
  it('is neither given up nor tried again', async () => {
    send('social_insurance_full_20260901.csv')
    await run()
    for (const decide of [discardExtract, retryExtract])
      await expect(decide(platform, `${DATASET}/1`, decision)).rejects.toMatchObject({
        code: 'ledger.bad_transition',
      })
  })
})

describe('an extract that was refused', () => {
  it('is taken up again unless its file came again meanwhile', async () => {
    const path = send('social_insurance_full_20260901.csv', '')
    await run()
    await retryExtract(platform, `${DATASET}/1`, decision)
    utimesSync(path, new Date(), new Date())
    expect((await run()).map(({ code }) => code)).toContain('ingest.resent')
    expect((await listExtracts(platform.ledger.db, DATASET)).map(({ status }) => status)).toEqual([
      'failed',
      'failed',
    ])
    utimesSync(path, new Date(Date.now() + 5000), new Date(Date.now() + 5000))
    await run()
    expect((await listExtracts(platform.ledger.db, DATASET)).map(({ seq }) => seq)).toEqual([1, 2, 3])
    rmSync(join(platform.paths.landing, DATASET), { recursive: true })
    await expect(retryExtract(platform, `${DATASET}/3`, decision)).rejects.toMatchObject({
      code: 'pipelines.landed_file_missing',
    })
  })
})

const landedFile = {
  dataset: DATASET,
  department: 'human_resources',
  sha256: '0'.repeat(64),
  fileName: 'social_insurance_full_20260801.csv',
  bytes: 1,
  format: 'csv' as const,
  mode: 'full' as const,
  asOf: new Date('2026-08-01T00:00:00Z'),
  landedAt: new Date('2026-08-01T00:00:00Z'),
}

/** How many rows the lake keeps as received. */
async function rawRows() {
  const table = platform.lake.table(`raw/${DATASET}`)
  return sql`select count(*) as rows from ${table.select(await table.snapshot())}`
}
