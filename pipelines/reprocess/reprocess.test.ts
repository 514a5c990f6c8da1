import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Catalogue, catalogue as real } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { fixedClock } from '../../core/clock.ts'
import { citizenId } from '../../demo/check_digits.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import '../../test/support/texts.ts'
import { rejectObjection } from '../../governance/objections/act.ts'
import { listObjections } from '../../governance/objections/list.ts'
import { actor } from '../../governance/record.ts'
import { alike } from '../../test/support/alike.ts'
import { CAMPAIGN, campaign } from '../../test/support/campaign.ts'
import { allowanceRow, type SentRow, send, stand, stillOpen, take } from '../../test/support/objected_rows.ts'
import { type KeptPlatform, startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { listExtracts } from '../../warehouse/ledger/extracts.ts'
import { unendedReprocess } from '../../warehouse/ledger/reprocesses.ts'
import type { Platform } from '../platform.ts'
import { buildStage } from '../stages/build.ts'
import { ingestStage } from '../stages/ingest/ingest.ts'
import { scoreStage } from '../stages/score.ts'
import { reprocess, withdrawExtract } from './reprocess.ts'
import { staleRegisters } from './stale.ts'

const WITHDRAWALS = campaign({ short: 2, long: 8, variable: 'WITHDRAWALS' })
const REGISTER = 'minimum_living_allowance'
const order = { officer: 'chief', reason: '规则已更正' }
const officers = [{ id: 'chief', name: '值班负责人', account: actor() }]

/** The region's catalogue with few buckets, and the register as `change` has it. */
function catalogueWith(change: (dataset: Dataset) => void = () => {}): Catalogue {
  const catalogue = structuredClone(real)
  for (const foundation of catalogue.foundations) Object.assign(foundation, { buckets: 2, minShareOfLast: 0 })
  const person = catalogue.foundations.find(({ id }) => id === 'person')
  if (person)
    person.datasets = person.datasets.filter((id) => ['household_registration', REGISTER].includes(id))
  change(datasetOf(catalogue, REGISTER))
  return catalogue
}

const rangeTo = (max: number) =>
  catalogueWith((dataset) => {
    for (const rule of dataset.rules) if (rule.kind === 'range' && rule.field === 'amount') rule.max = max
  })
const usual = rangeTo(5000)
const wider = rangeTo(10_000)
const tighter = rangeTo(450)

const key = (number: number) =>
  citizenId(`15010219900${(number % 9) + 1}01${String(number).padStart(3, '0')}`)
const row = (number: number, more: SentRow = {}): SentRow => allowanceRow(key(number), `DB${number}`, more)
const BAD = { amount: '9000' }

type Send = (platform: Platform) => void
const dump =
  (day: string, rows: SentRow[], lines: string[] = []): Send =>
  (platform) =>
    send(platform, { dataset: REGISTER, mode: 'full', day }, rows, lines)
const delta =
  (day: string, rows: SentRow[]): Send =>
  (platform) =>
    send(platform, { dataset: REGISTER, mode: 'delta', day }, rows)

const ordinary: Send[] = [
  dump('20260901', [row(1, BAD), row(2), row(3, BAD), row(4), row(5)], [`${key(6)},"王甲`]),
  delta('20260905', [
    row(1, { amount: '600', updated_at: '2026-09-04 10:00:00' }),
    row(7, BAD),
    { ...row(5), op: 'D' },
  ]),
  dump('20261001', [row(1), row(2), row(3, BAD), row(4, { amount: '480' }), row(6), row(8)]),
  delta('20261005', [row(9, { updated_at: '2026-10-04 10:00:00' })]),
]

let platforms: TestPlatform[]
beforeEach(() => {
  platforms = []
})
afterEach(() => Promise.all(platforms.map((each) => each.close())))

const open = (like?: KeptPlatform) =>
  startTestPlatform({ config: { officers }, clock: fixedClock('2026-10-12T02:00:00Z'), like })

async function start(opening = open()): Promise<TestPlatform> {
  const platform = await opening
  platforms.push(platform)
  mkdirSync(platform.paths.drop('public_security'), { recursive: true })
  return platform
}

const under = (platform: Platform, catalogue: Catalogue): Platform => ({ ...platform, catalogue })

/** A platform on which all this came, one after the other. */
async function platformWith(sends: Send[], catalogue = usual): Promise<TestPlatform> {
  const known = sends === ordinary ? withOrdinary.get(catalogue) : undefined
  if (known) return start(known())
  const platform = await start()
  await takeAll(platform, sends, catalogue)
  return platform
}

const withOrdinary = new Map(
  [usual, wider, tighter].map((catalogue) => [
    catalogue,
    alike(open, (platform) => takeAll(platform, ordinary, catalogue)),
  ]),
)

async function takeAll(platform: TestPlatform, sends: Send[], catalogue: Catalogue): Promise<void> {
  for (const each of sends) {
    each(platform)
    await take(under(platform, catalogue), REGISTER)
  }
}

async function rows(platform: Platform, name: string, query: (table: Relation) => Relation) {
  const table = platform.lake.table(name)
  return platform.engine.rows(query(table.select(await table.snapshot())))
}

/** Everything that is derived from the extracts, but for the numbers of rules' versions. */
async function derived(platform: Platform): Promise<Record<string, unknown>> {
  const extracts = await listExtracts(platform.ledger.db, REGISTER)
  return {
    extracts: extracts.map(({ seq, status, received, accepted, quarantined, warned, ruleset, detail }) => ({
      ...{ seq, status, received, accepted, quarantined, warned, ruleset, detail },
    })),
    raw: await rows(
      platform,
      `raw/${REGISTER}`,
      (table) => sql`select * from ${table} order by _extract, _line`,
    ),
    std: await rows(
      platform,
      `std/${REGISTER}`,
      (table) => sql`select * from ${table} order by _extract, _line, citizen_id`,
    ),
    quarantine: await rows(
      platform,
      `quarantine/${REGISTER}`,
      (table) => sql`select * from ${table} order by _extract, _line`,
    ),
    history: await rows(
      platform,
      'quality/history',
      (table) => sql`select * exclude (version) from ${table} where dataset = ${REGISTER} order by all`,
    ),
    open: await stillOpen(platform, REGISTER),
  }
}

/** Golden records and histories after a build. */
async function built(platform: Platform, catalogue = usual): Promise<unknown> {
  await take(under(platform, catalogue), REGISTER)
  await buildStage(under(platform, catalogue), 'person', null)
  return {
    golden: await rows(
      platform,
      'base/person',
      (table) => sql`select * exclude (origin, bucket) from ${table} order by 1`,
    ),
    states: await rows(
      platform,
      `history/${REGISTER}`,
      (table) =>
        sql`select * exclude (_extract, _line, bucket) from ${table} order by citizen_id, _valid_from`,
    ),
  }
}

describe('the same rules', () => {
  test('change nothing', async () => {
    const platform = under(await platformWith(ordinary), usual)
    const golden = await built(platform)
    const before = await derived(platform)
    const items = await stand(platform, REGISTER)
    const objections = await listObjections(platform)
    expect(await reprocess(platform, REGISTER, order)).toEqual({
      dataset: REGISTER,
      extracts: 4,
      kept: 0,
      changed: [],
    })
    expect(await derived(platform)).toEqual(before)
    expect(await stand(platform, REGISTER)).toEqual(items)
    expect(await listObjections(platform)).toEqual(objections)
    expect(await built(platform)).toEqual(golden)
    await platform.ledger.db
      .updateTable('extracts')
      .set({ detail: JSON.stringify({ problems: [] }) })
      .where('seq', '=', 4)
      .execute()
    expect(await staleRegisters(platform)).toMatchObject([{ extracts: [], unrecorded: [4] }])
    await reprocess(platform, REGISTER, order)
    expect(await derived(platform)).toEqual(before)
    expect(await staleRegisters(platform)).toEqual([])
    await expect(reprocess(platform, REGISTER, { ...order, because: 'rules' })).rejects.toMatchObject({
      ...{ code: 'pipelines.nothing_to_reprocess' },
    })
    delta('20261008', [row(2, { amount: '700', updated_at: '2026-10-07 10:00:00' })])(platform)
    await take(platform, REGISTER)
    expect((await listExtracts(platform.ledger.db, REGISTER)).map(({ status }) => status)).toEqual(
      Array.from({ length: 5 }, () => 'ingested'),
    )
  })
})

describe('a mended rule', () => {
  test.each([
    ['that let too little pass', usual, wider],
    ['that let too much pass', usual, tighter],
  ])('%s, leaves what a platform that always had it has', async (_what, first, mended) => {
    const platform = under(await platformWith(ordinary, first), mended)
    await built(platform, first)
    expect(await staleRegisters(platform)).toMatchObject([
      {
        dataset: REGISTER,
        extracts: [1, 2, 3, 4].map((seq) => ({ seq, because: ['rules'] })),
        again: { extracts: 4 },
      },
    ])
    const { changed } = await reprocess(platform, REGISTER, { ...order, because: 'rules' })
    expect(changed.length).toBeGreaterThan(0)
    const fresh = under(await platformWith(ordinary, mended), mended)
    expect(await derived(platform)).toEqual(await derived(fresh))
    expect(await built(platform, mended)).toEqual(await built(fresh, mended))
    expect(await staleRegisters(platform)).toEqual([])
    const { rows: lines } = await platform.ledger.db
      .selectFrom('audit')
      .select(['action', 'actor', 'subject'])
      .where('action', 'in', ['reprocess', 'reprocessed'])
      .execute()
      .then((found) => ({ rows: found }))
    expect(lines).toEqual(
      ['reprocess', 'reprocessed'].map((action) => ({ action, actor: actor(), subject: REGISTER })),
    )
  })

  test('a code mapping too, and the month is scored anew', async () => {
    const coded = [dump('20260901', [row(1, { kind: 'X1' }), row(2), row(3)])]
    const mended = catalogueWith(({ fields }) => {
      const kind = fields.find(({ id }) => id === 'kind')
      if (kind) kind.mapping = { ...kind.mapping, X1: '1' }
    })
    const platform = under(await platformWith(coded), usual)
    await scoreStage(platform)
    expect((await staleRegisters(under(platform, mended)))[0]?.extracts[0]?.because).toContain('catalogue')
    await reprocess(under(platform, mended), REGISTER, { ...order, because: 'catalogue' })
    await scoreStage(under(platform, mended))
    const fresh = under(await platformWith(coded, mended), mended)
    await scoreStage(fresh)
    expect(await derived(platform)).toEqual(await derived(fresh))
    const facts = (of: Platform) =>
      rows(
        of,
        'quality/indicators',
        (table) => sql`select * from ${table} where dataset = ${REGISTER} order by all`,
      )
    expect(await facts(platform)).toEqual(await facts(fresh))
  })

  test('leaves what a person decided about an objection', async () => {
    const platform = under(await platformWith(ordinary.slice(0, 1)), usual)
    const [objection] = (await listObjections(platform)).filter(({ code }) => code === 'range.outside')
    await rejectObjection(platform, objection?.id ?? 0, { actor: 'officer', reason: '经核实金额无误' })
    const items = await stand(platform, REGISTER)
    await reprocess(under(platform, tighter), REGISTER, order)
    const now = await stand(platform, REGISTER)
    expect(now.filter(({ event }) => event === 'rejected')).toEqual(
      items.filter(({ event }) => event === 'rejected'),
    )
    expect(now.length).toBeGreaterThan(items.length)
  })
})

/** A platform that dies when it writes to a table. */
const dying = (platform: Platform, name: string): Platform => ({
  ...platform,
  lake: {
    ...platform.lake,
    table: (asked) => {
      const inner = platform.lake.table(asked)
      const dies = () => Promise.reject(new Error('killed'))
      return asked === name ? { ...inner, rewrite: dies, commit: dies } : inner
    },
  },
})

/** A platform on which each extract came under its own catalogue. */
async function platformUnder(sends: Send[], catalogueOf: (seq: number) => Catalogue): Promise<TestPlatform> {
  const platform = await start()
  for (const [at, each] of sends.entries()) {
    each(platform)
    await take(under(platform, catalogueOf(at + 1)), REGISTER)
  }
  return platform
}

describe('some extracts', () => {
  test.each([[[2]], [[1, 3]]])('change nothing under the same rules: %j', async (extracts) => {
    const platform = under(await platformWith(ordinary), usual)
    const golden = await built(platform)
    const before = await derived(platform)
    const items = await stand(platform, REGISTER)
    expect(await reprocess(platform, REGISTER, { ...order, extracts })).toEqual({
      ...{ dataset: REGISTER, extracts: extracts.length, kept: 4 - extracts.length, changed: [] },
    })
    expect(await derived(platform)).toEqual(before)
    expect(await stand(platform, REGISTER)).toEqual(items)
    expect(await built(platform)).toEqual(golden)
  })

  test.each([
    ['more', wider, [1]],
    ['more', wider, [2]],
    ['more', wider, [3]],
    ['more', wider, [1, 3]],
    ['less', tighter, [1]],
    ['less', tighter, [2, 4]],
    ['less', tighter, [3]],
  ])('let %s pass, as if those had come under the present rules: %j %j', async (_what, mended, extracts) => {
    const platform = await platformWith(ordinary)
    await reprocess(under(platform, mended), REGISTER, { ...order, extracts })
    const fresh = await platformUnder(ordinary, (seq) => (extracts.includes(seq) ? mended : usual))
    expect(await derived(platform)).toEqual(await derived(fresh))
    expect(await built(platform, usual)).toEqual(await built(fresh, usual))
    const [stale] = await staleRegisters(under(platform, mended))
    expect(stale?.extracts.map(({ seq }) => seq)).toEqual(
      [1, 2, 3, 4].filter((seq) => !extracts.includes(seq)),
    )
  })

  test('are said in the audit log, and finished as such by whoever comes next', async () => {
    const platform = under(await platformWith(ordinary), wider)
    await expect(
      reprocess(dying(platform, `std/${REGISTER}`), REGISTER, { ...order, extracts: [3, 1, 3] }),
    ).rejects.toThrow('killed')
    await ingestStage(platform, REGISTER)
    const fresh = await platformUnder(ordinary, (seq) => (seq === 2 || seq === 4 ? usual : wider))
    expect(await derived(platform)).toEqual(await derived(fresh))
    const lines = await platform.ledger.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'reprocessed')
      .execute()
    expect(lines).toMatchObject([{ detail: { only: '1 3', extracts: 2 } }])
  })

  test('need no file of the others', async () => {
    const platform = under(await platformWith(ordinary), wider)
    const [first] = await listExtracts(platform.ledger.db, REGISTER)
    rmSync(join(platform.paths.landing, REGISTER, first?.sha256 ?? ''), { recursive: true })
    await expect(reprocess(platform, REGISTER, { ...order, extracts: [1] })).rejects.toMatchObject({
      ...{ code: 'pipelines.reprocess_file_missing', fields: { extract: 1, sha256: first?.sha256 } },
    })
    await reprocess(platform, REGISTER, { ...order, extracts: [2, 3, 4] })
    const fresh = await platformUnder(ordinary, (seq) => (seq === 1 ? usual : wider))
    expect(await derived(platform)).toEqual(await derived(fresh))
  })

  test('are refused where the others are read otherwise now, or were not judged', async () => {
    const platform = under(await platformWith(ordinary), usual)
    const before = await derived(platform)
    const read = catalogueWith(({ fields }) => {
      const kind = fields.find(({ id }) => id === 'kind')
      if (kind) kind.mapping = { ...kind.mapping, X1: '1' }
    })
    await expect(
      reprocess(under(platform, read), REGISTER, { ...order, extracts: [1, 4] }),
    ).rejects.toMatchObject({ code: 'pipelines.extracts_read_otherwise', fields: { extracts: '2 3' } })
    await expect(reprocess(platform, REGISTER, { ...order, extracts: [9] })).rejects.toMatchObject({
      code: 'ledger.unknown_extract',
    })
    await expect(
      reprocess(platform, REGISTER, { ...order, extracts: [1], because: 'rules' }),
    ).rejects.toMatchObject({ code: 'pipelines.nothing_to_reprocess' })
    expect(await derived(platform)).toEqual(before)
    await withdrawExtract(platform, { dataset: REGISTER, seq: 2 }, order)
    await expect(reprocess(platform, REGISTER, { ...order, extracts: [2] })).rejects.toMatchObject({
      code: 'pipelines.not_judged',
    })
  })
})

describe('who is cut off', () => {
  test.each([
    `raw/${REGISTER}`,
    `quarantine/${REGISTER}`,
    'quality/history',
    `std/${REGISTER}`,
    'objections/items',
  ])('before %s was put in place is finished by the next ingest', async (name) => {
    const platform = under(await platformWith(ordinary), wider)
    await expect(reprocess(dying(platform, name), REGISTER, order)).rejects.toThrow('killed')
    expect(await unendedReprocess(platform.ledger.db, REGISTER)).toMatchObject({ status: 'carried' })
    await ingestStage(platform, REGISTER)
    expect(await unendedReprocess(platform.ledger.db, REGISTER)).toBeUndefined()
    expect(await derived(platform)).toEqual(await derived(await platformWith(ordinary, wider)))
  })

  test('within an extract comes to the result of that first', async () => {
    const platform = under(await platformWith(ordinary.slice(0, 3)), usual)
    ordinary[3]?.(platform)
    await expect(ingestStage(dying(platform, `std/${REGISTER}`), REGISTER)).rejects.toThrow('killed')
    await reprocess(platform, REGISTER, order)
    await take(platform, REGISTER)
    expect(await derived(platform)).toEqual(await derived(await platformWith(ordinary)))
  })

  test('before that has changed nothing', async () => {
    const platform = under(await platformWith(ordinary), usual)
    const before = await derived(platform)
    await expect(reprocess(dying(under(platform, wider), 'quality/rules'), REGISTER, order)).rejects.toThrow(
      'killed',
    )
    const [first] = await listExtracts(platform.ledger.db, REGISTER)
    rmSync(join(platform.paths.landing, REGISTER, first?.sha256 ?? ''), { recursive: true })
    await expect(reprocess(under(platform, wider), REGISTER, order)).rejects.toMatchObject({
      ...{ code: 'pipelines.reprocess_file_missing', fields: { extract: 1 } },
    })
    expect(await derived(platform)).toEqual(before)
    expect(await unendedReprocess(platform.ledger.db, REGISTER)).toBeUndefined()
  })
})

describe('files that are missing', () => {
  test('are all told before anything is changed', async () => {
    const platform = under(await platformWith(ordinary), usual)
    for (const { seq, sha256 } of await listExtracts(platform.ledger.db, REGISTER))
      if (seq === 1 || seq === 3) rmSync(join(platform.paths.landing, REGISTER, sha256), { recursive: true })
    const versions = () =>
      Promise.all(
        ['raw', 'quarantine', 'std'].map(
          async (layer) => (await platform.lake.table(`${layer}/${REGISTER}`).snapshot()).version,
        ),
      )
    const before = await versions()
    const changed = catalogueWith(({ fields }) => {
      const kind = fields.find(({ id }) => id === 'kind')
      if (kind) Object.assign(kind, { id: 'benefit_kind', formerly: ['kind'] })
    })
    await expect(reprocess(under(platform, changed), REGISTER, order)).rejects.toMatchObject({
      code: 'pipelines.reprocess_file_missing',
      fields: { extract: 1, missing: '1 3' },
    })
    expect(await versions()).toEqual(before)
    const audit = await platform.ledger.db.selectFrom('audit').select('action').execute()
    expect(audit.map(({ action }) => action)).not.toContain('reprocess')
    await expect(withdrawExtract(platform, { dataset: REGISTER, seq: 1 }, order)).rejects.toMatchObject({
      fields: { extract: 3, missing: '3' },
    })
  })
})

describe('a withdrawn extract', () => {
  const days = ['20260901', '20260905', '20260910', '20260915', '20260920']
  const sent = fc.record({
    full: fc.boolean(),
    rows: fc.array(
      fc.record({
        person: fc.integer({ min: 1, max: 4 }),
        amount: fc.constantFrom('500', '600', '9000'),
        day: fc.integer({ min: 1, max: 20 }),
        op: fc.constantFrom('U', 'U', 'U', 'D'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })

  test('is as if it had never come', { timeout: 300_000 * WITHDRAWALS, ...CAMPAIGN }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 2, maxLength: 4 }), fc.nat(3), async (history, nth) => {
        const sends = history.map(({ full, rows }, at): Send => {
          const lines = rows.map(({ person, amount, day, op }) =>
            row(person, { amount, op, updated_at: `2026-08-${String(day).padStart(2, '0')} 10:00:00` }),
          )
          // A person stands once in a dump.
          const once = lines.filter(
            (line, place) => lines.findIndex((each) => each.citizen_id === line.citizen_id) === place,
          )
          const day = days[at] ?? ''
          return full ? dump(day, [...once, row(20), row(21), row(22)]) : delta(day, lines)
        })
        const seq = (nth % sends.length) + 1
        const platform = under(await platformWith(sends), usual)
        await withdrawExtract(platform, { dataset: REGISTER, seq }, order)
        const without = under(await platformWith(sends.filter((_, at) => at !== seq - 1)), usual)
        expect(await built(platform)).toEqual(await built(without))
        expect(await stillOpen(platform, REGISTER)).toEqual(await stillOpen(without, REGISTER))
        const quarantine = (of: Platform) =>
          rows(
            of,
            `quarantine/${REGISTER}`,
            (table) => sql`select * exclude (_extract) from ${table} order by all`,
          )
        expect(await quarantine(platform)).toEqual(await quarantine(without))
        await Promise.all(platforms.splice(0).map((each) => each.close()))
      }),
      { numRuns: WITHDRAWALS },
    )
  })

  test('keeps its raw rows and its file, stays withdrawn, and may be sent again', async () => {
    const platform = under(await platformWith(ordinary), usual)
    await withdrawExtract(platform, { dataset: REGISTER, seq: 3 }, order)
    const raw = await rows(
      platform,
      `raw/${REGISTER}`,
      (table) => sql`select distinct _extract from ${table} order by 1`,
    )
    expect(raw).toEqual([1, 2, 3, 4].map((_extract) => ({ _extract })))
    await reprocess(platform, REGISTER, order)
    const statuses = async () =>
      (await listExtracts(platform.ledger.db, REGISTER)).map(({ status }) => status)
    expect(await statuses()).toEqual(['ingested', 'ingested', 'withdrawn', 'ingested'])
    await expect(withdrawExtract(platform, { dataset: REGISTER, seq: 3 }, order)).rejects.toMatchObject({
      ...{ code: 'pipelines.not_withdrawn' },
    })
    await take(platform, REGISTER)
    expect(await statuses()).toHaveLength(4)
    send(platform, { dataset: REGISTER, mode: 'full', day: '20261001', batch: 'again' }, [
      row(1),
      row(2),
      row(3, BAD),
      row(4, { amount: '480' }),
      row(6),
      row(8),
    ])
    await take(platform, REGISTER)
    expect(await statuses()).toEqual(['ingested', 'ingested', 'withdrawn', 'ingested', 'ingested'])
  })
})
