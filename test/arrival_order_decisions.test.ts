import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Catalogue, catalogue as real } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { citizenId } from '../demo/check_digits.ts'
import { fingerprintSecret } from '../governance/decisions/apply.ts'
import { completeDecision } from '../governance/decisions/finish.ts'
import { actor } from '../governance/record.ts'
import { reprocess, withdrawExtract } from '../pipelines/reprocess/reprocess.ts'
import { ingestStage } from '../pipelines/stages/ingest/ingest.ts'
import { fingerprintOf } from '../warehouse/candidates/fingerprint.ts'
import { openLake } from '../warehouse/lake/lake.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { openKeyDecision } from '../warehouse/ledger/key_decisions.ts'
import { liveRows, unretracted } from '../warehouse/resolve/log.ts'
import { statesOf } from '../warehouse/resolve/states.ts'
import { CAMPAIGN, campaign } from './support/campaign.ts'
import { type SentRow, send } from './support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/**
 * A row without a key that a person decided on, and an older extract that comes after that: the states of the register
 * are those that the extracts make in the order of their times, with the same decisions after the same extracts; and they
 * stay so where any of the extracts, or all, are judged again.
 * `ARRIVAL_SEED` draws other histories, `ARRIVAL_RUNS` more of them.
 */
const SEED = Number(process.env.ARRIVAL_SEED ?? 20261130)
const RUNS = 2 * campaign({ short: 1, long: 3, variable: 'ARRIVAL_RUNS' })

const DATASET = 'minimum_living_allowance'
/** The register without what is judged by other registers. */
const catalogue: Catalogue = {
  ...real,
  datasets: real.datasets.map((dataset) => (dataset.id === DATASET ? { ...dataset, rules: [] } : dataset)),
}
const dataset = datasetOf(catalogue, DATASET)
const ANNA = citizenId('15010219900101001')
const OTHERS = [2, 3, 4, 5].map((number) => citizenId(`1501021990010100${number}`))

let platform: TestPlatform
beforeAll(async () => {
  const officers = [{ id: 'chief', name: '值班负责人', account: actor() }]
  platform = await startTestPlatform({ catalogue, config: { officers } })
}, 60_000)
afterAll(() => platform?.close())

/** How an extract speaks of Anna: not at all, under her key, or in a row without one; days of January 2026. */
interface Said {
  mode: 'full' | 'delta'
  how: 'absent' | 'keyed' | 'keyless'
  event: number
}
interface Story {
  /** Of the 3rd; comes last where it is late. */
  early: Said
  /** Of the 5th; its row without a key is decided on. */
  decided: Said
  /** Of the 7th, after the decision. */
  after: Said | null
  /** Whether the decision is undone in the end. */
  undone: boolean
}

const row = (key: string, name: string, event: number): SentRow => ({
  citizen_id: key,
  name,
  certificate_no: 'DB1',
  kind: '1',
  from_date: '2020-01-01',
  amount: '500',
  updated_at: `2026-01-0${event} 10:00:00`,
  op: 'U',
})

async function come(to: TestPlatform, day: number, { mode, how, event }: Said): Promise<void> {
  const anna =
    how === 'absent' ? [] : [row(how === 'keyed' ? ANNA : '', how === 'keyed' ? '甲' : '乙', event)]
  const others = OTHERS.map((key, at) => ({ ...row(key, '丙', 1), certificate_no: `DB${at + 2}` }))
  send(to, { dataset: DATASET, mode, day: `2026010${day}` }, [...others, ...anna])
  await ingestStage(to, DATASET)
}

/** Decides that the keyless row of extract `extract`, after the others, is Anna's; or undoes that. */
async function decide(to: TestPlatform, extract: number, of: number | null): Promise<number> {
  const line = OTHERS.length + 2
  const action = of === null ? ('decide' as const) : ('undo' as const)
  const key = of === null ? ANNA : null
  const opened = await openKeyDecision(to.ledger.db, {
    ...{ dataset: DATASET, action, extract, line, actor: actor(), reason: '核实' },
    ...(of === null ? { pseudonym: 'anna' } : { of }),
    decidedAt: to.clock.now(),
  })
  // The fingerprint is that of the row, so that later extracts are known by it.
  const fingerprint = await fingerprintAt(to, extract, line)
  await completeDecision(to, opened, { seq: opened.seq, action, of, fingerprint, key, extract, line })
  return opened.seq
}

async function fingerprintAt(to: TestPlatform, extract: number, line: number): Promise<string | null> {
  const raw = to.lake.table(`raw/${DATASET}`)
  const secret = await fingerprintSecret(to)
  const [found] = await to.engine.rows<{ fingerprint: string }>(
    sql`select ${fingerprintOf(dataset, secret)} as fingerprint from ${raw.select(await raw.snapshot())}
      where _extract = ${sql.lit(extract)} and _line = ${sql.lit(line)}`,
  )
  return found?.fingerprint ?? null
}

/** A platform on which a story happened. */
async function happened({ early, decided, after, undone }: Story, late: boolean): Promise<TestPlatform> {
  const to = await emptied(late ? 'late' : 'ordered')
  if (!late) await come(to, 3, early)
  await come(to, 5, decided)
  const seq = await decide(to, late ? 1 : 2, null)
  if (after) await come(to, 7, after)
  if (undone) await decide(to, late ? 1 : 2, seq)
  if (late) await come(to, 3, early)
  return to
}

/** What is known of Anna: her states in time, without the numbers of extracts. */
async function known(to: TestPlatform) {
  const table = to.lake.table(`std/${DATASET}`)
  const std = table.select(await table.snapshot())
  const name = sql`citizen_id, name, _repair like '%decision%' as decided`
  return {
    live: await to.engine.rows(sql`select ${name} from ${liveRows(dataset, std)} order by citizen_id`),
    states: await to.engine.rows(
      sql`select ${name}, _valid_from, _valid_to from ${statesOf(dataset, unretracted(std), sql`(select hash(citizen_id) as h from ${std})`)} order by all`,
    ),
  }
}

const order = { officer: 'chief', reason: '规则已更正' }

/** Which extracts are judged again: the last one, which was late; the first one, which was decided on; or all. */
type Again = 'late' | 'decided' | 'all'

/** Holds a story whose early extract came last against the order of times: as it came, and as it is judged again. */
async function compared(story: Story, agains: Again[]): Promise<void> {
  const right = await known(await happened(story, false))
  const late = await happened(story, true)
  expect(await known(late)).toEqual(right)
  const seqs = (await listExtracts(late.ledger.db, DATASET)).map(({ seq }) => seq)
  const extracts = { late: seqs.slice(-1), decided: seqs.slice(0, 1), all: [] }
  for (const again of agains) {
    await reprocess(late, DATASET, { ...order, extracts: extracts[again] })
    expect(await known(late)).toEqual(right)
  }
}

/** The platform with a lake, landing and ledger of the register that have nothing yet. */
async function emptied(name: string): Promise<TestPlatform> {
  const root = join(platform.settings.dataRoot, name)
  rmSync(root, { recursive: true, force: true })
  rmSync(platform.paths.landing, { recursive: true, force: true })
  rmSync(platform.paths.drop(dataset.providingDepartment), { recursive: true, force: true })
  await platform.ledger.db.deleteFrom('reprocesses').execute()
  await platform.ledger.db.deleteFrom('extracts').execute()
  await platform.ledger.db.deleteFrom('keyDecisions').execute()
  return { ...platform, lake: await openLake({ root, engine: platform.engine, clock: platform.clock }) }
}

const said = (mode: Said['mode'], how: Said['how'], event: number): Said => ({ mode, how, event })

test.each<[string, Story]>([
  [
    'a state of an older dump that is newer than the rescued row',
    { early: said('full', 'keyed', 2), decided: said('full', 'keyless', 1), after: null, undone: false },
  ],
  [
    'a state of an older delta, where a later dump has the row again',
    {
      early: said('delta', 'keyed', 2),
      decided: said('full', 'keyless', 1),
      after: said('full', 'keyless', 1),
      undone: false,
    },
  ],
  [
    'a decision that was undone after a later dump was judged by it',
    {
      early: said('full', 'keyed', 2),
      decided: said('full', 'keyless', 1),
      after: said('full', 'keyless', 1),
      undone: true,
    },
  ],
  [
    'a row that was rescued from a delta',
    {
      early: said('full', 'keyed', 2),
      decided: said('delta', 'keyless', 4),
      after: said('full', 'absent', 1),
      undone: false,
    },
  ],
  [
    'a state of an older delta, where the decision on a delta was undone',
    {
      early: said('delta', 'keyed', 4),
      decided: said('delta', 'keyless', 2),
      after: said('full', 'keyless', 2),
      undone: true,
    },
  ],
])(
  '%s comes late',
  async (_, story) => {
    await compared(story, ['late', 'decided'])
  },
  120_000,
)

test('a decision that was undone gives no key where the extract that it was made on is withdrawn', async () => {
  const decided = said('delta', 'keyless', 2)
  const to = await happened(
    { early: said('delta', 'absent', 1), decided, after: said('full', 'keyless', 2), undone: true },
    false,
  )
  await withdrawExtract(to, { dataset: DATASET, seq: 2 }, order)
  const { live } = await known(to)
  expect(live).toMatchObject(OTHERS.map((citizen_id) => ({ citizen_id })))
}, 120_000)

test('an older extract that comes after a decision gives the states of the order of times', {
  timeout: 120_000 * RUNS,
  ...CAMPAIGN,
}, async () => {
  const mode = fc.constantFrom('full' as const, 'delta' as const)
  const event = fc.integer({ min: 1, max: 4 })
  const how = fc.constantFrom('absent' as const, 'keyed' as const, 'keyless' as const)
  const stories = fc.record({
    early: fc.record({ mode, how: fc.constantFrom('absent' as const, 'keyed' as const), event }),
    decided: fc.record({ mode, how: fc.constant('keyless' as const), event }),
    after: fc.option(fc.record({ mode, how, event })),
    undone: fc.boolean(),
  })
  const again = fc.constantFrom<Again>('late', 'decided', 'all')
  await fc.assert(
    fc.asyncProperty(stories, again, async (story, each) => {
      await compared(story, [each])
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  )
})
