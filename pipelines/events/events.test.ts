import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { openPublished } from '../../exchange/published.ts'
import { signedHead } from '../../governance/audit_heads.ts'
import { actor } from '../../governance/record.ts'
import {
  bodyOf,
  EVENTS,
  EVENTS_FOUNDATION,
  entityEvent,
  entityKey,
  eventPlatform,
} from '../../test/support/events.ts'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import { verifyAudit } from '../../warehouse/ledger/audit.ts'
import { beginEventRun } from '../../warehouse/ledger/event_runs.ts'
import { forgetBatches } from '../../warehouse/ledger/events.ts'
import { activeRuns, listRuns } from '../../warehouse/ledger/runs.ts'
import { stagesOf } from '../../warehouse/ledger/stages.ts'
import type { Platform } from '../platform.ts'
import { withdrawExtract } from '../reprocess/reprocess.ts'
import { eventCycle, finishInterruptedRuns, ingestEvents, prepareDataset } from './cycle.ts'
import { startDrainer } from './drainer.ts'
import { intakeHealth } from './health.ts'
import { eventDataset, type Intake, openIntake } from './intake.ts'
import { receiptStatus } from './receipt.ts'

let ledger: TestLedger
let root: string
let platform: Platform
let intake: Intake
let keys = 0

beforeAll(async () => {
  ledger = await startTestLedger()
})
afterAll(() => ledger.close())
beforeEach(async () => {
  await sql`truncate ledger.event_batches, ledger.event_segments, ledger.extracts, ledger.releases, ledger.stages, ledger.runs cascade`.execute(
    ledger.db,
  )
  root = mkdtempSync(join(tmpdir(), 'shuyuan-events-'))
  platform = await eventPlatform(root, ledger)
  intake = await opened(platform)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
  platform.engine.close()
  rmSync(root, { recursive: true, force: true })
})

const open: Intake[] = []
const opened = async (on: Platform) => {
  const one = await openIntake(on)
  open.push(one)
  return one
}
const dataset = () => eventDataset(platform, EVENTS)
const send = (events: unknown[], key = `k${keys++}`, department = 'market_regulation', to = intake) =>
  to.accept({ dataset: EVENTS, department, key, body: bodyOf(events), shape: 'object' })
const cycle = async (from: Intake | undefined = intake, on = platform) => {
  await prepareDataset(on, dataset())
  return eventCycle(on, dataset(), from)
}
const published = async (statement: string) => {
  const reader = await openPublished(platform)
  try {
    return (await reader.select(statement, 10_000)).rows
  } finally {
    reader.close()
  }
}

describe('intake', () => {
  it('accepts once per key and bytes, whichever process has it', async () => {
    const other = await opened(platform)
    const [first, ...rest] = await Promise.all(
      [intake, other, intake, other].map((to) => send([entityEvent(1)], 'same', 'a', to)),
    )
    const all = [first, ...rest].map((each) => each?.batch.receipt)
    expect(new Set(all).size).toBe(1)
    expect([first, ...rest].filter((each) => each?.outcome === 'accepted')).toHaveLength(1)
    await expect(send([entityEvent(2)], 'same', 'a')).rejects.toMatchObject({ code: 'events.key_reused' })
    expect((await send([entityEvent(2)], 'same', 'b')).outcome).toBe('accepted')
  })

  it('refuses what it cannot take, and is overloaded beyond its bounds', async () => {
    await expect(send([], 'x')).rejects.toMatchObject({ code: 'events.no_events' })
    await expect(send([{}], '')).rejects.toMatchObject({ code: 'events.bad_key' })
    const body = Buffer.alloc(6 * 2 ** 20, 32)
    const huge = { dataset: EVENTS, department: 'a', key: 'k', body, shape: 'lines' as const }
    await expect(intake.accept(huge)).rejects.toMatchObject({ code: 'events.too_large' })
    await expect(intake.accept({ ...huge, dataset: 'person' })).rejects.toMatchObject({
      code: 'events.unknown_dataset',
    })
    const small = await opened({
      ...platform,
      config: { ...platform.config, events: { ...platform.config.events, maxWaitingBytes: 1000 } },
    })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => send([entityEvent(n)], `o${n}`, 'a', small)),
    )
    const refused = outcomes.filter((each) => each.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(
      refused.every((each) => each.reason.code === 'events.overloaded' && isTransient(each.reason)),
    ).toBe(true)
  })

  it('forgets keys after their time, landed ones only', async () => {
    await send([entityEvent(1)], 'old')
    const later = new Date(Date.now() + 1000)
    expect(await forgetBatches(ledger.db, EVENTS, later)).toBe(0)
    await cycle()
    expect(await forgetBatches(ledger.db, EVENTS, later)).toBe(1)
    expect((await send([entityEvent(2)], 'old')).outcome).toBe('accepted')
  })
})

describe('a cycle', () => {
  it('carries events through quality to the published foundation, and receipts tell', async () => {
    const good = await send([entityEvent(1), entityEvent(2)])
    const bad = await send([entityEvent(3, { uscc: '91150102MA0000000X' }), { uscc: null }])
    const state = (receipt: string) => receiptStatus(platform, dataset(), receipt, 'market_regulation')
    expect(await state(good.batch.receipt)).toMatchObject({ state: 'accepted', events: 2 })
    expect(await cycle()).toMatchObject({ extracts: 1, received: 4 })
    expect(await published('select uscc, name from legal_entity order by name')).toEqual([
      { uscc: entityKey(1), name: '第1号商贸有限公司' },
      { uscc: entityKey(2), name: '第2号商贸有限公司' },
    ])
    expect(await published(`select count(*) as n from quarantine.${EVENTS} where rejected`)).toEqual([
      { n: 2n },
    ])
    for (const { batch } of [good, bad]) {
      expect(await state(batch.receipt)).toMatchObject({
        state: 'visible',
        extract: 1,
        received: 4,
        quarantined: 2,
        release: 1,
        audit: await signedHead(platform),
      })
    }
    await expect(receiptStatus(platform, dataset(), good.batch.receipt, 'tax')).rejects.toMatchObject({
      code: 'events.unknown_receipt',
    })
    expect(readdirSync(platform.paths.events(EVENTS))).toEqual([])
  })

  it('tells the sender that an officer took the extract back', async () => {
    const { batch } = await send([entityEvent(1), entityEvent(2, { uscc: '91150102MA0000000X' })])
    const other = await send([entityEvent(3)])
    await cycle()
    const officers = [{ id: 'chief', name: '值班负责人', account: actor() }]
    const on = { ...platform, config: { ...platform.config, officers } }
    const state = (receipt: string) => receiptStatus(on, dataset(), receipt, 'market_regulation')
    expect(await state(batch.receipt)).toMatchObject({ state: 'visible', problems: [{ event: 2 }] })
    expect(await state(other.batch.receipt)).toMatchObject({ state: 'visible', problems: [] })
    await withdrawExtract(on, { dataset: EVENTS, seq: 1 }, { officer: 'chief', reason: '误报' })
    const { receipt, events, acceptedAt } = batch
    expect(await state(receipt)).toEqual({
      audit: expect.objectContaining({ signature: expect.any(String) }),
      ...{ receipt, events, acceptedAt: acceptedAt.toISOString(), extract: 1, state: 'withdrawn' },
    })
  })

  it('records its run and publishes in the audit chain', async () => {
    await send([entityEvent(1)])
    await cycle()
    const [run] = await listRuns(ledger.db)
    expect(run).toMatchObject({ trigger: 'events', status: 'succeeded', targets: [EVENTS] })
    expect(await stagesOf(ledger.db, run?.id ?? 0)).toMatchObject([
      { kind: 'ingest', status: 'succeeded', counts: { received: 1, accepted: 1 } },
      { kind: 'build', target: EVENTS_FOUNDATION, status: 'succeeded', outputs: { release: 1 } },
    ])
    expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true })
    expect(await cycle()).toBeUndefined()
    expect(await listRuns(ledger.db)).toHaveLength(1)
  })

  it('lets the later state win and a deletion end a record', async () => {
    await send([entityEvent(1), entityEvent(2)])
    await cycle()
    await send([
      entityEvent(1, { name: '改名企业', updated_at: '2026-10-02 08:00:00' }),
      entityEvent(2, { _op: 'D', updated_at: '2026-10-02 08:00:00' }),
    ])
    await cycle()
    expect(await published('select name from legal_entity')).toEqual([{ name: '改名企业' }])
  })

  it('holds nobody back for the mistakes of another department', async () => {
    const bad = Array.from({ length: 1200 }, (_, n) => entityEvent(n + 10, { status: 'nonsense' }))
    await send([entityEvent(1)], 'good', 'tax')
    await send(bad, 'bad', 'market_regulation')
    expect(await cycle()).toMatchObject({ extracts: 1, received: 1201 })
    expect(await published('select name from legal_entity')).toEqual([{ name: '第1号商贸有限公司' }])
  })

  it('is built again after a build that failed', async () => {
    await send([entityEvent(1)])
    const table = platform.lake.table.bind(platform.lake)
    let broken = true
    const lake = {
      ...platform.lake,
      table: (name: string) => {
        if (broken && name.startsWith('base/')) throw new Error('broken')
        return table(name)
      },
    }
    const drainer = startDrainer({ ...platform, lake }, { intake })
    await vi.waitFor(() => expect(drainer.failing()).toEqual([EVENTS]), { timeout: 20_000 })
    expect((await listRuns(ledger.db))[0]).toMatchObject({ trigger: 'events', status: 'failed' })
    broken = false
    await drainer.stop()
    expect(await published('select name from legal_entity')).toEqual([{ name: '第1号商贸有限公司' }])
  })

  it('goes on with the same run after a build that failed of what passes by itself', async () => {
    await send([entityEvent(1)])
    const table = platform.lake.table.bind(platform.lake)
    let broken = true
    const lake = {
      ...platform.lake,
      table: (name: string) => {
        if (broken && name.startsWith('base/')) throw new ShuyuanError('test.transient')
        return table(name)
      },
    }
    const drainer = startDrainer({ ...platform, lake }, { intake })
    await vi.waitFor(() => expect(drainer.failing()).toEqual([EVENTS]), { timeout: 20_000 })
    broken = false
    await drainer.stop()
    const [run, ...others] = await listRuns(ledger.db)
    expect([run?.status, others]).toEqual(['succeeded', []])
    const [, build] = await stagesOf(ledger.db, run?.id ?? 0)
    expect(build).toMatchObject({ kind: 'build', status: 'succeeded' })
    expect(build?.attempts).toBeGreaterThan(1)
    expect(await published('select name from legal_entity')).toEqual([{ name: '第1号商贸有限公司' }])
  })

  it('takes over what a process left behind, also half a record at the end', async () => {
    const lost = await opened(platform)
    await send([entityEvent(1)], 'left', 'a', lost)
    const folder = platform.paths.events(EVENTS)
    const [name = ''] = readdirSync(folder)
    appendFileSync(join(folder, name), '#0000')
    expect(await cycle(intake)).toBeUndefined()
    utimesSync(join(folder, name), new Date(0), new Date(0))
    expect(await cycle(intake)).toMatchObject({ received: 1 })
    expect((await send([entityEvent(2)], 'after', 'a', lost)).outcome).toBe('accepted')
    expect(readdirSync(folder)).not.toContain(name)
  })

  it('sets a segment aside whose accepted events cannot be read back, and goes on', async () => {
    await send([entityEvent(1)])
    const folder = platform.paths.events(EVENTS)
    const [name = ''] = readdirSync(folder)
    const whole = readFileSync(join(folder, name))
    truncateSync(join(folder, name), 60)
    expect(await cycle()).toBeUndefined()
    expect(readdirSync(folder)).toEqual([`${name}.damaged`])
    await send([entityEvent(2)])
    expect(await cycle()).toMatchObject({ received: 1 })
    const drainer = startDrainer(platform)
    expect(await intakeHealth(platform, drainer)).toMatchObject({ status: 'degraded', failing: [EVENTS] })
    await drainer.stop()
    writeFileSync(join(folder, name), whole)
    utimesSync(join(folder, name), new Date(0), new Date(0))
    expect(await cycle()).toMatchObject({ received: 1 })
  })

  it('keeps an extract landed when something else than its content fails', async () => {
    const { batch } = await send([entityEvent(1)])
    const table = platform.lake.table.bind(platform.lake)
    let broken = true
    const lake = {
      ...platform.lake,
      table: (name: string) => {
        if (broken && name.startsWith('std/'))
          throw new ShuyuanError('engine.disk_full', { temp: '-', detail: '-' })
        return table(name)
      },
    }
    await prepareDataset(platform, dataset())
    await expect(eventCycle({ ...platform, lake }, dataset(), intake)).rejects.toMatchObject({
      code: 'engine.disk_full',
    })
    const state = () => receiptStatus(platform, dataset(), batch.receipt, 'market_regulation')
    expect(await state()).toMatchObject({ state: 'accepted', extract: 1 })
    broken = false
    expect(await cycle()).toMatchObject({ received: 1 })
    expect(await state()).toMatchObject({ state: 'visible' })
  })

  it('publishes what a process had ingested when it died', async () => {
    await send([entityEvent(1)])
    await prepareDataset(platform, dataset())
    await ingestEvents(platform, dataset(), intake)
    expect(await listRuns(ledger.db)).toEqual([])
    const drainer = startDrainer(platform)
    await drainer.stop()
    expect(await published('select name from legal_entity')).toEqual([{ name: '第1号商贸有限公司' }])
  })

  it('ends the run of a process that died while it built', async () => {
    await send([entityEvent(1)])
    await cycle()
    await beginEventRun(ledger.db, {
      dataset: EVENTS,
      foundation: EVENTS_FOUNDATION,
      extracts: [1],
      counts: {},
      outputs: {},
      problems: [],
      blocked: false,
      startedAt: new Date(),
      now: new Date(),
    })
    expect(await activeRuns(ledger.db)).toHaveLength(1)
    await finishInterruptedRuns(platform, dataset())
    expect(await activeRuns(ledger.db)).toEqual([])
  })
})

describe('a drainer', () => {
  it('publishes without being asked and stops with nothing left', async () => {
    const cycles: number[] = []
    const drainer = startDrainer(platform, {
      intake,
      onCycle: (_, { received }) => void cycles.push(received),
    })
    for (let n = 0; n < 20; n++) await send([entityEvent(n)])
    await drainer.stop()
    expect(cycles.reduce((sum, each) => sum + each, 0)).toBe(20)
    expect(await published('select count(*) as n from legal_entity')).toEqual([{ n: 20n }])
    expect(drainer.failing()).toEqual([])
  })
})
