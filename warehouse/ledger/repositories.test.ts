import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import { finishDelivery, lastDelivery, recordReceipt, startDelivery } from './deliveries.ts'
import { openSegment } from './events.ts'
import {
  EVENTS_BATCH,
  findExtractLike,
  finishExtract,
  getExtract,
  type LandedFile,
  lastExtract,
  listExtracts,
  recordExtract,
  recordSegment,
} from './extracts.ts'
import { isLocked, withLock } from './locks.ts'
import { latestRelease, nextRelease } from './releases.ts'
import { forgetSightings, recordSighting, sightingsOf } from './sightings.ts'

const now = new Date('2026-11-24T00:00:00Z')
let ledger: TestLedger
beforeAll(async () => {
  ledger = await startTestLedger()
})
afterAll(() => ledger.close())

describe('extracts', () => {
  it('are numbered by dataset without gaps, however many land at once', async () => {
    const files = Array.from({ length: 12 }, (_, at) => file('many', at))
    const landed = await Promise.all(files.map((each) => recordExtract(ledger.db, each)))
    expect(landed.map(({ extract }) => extract.seq).toSorted((a, b) => a - b)).toEqual(
      [...Array(12).keys()].map((n) => n + 1),
    )
    expect((await recordExtract(ledger.db, file('other', 0))).extract.seq).toBe(1)
  })

  it('are the same for the same bytes of the same mode and time, whatever the name', async () => {
    const { extract } = await recordExtract(ledger.db, file('again', 1))
    const again = await recordExtract(ledger.db, { ...file('again', 1), fileName: 'renamed.csv', batch: '2' })
    expect(again).toEqual({ extract, isNew: false })
    expect(await findExtractLike(ledger.db, file('again', 1))).toEqual(extract)
  })

  it('are others for the same bytes of another time or mode', async () => {
    const first = file('days', 1)
    await recordExtract(ledger.db, first)
    const others: LandedFile[] = [
      { ...first, asOf: new Date(now.getTime() + 86_400_000) },
      { ...first, asOf: new Date(now.getTime() + 60_000) },
      { ...first, mode: first.mode === 'full' ? 'delta' : 'full' },
    ]
    for (const [at, other] of others.entries()) {
      expect(await recordExtract(ledger.db, other)).toMatchObject({ isNew: true, extract: { seq: at + 2 } })
      expect(await recordExtract(ledger.db, other)).toMatchObject({ isNew: false, extract: { seq: at + 2 } })
    }
  })

  it('that failed may be sent again', async () => {
    await recordExtract(ledger.db, file('failing', 1))
    await finishExtract(ledger.db, 'failing', 1, { status: 'failed' })
    expect(await recordExtract(ledger.db, file('failing', 1))).toMatchObject({
      isNew: true,
      extract: { seq: 2 },
    })
    expect(await recordExtract(ledger.db, file('failing', 1))).toMatchObject({ isNew: false })
  })

  it('of events are one a segment, whatever their bytes', async () => {
    const lines = { ...file('events', 1), batch: EVENTS_BATCH, mode: 'delta' as const }
    for (const segment of ['a', 'b'])
      await openSegment(ledger.db, { segment, dataset: 'events', openedAt: now })
    expect(await recordSegment(ledger.db, 'a', lines)).toMatchObject({ seq: 1 })
    expect(await recordSegment(ledger.db, 'b', lines)).toMatchObject({ seq: 2 })
    const later = { ...lines, asOf: new Date(now.getTime() + 1) }
    expect(await recordSegment(ledger.db, 'a', later)).toMatchObject({ seq: 1, asOf: now })
    expect(await recordExtract(ledger.db, { ...lines, batch: null })).toMatchObject({ isNew: true })
  })

  it('conserve rows', async () => {
    await recordExtract(ledger.db, file('rows', 1))
    const counts = { received: 10, accepted: 7, quarantined: 2, warned: 0 }
    await expect(finishExtract(ledger.db, 'rows', 1, { status: 'ingested', ...counts })).rejects.toThrow(
      /rows_conserved/,
    )
    await expect(finishExtract(ledger.db, 'rows', 1, { status: 'ingested' })).rejects.toThrow(
      /rows_conserved/,
    )
    await finishExtract(ledger.db, 'rows', 1, {
      status: 'ingested',
      ...counts,
      quarantined: 3,
      detail: { note: 'x' },
    })
    expect(await getExtract(ledger.db, 'rows', 1)).toMatchObject({
      quarantined: 3,
      detail: { note: 'x' },
      asOf: now,
    })
    await expect(finishExtract(ledger.db, 'rows', 2, { status: 'failed' })).rejects.toMatchObject({
      code: 'ledger.unknown_extract',
    })
  })

  it('are found by status, mode and place', async () => {
    for (let at = 1; at <= 3; at++) await recordExtract(ledger.db, file('find', at))
    await recordExtract(ledger.db, { ...file('find', 4), mode: 'delta' })
    for (const seq of [1, 2]) {
      await finishExtract(ledger.db, 'find', seq, {
        status: 'ingested',
        received: 0,
        accepted: 0,
        quarantined: 0,
      })
    }
    expect((await listExtracts(ledger.db, 'find', 'landed')).map(({ seq }) => seq)).toEqual([3, 4])
    expect(await lastExtract(ledger.db, 'find', { status: 'ingested' })).toMatchObject({ seq: 2 })
    expect(await lastExtract(ledger.db, 'find', { before: 2 })).toMatchObject({ seq: 1 })
    expect(await lastExtract(ledger.db, 'find', { mode: 'full' })).toMatchObject({ seq: 3 })
    expect(await lastExtract(ledger.db, 'none')).toBeUndefined()
  })

  it('never keep a number shaped like a person’s', async () => {
    await recordExtract(ledger.db, file('private', 1))
    const detail = { line: '150102198807303035', deep: [{ phone: '13812345678' }], odd: 'a\0b' }
    const { detail: kept } = await finishExtract(ledger.db, 'private', 1, { status: 'failed', detail })
    expect(kept).toEqual({ line: '[redacted]', deep: [{ phone: '[redacted]' }], odd: 'a\uFFFDb' })
  })
})

describe('sightings', () => {
  it('keep the last look of each path, to the nanosecond', async () => {
    const look = { path: 'd/a.csv', dataset: 'd', size: 5, mtimeNs: 1_764_000_000_123_456_789n, seenAt: now }
    await recordSighting(ledger.db, { ...look, sha256: null, seq: null })
    await recordSighting(ledger.db, { ...look, size: 6, sha256: 'ab', seq: 1 })
    expect([...(await sightingsOf(ledger.db, 'd')).values()]).toEqual([
      { ...look, size: 6, sha256: 'ab', seq: 1 },
    ])
    await forgetSightings(ledger.db, ['d/a.csv'])
    expect(await sightingsOf(ledger.db, 'd')).toEqual(new Map())
  })
})

describe('releases', () => {
  it('are numbered, one a run', async () => {
    const run = await ledger.db
      .insertInto('runs')
      .values({ targets: [], plan: '{}', trigger: 't', startedAt: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    const release = {
      foundation: 'person',
      tables: { 'base/person': 4 },
      inputs: { a: 2 },
      counts: {},
      createdAt: now,
    }
    const first = await nextRelease(ledger.db, { ...release, runId: run.id })
    expect(first).toMatchObject({ number: 1, tables: { 'base/person': 4 } })
    expect(await nextRelease(ledger.db, { ...release, tables: { 'base/person': 5 }, runId: run.id })).toEqual(
      first,
    )
    expect(await nextRelease(ledger.db, release)).toMatchObject({ number: 2, runId: null })
    expect(await latestRelease(ledger.db, 'person')).toMatchObject({ number: 2 })
    expect(await latestRelease(ledger.db, 'legal_entity')).toBeUndefined()
  })
})

describe('deliveries', () => {
  it('go from building over delivered to received, and are taken up again when broken off', async () => {
    const start = { request: 'baotou', release: 1, kind: 'full', createdAt: now } as const
    expect(await startDelivery(ledger.db, start)).toMatchObject({ sequence: 1, status: 'building' })
    expect(await startDelivery(ledger.db, { ...start, release: 2 })).toMatchObject({
      sequence: 1,
      release: 2,
    })
    expect(await lastDelivery(ledger.db, 'baotou', { finished: true })).toBeUndefined()
    await expect(recordReceipt(ledger.db, 'baotou', 1, {})).rejects.toMatchObject({
      code: 'ledger.bad_transition',
    })
    const made = { packageId: 'p', sha256: 'ab', rows: 3 }
    expect(await finishDelivery(ledger.db, 'baotou', 1, made)).toMatchObject({ ...made, status: 'delivered' })
    const received = await recordReceipt(ledger.db, 'baotou', 1, { rows: 3 })
    expect(received).toMatchObject({ status: 'received', receipt: { rows: 3 } })
    expect(await recordReceipt(ledger.db, 'baotou', 1, { rows: 9 })).toEqual(received)
    expect(await startDelivery(ledger.db, start)).toMatchObject({ sequence: 2 })
  })
})

describe('withLock', () => {
  it('lets one in at a time, and others by other names', async () => {
    const inside: string[] = []
    const work = (name: string) =>
      withLock(ledger.db, name, async () => {
        inside.push(`${name} in`)
        await sql`select pg_sleep(0.05)`.execute(ledger.db)
        inside.push(`${name} out`)
      })
    await Promise.all([work('a'), work('a'), work('b')])
    const a = inside.filter((each) => each.startsWith('a'))
    expect(a).toEqual(['a in', 'a out', 'a in', 'a out'])
    expect(inside.indexOf('b in')).toBeLessThan(3)
  })

  it('is seen while it is there, however many look at once', async () => {
    const look = () => Promise.all(Array.from({ length: 8 }, () => isLocked(ledger.db, 'seen')))
    expect(await look()).toEqual(Array(8).fill(false))
    expect(await withLock(ledger.db, 'seen', look)).toEqual(Array(8).fill(true))
    expect(await look()).toEqual(Array(8).fill(false))
  })
})

function file(dataset: string, at: number): LandedFile {
  const sha256 = at.toString(16).padStart(64, '0')
  const known = { department: 'x', bytes: 1, format: 'csv', mode: 'full', asOf: now, landedAt: now } as const
  return { dataset, sha256, fileName: `${dataset}_full_2026112${at}.csv`, ...known }
}
