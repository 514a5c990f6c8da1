import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Catalogue, catalogue as real } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { ruleSchema } from '../catalog/rule.ts'
import { citizenId } from '../demo/check_digits.ts'
import { actor } from '../governance/record.ts'
import { reprocess } from '../pipelines/reprocess/reprocess.ts'
import { staleExtracts } from '../pipelines/reprocess/stale.ts'
import { ingestStage } from '../pipelines/stages/ingest/ingest.ts'
import { openLake } from '../warehouse/lake/lake.ts'
import { unretracted } from '../warehouse/resolve/log.ts'
import { statesOf } from '../warehouse/resolve/states.ts'
import { CAMPAIGN, campaign } from './support/campaign.ts'
import { type SentRow, send } from './support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/**
 * A register whose rules reject rows by another one. Which rows are accepted hangs on what the other had when they were
 * judged: judged again because of `registers`, the states are those of the order of times, whatever came first.
 */
const SEED = Number(process.env.ARRIVAL_SEED ?? 20261130)
const RUNS = campaign({ short: 1, long: 2, variable: 'ARRIVAL_RUNS' })

const KNOWN = 'household_registration'
const DATASET = 'minimum_living_allowance'
const catalogue: Catalogue = {
  ...real,
  datasets: real.datasets.map((dataset) => {
    if (dataset.id === KNOWN) return { ...dataset, rules: [] }
    if (dataset.id !== DATASET) return dataset
    const rule = {
      kind: 'reference' as const,
      field: 'citizen_id',
      datasets: [KNOWN],
      severity: 'reject' as const,
    }
    return { ...dataset, rules: [ruleSchema.parse(rule)] }
  }),
}
const dataset = datasetOf(catalogue, DATASET)
const PEOPLE = [1, 2, 3].map((number) => citizenId(`1501021990010100${number}`))

let platform: TestPlatform
let now = 0
beforeAll(async () => {
  const clock = {
    now: () => {
      now += 1000
      return new Date(Date.parse('2026-02-01T00:00:00Z') + now)
    },
  }
  const officers = [{ id: 'chief', name: '值班负责人', account: actor() }]
  platform = await startTestPlatform({ catalogue, clock, config: { officers } })
}, 60_000)
afterAll(() => platform?.close())

interface Sent {
  dataset: string
  mode: 'full' | 'delta'
  /** Day of January 2026. */
  day: number
  people: number[]
}

const person = (key: string): SentRow => ({
  ...{
    citizen_id: key,
    name: '王甲',
    sex: '1',
    birth_date: '1990-01-01',
    ethnic_group: '01',
    education: '70',
  },
  ...{ division: '150102', household_no: 'H1', updated_at: '2026-01-01 10:00:00', op: 'I' },
})
const allowance = (key: string, day: number): SentRow => ({
  ...{
    citizen_id: key,
    name: '王甲',
    certificate_no: `DB${key.slice(-4)}`,
    kind: '1',
    from_date: '2020-01-01',
  },
  ...{ amount: `${500 + day}`, updated_at: `2026-01-0${day} 10:00:00`, op: 'U' },
})

async function come(to: TestPlatform, { dataset: id, mode, day, people }: Sent): Promise<void> {
  const keys = people.flatMap((at) => PEOPLE[at] ?? [])
  const rows = keys.map((key) => (id === KNOWN ? person(key) : allowance(key, day)))
  send(to, { dataset: id, mode, day: `2026010${day}` }, rows)
  await ingestStage(to, id)
}

async function statesAfter(to: TestPlatform) {
  const table = to.lake.table(`std/${DATASET}`)
  if (!(await table.exists())) return []
  const std = table.select(await table.snapshot())
  return to.engine.rows(
    sql`select citizen_id, amount, _valid_from, _valid_to from
      ${statesOf(dataset, unretracted(std), sql`(select hash(citizen_id) as h from ${std})`)} order by all`,
  )
}

async function emptied(name: string): Promise<TestPlatform> {
  const root = join(platform.settings.dataRoot, name)
  rmSync(root, { recursive: true, force: true })
  for (const id of [KNOWN, DATASET])
    rmSync(platform.paths.drop(datasetOf(catalogue, id).providingDepartment), {
      recursive: true,
      force: true,
    })
  await platform.ledger.db.deleteFrom('reprocesses').execute()
  await platform.ledger.db.deleteFrom('extracts').execute()
  return { ...platform, lake: await openLake({ root, engine: platform.engine, clock: platform.clock }) }
}

const order = { officer: 'chief', reason: '登记册迟到' }

const inTime = (extracts: Sent[]) =>
  [...extracts].sort((a, b) => a.day - b.day || (a.dataset === KNOWN ? -1 : 1))

/** Whether the shuffled order came out otherwise before it was judged again. */
async function compared(extracts: Sent[]): Promise<boolean> {
  const ordered = await emptied('ordered')
  for (const sent of inTime(extracts)) await come(ordered, sent)
  const right = await statesAfter(ordered)
  const shuffled = await emptied('shuffled')
  for (const sent of extracts) await come(shuffled, sent)
  const came = await statesAfter(shuffled)
  const stale = await staleExtracts(shuffled, dataset)
  const told = stale.extracts.some(({ because }) => because.includes('registers'))
  const differs = JSON.stringify(came) !== JSON.stringify(right)
  if (differs) expect(told).toBe(true)
  if (told) {
    await reprocess(shuffled, DATASET, { ...order, because: 'registers' })
    expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([])
    expect(await statesAfter(shuffled)).toEqual(right)
    await reprocess(shuffled, DATASET, order)
    expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([])
  }
  expect(await statesAfter(shuffled)).toEqual(right)
  return differs
}

test('a reference that comes late is told, and judged again the rows are those of the order of times', async () => {
  const register: Sent = { dataset: KNOWN, mode: 'full', day: 3, people: [0, 1] }
  const early: Sent = { dataset: DATASET, mode: 'delta', day: 4, people: [0, 2] }
  const last: Sent = { dataset: DATASET, mode: 'full', day: 6, people: [0, 1] }
  expect(await compared([early, register, last])).toBe(true)
}, 120_000)

test('of extracts that are judged again one by one, the others stay told of', async () => {
  const extracts: Sent[] = [
    { dataset: KNOWN, mode: 'delta', day: 1, people: [2] },
    { dataset: DATASET, mode: 'delta', day: 4, people: [0] },
    { dataset: DATASET, mode: 'delta', day: 5, people: [1] },
    { dataset: KNOWN, mode: 'full', day: 3, people: [0, 1] },
  ]
  const ordered = await emptied('ordered')
  for (const sent of inTime(extracts)) await come(ordered, sent)
  const right = await statesAfter(ordered)
  const shuffled = await emptied('shuffled')
  for (const sent of extracts) await come(shuffled, sent)
  const late = (seq: number) => ({ seq, because: ['registers'] })
  expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([late(1), late(2)])
  const because = 'registers' as const
  await reprocess(shuffled, DATASET, { ...order, because, extracts: [1] })
  expect(await statesAfter(shuffled)).toEqual(right.slice(0, 1))
  expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([late(2)])
  await expect(reprocess(shuffled, DATASET, { ...order, because, extracts: [1] })).rejects.toMatchObject({
    code: 'pipelines.nothing_to_reprocess',
  })
  await reprocess(shuffled, DATASET, order)
  expect(await statesAfter(shuffled)).toEqual(right.slice(0, 1))
  expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([late(2)])
  await reprocess(shuffled, DATASET, { ...order, because, extracts: [2] })
  expect(await statesAfter(shuffled)).toEqual(right)
  expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([])
}, 120_000)

test('of a dataset that was judged again in the order of times, so are extracts that come later, whatever for', async () => {
  const extracts: Sent[] = [
    { dataset: DATASET, mode: 'delta', day: 4, people: [0] },
    { dataset: KNOWN, mode: 'delta', day: 3, people: [0, 1] },
    { dataset: DATASET, mode: 'delta', day: 5, people: [1, 2] },
    { dataset: KNOWN, mode: 'delta', day: 2, people: [2] },
  ]
  const ordered = await emptied('ordered')
  for (const sent of inTime(extracts)) await come(ordered, sent)
  const shuffled = await emptied('shuffled')
  for (const sent of extracts.slice(0, 2)) await come(shuffled, sent)
  await reprocess(shuffled, DATASET, { ...order, because: 'registers' })
  for (const sent of extracts.slice(2)) await come(shuffled, sent)
  const stale = await staleExtracts(shuffled, dataset)
  expect(stale.extracts).toEqual([1, 2].map((seq) => ({ seq, because: ['registers'] })))
  await reprocess(shuffled, DATASET, order)
  expect(await statesAfter(shuffled)).toEqual(await statesAfter(ordered))
  expect((await staleExtracts(shuffled, dataset)).extracts).toEqual([])
}, 120_000)

test('any order across registers comes out the same, judged again where it is told to', {
  timeout: 240_000 * RUNS,
  ...CAMPAIGN,
}, async () => {
  const people = fc.subarray([0, 1, 2], { minLength: 1 })
  const sent = (id: string) =>
    fc.record({
      dataset: fc.constant(id),
      mode: fc.constantFrom('full' as const, 'delta' as const),
      day: fc.integer({ min: 1, max: 9 }),
      people,
    })
  const orders = fc
    .tuple(sent(KNOWN), sent(KNOWN), sent(DATASET), sent(DATASET))
    .filter((all) => all[0].day !== all[1].day && all[2].day !== all[3].day)
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
  await fc.assert(
    fc.asyncProperty(orders, async (extracts) => {
      await compared(extracts)
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  )
})
