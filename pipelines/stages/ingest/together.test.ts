import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Catalogue, catalogue as real } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import config from '../../../jobs.config.ts'
import { CAMPAIGN, campaign } from '../../../test/support/campaign.ts'
import { type KeptPlatform, startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { type Fault, faultStore } from '../../../warehouse/lake/fault_store.testing.ts'
import { openLake } from '../../../warehouse/lake/lake.ts'
import { fileStore } from '../../../warehouse/lake/store.ts'
import { listExtracts, recordExtract } from '../../../warehouse/ledger/extracts.ts'
import { processWaiting } from './ingest.ts'
import { isIndependent, portionsOf } from './portions.ts'
import { createDatasetTables } from './tables.ts'

/**
 * Extracts that wait together come to what they come to one after the other: the same rows in raw, std and quarantine, the
 * same history, profiles and rules, the same of each in the ledger. `TOGETHER_RUNS` draws more of them.
 */
const RUNS = campaign({ short: 2, long: 6, variable: 'TOGETHER_RUNS' })
/** Moments of a portion at which the process dies. */
const DEATHS = campaign({ short: 5, long: 10, variable: 'TOGETHER_DEATHS' })

const PEOPLE = ['household_registration', 'death_registration', 'minimum_living_allowance']
const catalogue = sharpened(real)

/** Rules on extracts as a whole that speak of few and small ones, and one that holds an extract for a row. */
function sharpened({ datasets, ...others }: Catalogue): Catalogue {
  const sharp = (rule: Dataset['rules'][number]): Dataset['rules'][number] => {
    if (rule.kind === 'volume') return { ...rule, minHistory: 3, minChange: 0.1 } as typeof rule
    if (rule.kind === 'drift') return { ...rule, minRows: 2, minHistory: 2, maxNulls: 0.05 } as typeof rule
    if (rule.kind === 'birthDateMatchesId' || rule.kind === 'range')
      return { ...rule, severity: 'block' } as typeof rule
    return rule
  }
  return {
    ...others,
    datasets: datasets.map((dataset) =>
      PEOPLE.includes(dataset.id) ? { ...dataset, rules: dataset.rules.map(sharp) } : dataset,
    ),
  }
}

const gates = { maxRejectedShare: 0.5, shareFromRows: 5 }
const options = { catalogue, config: { gates: { ...config.gates, ...gates } } }

let begun: KeptPlatform
beforeAll(async () => {
  const platform = await startTestPlatform(options)
  await begin(platform)
  begun = await platform.keep()
})
afterAll(() => begun.drop())
const start = () => startTestPlatform({ ...options, like: begun })

/** What is wrong with a row, where anything is; `line`: nobody can read it; `held`: it holds the extract. */
type Spoilt = 'not' | 'code' | 'future' | 'marker' | 'spaces' | 'key' | 'line' | 'held' | 'day'
interface Row {
  op: 'I' | 'U' | 'D'
  person: number
  hour: number
  spoilt: Spoilt
}
interface Sent {
  mode: 'full' | 'delta'
  day: number
  rows: Row[]
  file: 'good' | 'no header' | 'no operation' | 'empty'
}

const persons = Array.from({ length: 7 }, (_, at) => citizenId(`1501021990010${at + 1}00${at + 1}`))

/** A person's record in one of the registers, as its headers and values. */
function recordOf(dataset: Dataset, { person, hour, spoilt }: Row): Record<string, string> {
  const id = persons[person] ?? ''
  const born = `1990-01-0${person + 1}`
  const sex = Number(id[16]) % 2 === 1 ? '1' : '2'
  const of: Record<string, string> = {
    citizen_id: spoilt === 'key' ? '15010219900' : spoilt === 'spaces' ? ` ${id} ` : id,
    name: spoilt === 'marker' ? 'NULL' : '王某',
    sex: spoilt === 'code' ? '7' : sex,
    birth_date: spoilt === 'held' ? '1991-02-03' : spoilt === 'day' ? '1990/13/45' : born,
    died_on: spoilt === 'future' ? '2027-01-01' : '2026-08-01',
    certificate_no: `15010000000${person}`,
    death_place_kind: '1',
    ethnic_group: spoilt === 'marker' ? '\\N' : '01',
    education: ['70', '20', ''][hour % 3] ?? '',
    division: ['150102', '150202'][person % 2] ?? '',
    address: '某街1号某楼',
    household_no: `H${person}`,
    household_division: ['150102', '150202'][person % 2] ?? '',
    household_address: '某街1号某楼',
    kind: '1',
    from_date: '2026-01-01',
    until_date: ['', '2026-12-31'][hour % 2] ?? '',
    amount: spoilt === 'held' ? '99999' : `${600 + hour}`,
    updated_at:
      spoilt === 'future' ? '2027-05-01 00:00:00' : `2026-09-01 ${String(hour).padStart(2, '0')}:00:00`,
  }
  return Object.fromEntries(dataset.fields.map((field) => [field.header, of[field.id] ?? '']))
}

function textOf(dataset: Dataset, { mode, rows, file }: Sent): string {
  if (file === 'empty') return ''
  const operations = mode === 'delta' && file !== 'no operation'
  const headers = dataset.fields.map(({ header }) => header)
  const names = file === 'no header' ? headers.map((_, at) => `列${at}`) : headers
  const lines = rows.map((row) => {
    const record = recordOf(dataset, row)
    const cells = headers.map((name) => record[name] ?? '')
    return [...(operations ? [row.op] : []), ...cells, ...(row.spoilt === 'line' ? ['', '多'] : [])].join(',')
  })
  return `${[[...(operations ? ['操作标志'] : []), ...names].join(','), ...lines].join('\n')}\n`
}

/** Lands a file as a source would. */
async function land({ paths, ledger, clock }: TestPlatform, dataset: Dataset, sent: Sent, at: number) {
  const text = textOf(dataset, sent)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const folder = join(paths.landing, dataset.id)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, sha256), text)
  const minute = String(at % 60).padStart(2, '0')
  await recordExtract(ledger.db, {
    ...{ dataset: dataset.id, department: dataset.providingDepartment, sha256, bytes: text.length },
    ...{ fileName: `${dataset.id}_${sent.mode}_202609${sent.day}_${at}.csv`, format: 'csv', mode: sent.mode },
    ...{ asOf: new Date(`2026-09-${sent.day}T0${(at * 7) % 10}:${minute}:00Z`), landedAt: clock.now() },
  })
}

/** What the registers that are looked into have from the beginning. */
async function begin(platform: TestPlatform): Promise<void> {
  const row = (person: number): Row => ({ op: 'I', person, hour: 1, spoilt: 'not' })
  const all: Sent = { mode: 'full', day: 10, rows: [0, 1, 2, 3, 4].map(row), file: 'good' }
  const some: Sent = { mode: 'full', day: 10, rows: [2, 3].map(row), file: 'good' }
  for (const [id, sent] of [
    ['household_registration', all],
    ['death_registration', some],
    ['minimum_living_allowance', some],
  ] as const) {
    const dataset = datasetOf(catalogue, id)
    await createDatasetTables(platform, dataset)
    await land(platform, dataset, sent, 0)
    await processWaiting(platform, dataset)
  }
}

/** All that ingest leaves of a dataset. */
async function stateOf({ lake, engine, ledger }: TestPlatform, { id }: Dataset) {
  const tables: Record<string, unknown[]> = {}
  for (const name of [
    `raw/${id}`,
    `std/${id}`,
    `quarantine/${id}`,
    'quality/history',
    'quality/profiles',
    'quality/rules',
  ]) {
    const table = lake.table(name)
    if (!(await table.exists())) continue
    const rows = sql`select t::varchar as row from ${table.select(await table.snapshot())} as t order by all`
    tables[name] = (await engine.rows<{ row: string }>(rows)).map(({ row }) => row)
  }
  const extracts = await listExtracts(ledger.db, id)
  return { extracts: extracts.map(({ sha256: _, ...rest }) => rest), tables }
}

function sentOf(): fc.Arbitrary<Sent> {
  const row: fc.Arbitrary<Row> = fc.record({
    op: fc.constantFrom('I' as const, 'U' as const, 'U' as const, 'D' as const),
    person: fc.nat(6),
    hour: fc.nat(9),
    spoilt: fc.oneof(
      { weight: 14, arbitrary: fc.constant<Spoilt>('not') },
      {
        weight: 4,
        arbitrary: fc.constantFrom<Spoilt>('code', 'future', 'marker', 'spaces', 'key', 'line', 'day'),
      },
      { weight: 1, arbitrary: fc.constant<Spoilt>('held') },
    ),
  })
  return fc.record({
    mode: fc.oneof(
      { weight: 9, arbitrary: fc.constant('delta' as const) },
      { weight: 1, arbitrary: fc.constant('full' as const) },
    ),
    day: fc.constantFrom(11, 11, 11, 12, 12, 13),
    rows: fc.array(row, { maxLength: 8 }),
    file: fc.oneof(
      { weight: 10, arbitrary: fc.constant('good' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('no header' as const, 'no operation' as const, 'empty' as const),
      },
    ),
  })
}

/** Some of one day after the other, as registers send them, and some of any day. */
const histories = fc
  .tuple(fc.array(sentOf(), { minLength: 8, maxLength: 14 }), fc.boolean())
  .map(([sent, ordered]) => (ordered ? [...sent].sort((a, b) => a.day - b.day) : sent))

describe('extracts that wait together', () => {
  it.each(PEOPLE)('come to what they come to one after the other: %s', CAMPAIGN, async (id) => {
    const dataset = datasetOf(catalogue, id)
    let together = 0
    await fc.assert(
      fc.asyncProperty(histories, async (sent) => {
        const [one, all] = [await start(), await start()]
        try {
          for (const [at, each] of sent.entries()) {
            await land(one, dataset, each, at + 1)
            await processWaiting(one, dataset)
            await land(all, dataset, each, at + 1)
          }
          const waiting = await listExtracts(all.ledger.db, id, 'landed')
          const portions = await portionsOf(all, dataset, waiting)
          together += portions.filter((portion) => portion.length > 1).length
          const outcomes = await processWaiting(all, dataset)
          expect(outcomes.map(({ seq }) => seq)).toEqual(waiting.map(({ seq }) => seq))
          expect(await stateOf(all, dataset)).toEqual(await stateOf(one, dataset))
        } finally {
          for (const platform of [one, all]) await platform.close()
        }
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 1_000_000, markInterruptAsFailure: true },
    )
    expect(together).toBeGreaterThan(0)
  })

  it('come to the same when the process dies at any change of the lake', CAMPAIGN, async () => {
    const dataset = datasetOf(catalogue, 'household_registration')
    const row = (person: number, spoilt: Spoilt = 'not'): Row => ({ op: 'U', person, hour: person, spoilt })
    const delta = (rows: Row[], file: Sent['file'] = 'good'): Sent => ({ mode: 'delta', day: 11, rows, file })
    const sent = [
      delta([row(0), row(1, 'code')]),
      delta([row(2), row(2), row(3, 'line')]),
      delta([row(5)], 'no header'),
      delta([row(4), row(5, 'held')]),
      delta([row(0), row(6, 'marker')]),
    ]
    const dies = async (at: number, fault: Fault, killed: boolean) => {
      const platform = await start()
      try {
        for (const [place, each] of sent.entries()) await land(platform, dataset, each, place + 1)
        const store = faultStore(fileStore(platform.paths.lake), at, fault)
        const dying = await openLake({
          root: platform.paths.lake,
          engine: platform.engine,
          clock: platform.clock,
          store,
        })
        const died = await processWaiting({ ...platform, lake: dying }, dataset).then(
          () => false,
          () => true,
        )
        // Who dies takes nothing back.
        if (died && killed)
          await platform.ledger.db
            .updateTable('extracts')
            .set({ attempts: 1 })
            .where('status', '=', 'landed')
            .execute()
        if (died) await processWaiting(platform, dataset)
        return { state: await stateOf(platform, dataset), changes: store.changes() }
      } finally {
        await platform.close()
      }
    }
    const whole = await dies(Number.POSITIVE_INFINITY, 'killed_before', true)
    expect(whole.state.extracts.map(({ status }) => status)).toEqual([
      ...['ingested', 'ingested', 'ingested', 'failed', 'blocked', 'ingested'],
    ])
    const step = Math.max(1, Math.floor(whole.changes / DEATHS))
    for (let at = 1; at <= whole.changes; at += step) {
      const fault = at % 2 === 0 ? 'killed_before' : 'killed_after'
      const { state } = await dies(at, fault, at % 4 < 2)
      expect(state, `${fault} at change ${at}`).toEqual(whole.state)
    }
  })
})

it('puts nothing together whose rows are judged by what came before', () => {
  const isAlone = (id: string) => !isIndependent(real, datasetOf(real, id))
  expect(
    ['identity_number_changes', 'marriage_registration', 'entity_shareholders', 'land_parcels'].map(isAlone),
  ).toEqual([...[true, true, true, true]])
  expect(['household_registration', 'social_insurance', 'market_entities'].map(isAlone)).toEqual([
    false,
    false,
    false,
  ])
})
