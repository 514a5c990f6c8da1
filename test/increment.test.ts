import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Catalogue, catalogue as real } from '../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { datasetOf, elementOf, foundationOf } from '../catalog/lookup.ts'
import { buildStage } from '../pipelines/stages/build.ts'
import { commitStandard } from '../pipelines/stages/ingest/standard.ts'
import { createDatasetTables } from '../pipelines/stages/ingest/tables.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import { openLake } from '../warehouse/lake/lake.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { stdColumns } from '../warehouse/tables/datasets.ts'
import { disputableColumns } from '../warehouse/tables/foundations.ts'
import { CAMPAIGN, campaign } from './support/campaign.ts'
import { type Mark, mark } from './support/marks.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/** Registers that between them show every way in which a record comes about. */
const REGISTERS = [
  'household_registration',
  'marriage_registration',
  'death_registration',
  'death_reports',
  'vaccinations',
  'identity_number_changes',
  'market_entities',
  'social_organisations',
  'entity_changes',
  'entity_code_changes',
]

/** Few registers and buckets: where rows are few, a build's time is that of its statements. */
const catalogue: Catalogue = {
  ...real,
  foundations: real.foundations.map((foundation) => ({
    ...foundation,
    buckets: 2,
    datasets: foundation.datasets.filter((id) => REGISTERS.includes(id)),
    confirmedBy: foundation.confirmedBy.filter((id) => REGISTERS.includes(id)),
    minShareOfLast: 0,
  })),
}

/**
 * Random histories of extracts and of marks, built after every step (single records, whole buckets, or as the counts
 * have it; now and then cut off before the release, or after files of the log were merged) and built once from all of
 * them: the published rows are equal.
 */

const RUNS = campaign({ short: 3, long: 12, variable: 'INCREMENT_RUNS' })
const SEED = Number(process.env.INCREMENT_SEED ?? Math.floor(Math.random() * 2 ** 31))
const KEYS: Record<string, string[]> = {
  person: ['150102190001010018', '152921200002290024', '152622198506150033', '150723199912310041'],
  legal_entity: ['91150100MATEAT0143', '52150200MJATEAT108', '11150000TEAT00015W', 'N2150121MF00TE01XP'],
}
const TIMES = [1, 2, 3, 4, 5].map((day) => `2026-01-0${day} 00:00:00+00`)
const SAMPLES: Partial<Record<ElementType, string[]>> = {
  date: ['1985-06-15', '2026-01-02'],
  datetime: TIMES,
  integer: ['1', '2'],
  decimal: ['1.0000', '2.5000'],
  geometry: ['\\x01'],
}

let incremental: TestPlatform
let whole: TestPlatform
beforeAll(async () => {
  process.stdout.write(`INCREMENT_SEED=${SEED}\n`)
  incremental = await startTestPlatform()
  whole = await startTestPlatform()
}, 60_000)
afterAll(async () => {
  await incremental?.close()
  await whole?.close()
})

interface Step {
  dataset: string
  mode: 'full' | 'delta'
  asOf: string
  mentioned: string[]
  rows: Record<string, string | null>[]
  /** The marks that stand from this step on; left out: those that stood. */
  marks: Mark[] | undefined
  /** The build after this step is cut off before it publishes. */
  cutOff: boolean
  /** The log's files are merged after this step. */
  compacted: boolean
}

function stepsOf(foundation: Foundation, keys: string[]): fc.Arbitrary<Step[]> {
  const register = foundation.keyChanges?.dataset
  const chosen = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...foundation.datasets) },
    { weight: 2, arbitrary: fc.constant(register ?? foundation.datasets[0] ?? '') },
  )
  const step = chosen.chain((id) => {
    const dataset = datasetOf(catalogue, id)
    return fc.record({
      dataset: fc.constant(id),
      mode: fc.constantFrom('delta' as const, 'delta' as const, 'full' as const),
      asOf: fc.constantFrom(...TIMES),
      mentioned: fc.subarray(keys),
      rows: fc.array(rowOf(dataset, keys), { maxLength: 5 }),
      marks: fc.option(fc.array(markOf(foundation, keys), { maxLength: 4 }), { nil: undefined }),
      cutOff: fc.nat(3).map((nth) => nth === 0),
      compacted: fc.boolean(),
    })
  })
  return fc.array(step, { minLength: 3, maxLength: 6 })
}

/** Marks of columns that the base has, and of one that it does not have. */
function markOf(foundation: Foundation, keys: string[]): fc.Arbitrary<Mark> {
  const columns = disputableColumns(catalogue, foundation).slice(0, 3)
  return fc.record({
    key: fc.constantFrom(...keys, 'no such key'),
    column: fc.constantFrom(...columns, 'record_status'),
  })
}

function rowOf(dataset: Dataset, keys: string[]): fc.Arbitrary<Record<string, string | null>> {
  const values = dataset.fields.map((field) => {
    const element = elementOf(catalogue, field.element)
    const isKey = field.id === dataset.key || field.id.startsWith('former_')
    const some = isKey ? keys : (SAMPLES[element.type] ?? ['1', '2', '甲'])
    const always = isKey || identityOf(dataset).includes(field.id) || field.id === dataset.eventTime
    return [field.id, fc.constantFrom<string | null>(...some, ...(always ? [] : [null]))] as const
  })
  return fc
    .record({ ...Object.fromEntries(values), _op: fc.constantFrom('I', 'I', 'U', 'D') })
    .map((row) => row as Record<string, string | null>)
}

async function take(platform: TestPlatform, step: Step, seq: number): Promise<void> {
  const dataset = datasetOf(catalogue, step.dataset)
  await createDatasetTables(platform, dataset)
  const columns = stdColumns(catalogue, dataset).filter(
    ({ name }) => !['_from', '_as_of', 'bucket'].includes(name),
  )
  const tuples = step.rows.map((row, at) => {
    const places: Record<string, unknown> = {
      ...row,
      _extract: seq,
      _line: at + 2,
      _op: step.mode === 'full' ? 'I' : row._op,
      _repair: null,
    }
    return sql`(${sql.join(columns.map(({ name, type }) => sql`${sql.lit(places[name] ?? null)}::${sql.raw(type)}`))})`
  })
  const names = sql.join(columns.map(({ name }) => sql.id(name)))
  const accepted = sql`(select * from (values ${sql.join(tuples)}) as t(${names}))`
  const rejected = (key: string) => sql`select ${sql.lit(key)} as key, true as rejected, '{}' as raw,
    [{'rule': 'r', 'field': 'f', 'code': 'c', 'severity': 'reject'}] as violations`
  const none = sql`select * from (${rejected('')}) where false`
  const session = await platform.engine.session()
  try {
    await commitStandard(platform, session, {
      dataset,
      seq,
      mode: step.mode,
      asOf: new Date(step.asOf),
      accepted,
      quarantined: sql`(${sql.join([none, ...step.mentioned.map(rejected)], sql` union all `)})`,
    })
  } finally {
    session.close()
  }
}

async function published(platform: TestPlatform, foundation: Foundation): Promise<Record<string, unknown[]>> {
  const release = await latestRelease(platform.ledger.db, foundation.id)
  const rows: Record<string, unknown[]> = {}
  for (const [name, version] of Object.entries(release?.tables ?? {})) {
    const table = platform.lake.table(name)
    const relation: Relation = table.select(await table.snapshot({ version }))
    rows[name] = await platform.engine.rows(
      sql`select t::varchar as row from ${relation} as t order by t::varchar`,
    )
  }
  return rows
}

/** Takes the steps, builds `one` after each of them and `other` after all: the published rows are equal. */
async function expectEqual(
  foundation: Foundation,
  one: TestPlatform,
  other: TestPlatform,
  steps: Step[],
): Promise<void> {
  for (const [at, step] of steps.entries()) {
    for (const platform of [one, other]) {
      if (step.rows.length > 0) await take(platform, step, at + 1)
      if (step.marks) await mark(platform, foundation, step.marks)
    }
    const log = one.lake.table(`std/${step.dataset}`)
    if (step.compacted && (await log.exists())) await log.compact(one.engine, { fewest: 2 })
    const built = await buildStage(one, foundation.id, null)
    if (step.cutOff) await forget(one, foundation, built.outputs.release)
  }
  await buildStage(one, foundation.id, null)
  await buildStage(other, foundation.id, null)
  expect(await published(one, foundation)).toEqual(await published(other, foundation))
}

describe.each([
  ['single records', { wholeShare: 1e9, files: 1000, deletedShare: 1 }],
  ['either, as the counts have it', { wholeShare: 0.7, files: 3, deletedShare: 0.5 }],
])('building %s', (_, build) => {
  test.each(['person', 'legal_entity'])(
    '%s equals building it once',
    { timeout: 240_000 * RUNS, ...CAMPAIGN },
    async (id) => {
      const foundation = foundationOf(catalogue, id)
      await fc.assert(
        fc.asyncProperty(stepsOf(foundation, KEYS[id] ?? []), async (steps) => {
          const one = await emptied(incremental, build)
          const other = await emptied(whole, whole.config.build)
          await expectEqual(foundation, one, other, steps)
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      )
    },
  )
})

/** A build that committed its tables and was killed before it published. */
async function forget(platform: TestPlatform, foundation: Foundation, release: unknown): Promise<void> {
  await platform.ledger.db
    .deleteFrom('releases')
    .where('foundation', '=', foundation.id)
    .where('number', '=', Number(release ?? 0))
    .execute()
}

/** The platform on an empty lake, with nothing published. */
async function emptied(
  platform: TestPlatform,
  build: TestPlatform['config']['build'],
): Promise<TestPlatform> {
  lakes += 1
  const { engine, clock, paths, ledger, config } = platform
  const lake = await openLake({ root: join(paths.root, `lake-${lakes}`), engine, clock })
  await ledger.db.deleteFrom('releases').execute()
  return { ...platform, catalogue, lake, config: { ...config, build } }
}
let lakes = 0

test('a row sent under a former key comes to the states of the present one, in another bucket', async () => {
  const foundation = foundationOf(catalogue, 'legal_entity')
  const one = await emptied(incremental, whole.config.build)
  const other = await emptied(whole, whole.config.build)
  const [present = '', former = ''] = KEYS.legal_entity ?? []
  const updated = { updated_at: '2026-01-02 00:00:00+00', _op: 'I' }
  const change = { name: '1', changed_on: '2026-01-02', ...updated }
  const step = (dataset: string, row: Step['rows'][number]): Step => ({
    ...{ dataset, mode: 'delta', asOf: '2026-01-03 00:00:00+00', mentioned: [], rows: [row] },
    ...{ marks: undefined, cutOff: false, compacted: false },
  })
  await expectEqual(foundation, one, other, [
    step('entity_code_changes', { uscc: present, former_uscc: former, reason: '2', ...change }),
    step('entity_changes', { uscc: present, item: '1', ...change }),
    step('entity_changes', { uscc: former, item: '2', ...change }),
  ])
})
