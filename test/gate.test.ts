import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Catalogue, catalogue } from '../catalog/catalogue.ts'
import { citizenId } from '../demo/check_digits.ts'
import { listBlocked } from '../governance/overrides/blocked.ts'
import { explainRun } from '../governance/overrides/explain.ts'
import { overrideGate, overridesOf, revokeGateOverride } from '../governance/overrides/override.ts'
import { actor } from '../governance/record.ts'
import { reprocess } from '../pipelines/reprocess/reprocess.ts'
import { startScheduledRun, startWorker } from '../pipelines/worker.ts'
import { verifyAudit } from '../warehouse/ledger/audit.ts'
import { getExtract, listExtracts } from '../warehouse/ledger/extracts.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { listRuns } from '../warehouse/ledger/runs.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { alike } from './support/alike.ts'
import { type KeptPlatform, startTestPlatform, type TestPlatform } from './support/platform.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const DATASET = 'household_registration'
const person = (number: number) =>
  citizenId(`15010219${String(50 + (number % 50))}0101${String(number * 2 + 1).padStart(3, '0')}`)
const line = (number: number, name = '甲', at = '2026-09-01 10:00:00') => {
  const id = person(number)
  return `${id},${name},1,${id.slice(6, 10)}-01-01,150102,${at},01,70,某街${number}号,H${number}`
}
const lines = (count: number, name?: string, at?: string) =>
  Array.from({ length: count }, (_, number) => line(number, name, at))

const officers = [
  { id: 'chief', name: '张局长', account: actor() },
  { id: 'deputy', name: '李副局长', account: 'somebody-else' },
  { id: 'acting', name: '王处长' },
]
const decision = { officer: 'chief', reason: '撤并旗县，户籍确已迁出' }
let platform: TestPlatform

async function open(
  gates = { maxRejectedShare: 0.3, shareFromRows: 1000 },
  registers?: Catalogue,
  like?: KeptPlatform,
): Promise<TestPlatform> {
  const opened = await startTestPlatform({
    ...(registers ? { catalogue: registers } : {}),
    config: { officers, gates, schedules: [{ id: 'nightly', cron: '30 1 * * *', targets: ['person'] }] },
    like,
  })
  for (const { id } of catalogue.departments) mkdirSync(opened.paths.drop(id), { recursive: true })
  return opened
}
async function start(...options: Parameters<typeof open>): Promise<void> {
  platform = await open(...options)
}
beforeEach(() => start())
afterEach(() => platform.close())

function send(name: string, rows: string[], to = platform): void {
  const path = join(to.paths.drop('public_security'), `${DATASET}_${name}.csv`)
  writeFileSync(path, `${[HEADER, ...rows].join('\n')}\n`)
}

/** Twenty people published. */
const withTwenty = alike(
  (like) => open(undefined, undefined, like),
  async (to) => {
    send('full_20260901', lines(20), to)
    await to.run('person')
  },
)
/** Twenty people published, then a dump of two that the gate of extracts holds. */
const withHeldExtract = alike(
  (like) => (like ? open(undefined, undefined, like) : withTwenty()),
  async (to) => {
    send('full_20261001', lines(2, '乙', '2026-10-01 09:00:00'), to)
    await to.run('person')
  },
)
/** Twenty people published, then a dump that its own gate lets pass and of which the foundation loses too much. */
const withHeldRelease = alike(
  (like) => (like ? open(undefined, undefined, like) : withTwenty()),
  async (to) => {
    send('full_20261001', lines(17, '甲', '2026-10-01 09:00:00'), to)
    await to.run('person')
  },
)

/** Goes on with a platform that has this behind it, and tells its last run. */
async function goOnWith(begun: Promise<TestPlatform>): Promise<number> {
  await platform.close()
  platform = await begun
  const [run] = await listRuns(platform.ledger.db, { limit: 1 })
  return run?.id ?? 0
}

const all = async (run: number) => (await explainRun(platform, run)).held
/** Without the stages that only waited for what was held. */
const held = async (run: number) => (await all(run)).filter(({ kind }) => kind !== 'skipped')
const published = async () => {
  const release = await latestRelease(platform.ledger.db, 'person')
  return { release: release?.number, golden: release?.counts.golden }
}
const soundAudit = async () => (await verifyAudit(platform.ledger.db)).ok

const heldForItsRows = () => goOnWith(withHeldExtract())

describe('an extract that lost most of its rows', () => {
  it('is held; the last release stands; it is said why, what stands and who acts', async () => {
    const run = await heldForItsRows()
    expect(await published()).toEqual({ release: 1, golden: 20 })
    const [extract] = await held(run)
    expect(extract).toMatchObject({
      kind: 'extract',
      subject: DATASET,
      extract: 2,
      department: 'public_security',
      standing: { kind: 'extract', number: 1 },
      findings: [{ code: 'violation.row_count.dropped', fields: { received: 2, least: 16, last: 20 } }],
    })
    expect((await all(run)).find(({ stage }) => stage === 'build.person')).toMatchObject({
      kind: 'skipped',
      findings: [{ fields: { status: 'blocked' } }],
      standing: { kind: 'release', number: 1 },
    })
    expect(await listBlocked(platform)).toMatchObject([{ kind: 'extract', subject: DATASET, extract: 2 }])
  })

  it('passes once an officer says so, exactly once, and the audit log tells it', async () => {
    const run = await heldForItsRows()
    const override = await overrideGate(platform, [String(run)], decision)
    expect(override).toMatchObject({ kind: 'extract', subject: DATASET, extract: 2, status: 'open' })
    await expect(overrideGate(platform, [DATASET, '2'], decision)).rejects.toMatchObject({
      code: 'ledger.override_exists',
    })
    const next = await platform.run('person', 'score')
    expect((await getExtract(platform.ledger.db, DATASET, 2)).status).toBe('ingested')
    const [stage] = (await stagesOf(platform.ledger.db, next)).filter(({ id }) => id === `ingest.${DATASET}`)
    expect(stage).toMatchObject({ status: 'succeeded' })
    expect(stage?.problems.map(({ code, fields }) => [code, fields.severity])).toContainEqual([
      'gate.overridden',
      'warn',
    ])
    expect(await overridesOf(platform, { department: 'public_security' })).toMatchObject([
      { officerName: '张局长', status: 'used', reason: decision.reason },
    ])
    const [told] = await held(next)
    expect(told).toMatchObject({ kind: 'overridden', override: { id: override.id } })
    expect((await held(run))[0]).toMatchObject({ holding: null, override: { status: 'used' } })
    const std = platform.lake.table(`std/${DATASET}`)
    const log = async () =>
      platform.engine.rows(
        sql`select * from ${std.select(await std.snapshot())} order by _extract, _line, citizen_id`,
      )
    const passed = await log()
    expect(await reprocess(platform, DATASET, decision)).toMatchObject({ extracts: 2, changed: [] })
    expect(await log()).toEqual(passed)
    for (const extracts of [[1], [2]]) {
      const only = { ...decision, extracts }
      expect(await reprocess(platform, DATASET, only)).toMatchObject({ kept: 1, changed: [] })
      expect(await log()).toEqual(passed)
    }
    expect(await overridesOf(platform)).toMatchObject([{ status: 'used' }])
    // The foundation lost as much: its own gate holds the release, which the first override does not open.
    expect(await published()).toEqual({ release: 1, golden: 20 })
    send('full_20261101', lines(2, '丙', '2026-11-01 09:00:00'))
    const again = await platform.run('person')
    expect(await held(again)).toMatchObject([{ kind: 'release' }])
    expect(await soundAudit()).toBe(true)
  })

  it('is held by a scheduled run too', async () => {
    await goOnWith(withTwenty())
    send('full_20261001', lines(2, '乙', '2026-10-01 09:00:00'))
    const run = await runOnSchedule()
    const explanation = await explainRun(platform, run)
    expect(explanation.run.trigger).toBe('schedule:nightly')
    expect(explanation.held[0]).toMatchObject({ kind: 'extract', standing: { number: 1 } })
    expect(await published()).toEqual({ release: 1, golden: 20 })
  })
})

async function runOnSchedule(): Promise<number> {
  const queue = await platform.openQueue()
  const worker = await startWorker(platform, queue)
  await startScheduledRun(platform, queue, 'nightly')
  for (;;) {
    const [run] = await listRuns(platform.ledger.db, { limit: 1 })
    if (run && run.status !== 'running') {
      await worker.stop()
      await queue.close()
      return run.id
    }
    await sleep(100)
  }
}

describe('an extract with too many bad rows', () => {
  beforeEach(async () => {
    await platform.close()
    await start({ maxRejectedShare: 0.3, shareFromRows: 10 })
    send('full_20260901', [...lines(12), ...lines(8).map((each) => each.replace(',甲,', ',,'))])
  })

  it('is held; once let pass, its good rows and only these are published, and nothing of a later one', async () => {
    const first = await platform.run('person')
    expect((await held(first))[0]).toMatchObject({
      kind: 'extract',
      standing: null,
      findings: [
        { code: 'ingest.too_many_rejected', fields: { received: 20, quarantined: 8, allowed: 0.3 } },
      ],
    })
    await overrideGate(platform, [DATASET, '1'], decision)
    send('full_20261001', [...lines(10), ...lines(9).map((each) => each.replace(',甲,', ',,'))])
    const run = await platform.run('person')
    const extracts = await listExtracts(platform.ledger.db, DATASET)
    expect(extracts.map(({ status }) => status)).toEqual(['ingested', 'blocked'])
    expect((await held(run)).map(({ kind }) => kind)).toEqual(['extract', 'overridden'])
    await platform.run('person')
    expect(await published()).toEqual({ release: 1, golden: 12 })
  })

  it('ends the same when killed between its commits', async () => {
    await platform.run('person')
    await overrideGate(platform, [DATASET, '1'], decision)
    // A process that died after the standard layer's commit and before the ledger's: both wait to be done again.
    const { db } = platform.ledger
    await platform.run('person')
    await db
      .withSchema('ledger')
      .updateTable('extracts')
      .set({ status: 'blocked' })
      .where('dataset', '=', DATASET)
      .execute()
    await sql`update ledger.gate_overrides set status = 'open', ended_at = null`.execute(db)
    const std = platform.lake.table(`std/${DATASET}`)
    const before = (await std.snapshot()).version
    await platform.run('person')
    expect((await std.snapshot()).version).toBe(before)
    expect((await getExtract(db, DATASET, 1)).status).toBe('ingested')
    expect(await overridesOf(platform)).toMatchObject([{ status: 'used' }])
  })
})

describe('an extract that breaks a blocking rule', () => {
  const blocking: Catalogue = {
    ...catalogue,
    datasets: catalogue.datasets.map((each) =>
      each.id === DATASET
        ? { ...each, rules: [...each.rules, { kind: 'required', field: 'name', severity: 'block' }] }
        : each,
    ),
  }

  it('is held for one row, and its good rows pass once an officer says so', async () => {
    await platform.close()
    await start(undefined, blocking)
    send('full_20260901', [...lines(19), line(19, '')])
    const run = await platform.run(`ingest.${DATASET}`)
    expect(await held(run)).toMatchObject([
      {
        kind: 'extract',
        findings: [{ code: 'ingest.rule_blocks', fields: { rule: `${DATASET}.name.required`, failed: 1 } }],
      },
    ])
    await overrideGate(platform, [String(run)], decision)
    await platform.run(`ingest.${DATASET}`)
    const extract = await getExtract(platform.ledger.db, DATASET, 1)
    expect(extract).toMatchObject({ status: 'ingested', accepted: 19, quarantined: 1 })
  })
})

describe('a release that lost records', () => {
  const heldRelease = () => goOnWith(withHeldRelease())

  it('is held, stays held, and is published once an officer lets it pass', async () => {
    const run = await heldRelease()
    expect(await held(run)).toMatchObject([
      { kind: 'release', subject: 'person', findings: [{ code: 'resolve.shrunk' }], standing: { number: 1 } },
    ])
    expect(await held(await platform.run('person'))).toMatchObject([{ kind: 'release' }])
    await overrideGate(platform, ['person'], decision)
    await platform.run('person')
    expect(await published()).toEqual({ release: 2, golden: 17 })
    expect(await overridesOf(platform)).toMatchObject([{ subject: 'person', release: 2, status: 'used' }])
    expect(await held(run)).toMatchObject([{ holding: null, override: { status: 'used' } }])
    expect(await soundAudit()).toBe(true)
  })

  it('is not let pass by an override of other inputs', async () => {
    await heldRelease()
    await overrideGate(platform, ['person'], decision)
    send('full_20261101', lines(15, '甲', '2026-11-01 09:00:00'))
    expect(await held(await platform.run('person'))).toMatchObject([{ kind: 'release', override: null }])
    expect(await published()).toEqual({ release: 1, golden: 20 })
    expect(await overridesOf(platform)).toMatchObject([{ status: 'open' }])
  })

  it('is not let pass by an override that was taken back', async () => {
    await heldRelease()
    const { id } = await overrideGate(platform, ['person'], decision)
    await revokeGateOverride(platform, id, { officer: 'chief', reason: '复核后不放行' })
    await expect(revokeGateOverride(platform, id, decision)).rejects.toMatchObject({
      code: 'ledger.bad_transition',
    })
    await platform.run('person')
    expect(await published()).toEqual({ release: 1, golden: 20 })
    await overrideGate(platform, ['person'], decision)
    await platform.run('person')
    expect(await published()).toEqual({ release: 2, golden: 17 })
  })
})

describe('an override is refused', () => {
  it('to strangers, to other accounts, without a reason, with personal data, and where nothing is held', async () => {
    await heldForItsRows()
    const given = (officer: string, reason: string, ...target: string[]) =>
      overrideGate(platform, target.length > 0 ? target : [DATASET, '2'], { officer, reason }).then(
        () => 'given',
        (error: { code?: string }) => error.code,
      )
    expect(await given('nobody', '核实')).toBe('pipelines.unknown_officer')
    expect(await given('deputy', '核实')).toBe('pipelines.officer_account')
    expect(await given('acting', '核实')).toBe('pipelines.officer_without_account')
    expect(await given('chief', ' ')).toBe('ledger.empty_text')
    expect(await given('chief', `${person(1)} 已核实`)).toBe('ledger.personal_data_in_text')
    expect(await given('chief', '联系 138 0000 1111')).toBe('ledger.personal_data_in_text')
    expect(await given('chief', '核实', DATASET, '1')).toBe('pipelines.gate_nothing_held')
    expect(await given('chief', '核实', 'person')).toBe('pipelines.gate_nothing_held')
    expect(await given('chief', '核实', '1')).toBe('pipelines.gate_nothing_held')
    expect(await overridesOf(platform)).toEqual([])
  })
})
