import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Catalogue, catalogue as real } from '../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../catalog/dataset.ts'
import { type ElementType, sourcesOf } from '../catalog/element.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { kindFieldOf } from '../catalog/identifiers.ts'
import { datasetOf, elementOf } from '../catalog/lookup.ts'
import { buildStage } from '../pipelines/stages/build.ts'
import { commitStandard } from '../pipelines/stages/ingest/standard.ts'
import { createDatasetTables } from '../pipelines/stages/ingest/tables.ts'
import { standardRows } from '../quality/standard_rows.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { openLake } from '../warehouse/lake/lake.ts'
import { finishExtract, recordExtract } from '../warehouse/ledger/extracts.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { quarantineColumns, rawColumns } from '../warehouse/tables/datasets.ts'
import { CAMPAIGN, campaign } from './support/campaign.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/**
 * Any order in which the extracts of a register come makes the same log, states and golden records. Random histories
 * of every register: full dumps, deltas with I, U and D, dumps sent again for another day, rejected rows, rows with a
 * broken key, lines that nobody can read, records twice at one time. `ARRIVAL_SEED` draws others, `ARRIVAL_RUNS` makes
 * more histories of each register.
 */
const SEED = Number(process.env.ARRIVAL_SEED ?? 20261130)
const RUNS = campaign({ short: 1, long: 3, variable: 'ARRIVAL_RUNS' })

const catalogue = narrowed(real)

/**
 * Every register with its key, what tells its records and subjects apart, and a few more elements, drawn by the seed:
 * where rows are few, the time is that of compiling statements. No rules: rows have their fates.
 */
function narrowed({ datasets, elements, foundations, ...others }: Catalogue): Catalogue {
  const needed = new Set([...named(foundations), ...tellingHolders(datasets)])
  const some = elements.filter(({ id }, at) => at % 9 === SEED % 9 || needed.has(id))
  const kept = new Set(some.map(({ id }) => id))
  const scopes = some.flatMap((element) =>
    sourcesOf(element).flatMap(({ field, when }) => (when ? [`${field.split('.')[0]}.${when.field}`] : [])),
  )
  const registers = datasets.map((dataset) => {
    const change = foundations.find(({ keyChanges }) => keyChanges?.dataset === dataset.id)?.keyChanges
    const identifying = [...identityOf(dataset), dataset.key, dataset.eventTime]
    const more = [change?.former, change?.day, change?.reason?.field]
    const chosen = dataset.fields.filter(
      ({ id, element }) =>
        kept.has(element) || [...identifying, ...more].includes(id) || scopes.includes(`${dataset.id}.${id}`),
    )
    // An identifier of two kinds is read by the field that says which.
    const kinds = chosen.map(({ id }) => kindFieldOf(dataset, id))
    const fields = dataset.fields.filter((field) => chosen.includes(field) || kinds.includes(field.id))
    return { ...dataset, fields, rules: dataset.rules.filter(({ kind: rule }) => rule === 'subjectId') }
  })
  const carried = new Set(registers.flatMap(({ fields }) => fields.map(({ element }) => element)))
  return {
    ...others,
    datasets: registers,
    elements: elements.filter(({ id }) => carried.has(id)),
    foundations: foundations.map((foundation) => ({ ...foundation, buckets: 1, minShareOfLast: 0 })),
  }
}

/** Elements that foundations name: without them nothing is built. */
function named(foundations: Foundation[]): Set<string> {
  return new Set(
    foundations.flatMap(({ id, keyElement, keyChanges, codeCheck, shownUntil, divisionColumn }) => {
      const columns = [codeCheck?.name, codeCheck?.division, codeCheck?.status, shownUntil, divisionColumn]
      return [keyElement, ...(keyChanges?.tells ?? []), ...columns.map((column) => `${id}.${column}`)]
    }),
  )
}

/** Elements by which registers tell the holders of their numbers. */
function tellingHolders(datasets: Dataset[]): string[] {
  return datasets.flatMap(({ fields, holder }) => {
    const { id = '', name = '', facts = [], instead = [] } = holder ?? {}
    const telling = [id, name, ...facts, ...instead]
    return fields.filter((field) => telling.includes(field.id)).map(({ element }) => element)
  })
}

const KEYS: Partial<Record<ElementType, string[]>> = {
  citizenId: ['150102190001010018', '152921200002290024', '152622198506150033'],
  uscc: ['91150100MATEAT0143', '52150200MJATEAT108', '11150000TEAT00015W'],
}
const OTHER_KEYS = ['KEY-0001', 'KEY-0002', 'KEY-0003']
const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`
const SAMPLES: Partial<Record<ElementType, string[]>> = {
  date: [day(1), day(2)],
  datetime: [`${day(1)} 08:00:00`, `${day(2)} 08:00:00`],
  integer: ['1', '2'],
  decimal: ['1', '2.5'],
  geometry: ['POINT(111 40)'],
}

type Values = Record<string, string | null>
/** How a row fares: accepted, rejected by a rule, with a key that is not one, or in a line that nobody can read. */
type Fate = 'accepted' | 'rejected' | 'keyless' | 'unreadable'
interface Row {
  op: 'I' | 'U' | 'D'
  values: Values
  fate: Fate
}
interface Sent {
  mode: 'full' | 'delta'
  /** Day of January 2026 of which it speaks. */
  asOf: number
  rows: Row[]
}
interface History {
  /** In the order of their times. */
  extracts: Sent[]
  /** The places of the extracts in the order in which they come. */
  order: number[]
}

let platform: TestPlatform
beforeAll(async () => {
  process.stdout.write(`ARRIVAL_SEED=${SEED}\n`)
  platform = await startTestPlatform()
}, 60_000)
afterAll(() => platform?.close())

test.each(catalogue.foundations.map(({ id }) => id))(
  '%s comes out the same in any order of arrival',
  { timeout: 240_000 * RUNS, ...CAMPAIGN },
  async (id) => {
    const foundation = catalogue.foundations.find((each) => each.id === id) as Foundation
    // As in every run, the register of changes of key comes first: what a rejected row mentions hangs on it.
    const changes = foundation.keyChanges?.dataset
    const ids = foundation.datasets.filter((each) => each !== changes)
    const registers = [...(changes ? [changes] : []), ...ids].map((each) => datasetOf(catalogue, each))
    const histories = fc.tuple(...registers.map((dataset) => historyOf(dataset)))
    await fc.assert(
      fc.asyncProperty(histories, async (given) => {
        const inOrder = await emptied('ordered')
        for (const [at, { extracts }] of given.entries())
          await arrive(inOrder, registers[at] as Dataset, extracts, { first: 1, late: false })
        await buildStage(inOrder, id, null)
        const logs = await logsOf(inOrder, registers)
        const made = await published(inOrder, foundation)

        const shuffled = await emptied('shuffled')
        for (const part of [0, 1] as const) {
          for (const [at, { extracts, order }] of given.entries()) {
            const coming = order.flatMap((place) => extracts[place] ?? [])
            const middle = registers[at]?.id === changes ? coming.length : Math.floor(coming.length / 2)
            const sent = part === 0 ? coming.slice(0, middle) : coming.slice(middle)
            const first = part === 0 ? 1 : middle + 1
            await arrive(shuffled, registers[at] as Dataset, sent, { first, late: true })
          }
          await buildStage(shuffled, id, null)
        }
        expect(await logsOf(shuffled, registers)).toEqual(logs)
        expect(await published(shuffled, foundation)).toEqual(made)
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
  },
)

test.each(['social_insurance', 'vaccinations'])(
  'the log of %s is the same in many orders of arrival',
  { timeout: 240_000 * RUNS, ...CAMPAIGN },
  async (id) => {
    const dataset = datasetOf(catalogue, id)
    await fc.assert(
      fc.asyncProperty(historyOf(dataset), async ({ extracts, order }) => {
        const inOrder = await emptied('ordered')
        await arrive(inOrder, dataset, extracts, { first: 1, late: false })
        const logs = await logsOf(inOrder, [dataset])
        const shuffled = await emptied('shuffled')
        const coming = order.flatMap((place) => extracts[place] ?? [])
        await arrive(shuffled, dataset, coming, { first: 1, late: true })
        expect(await logsOf(shuffled, [dataset])).toEqual(logs)
      }),
      { seed: SEED, numRuns: 6 * RUNS, endOnFailure: true },
    )
  },
)

const REGISTER = datasetOf(catalogue, 'social_insurance')
const [ANNA = '', BATU = '', CHEN = ''] = KEYS.citizenId ?? []
const person = (key: string, on: number, phone: string | null = null): Row => {
  const values = Object.fromEntries(REGISTER.fields.map(({ id }) => [id, null]))
  const said = { ...values, [REGISTER.key]: key, [REGISTER.eventTime]: `${day(on)} 00:00:00`, name: phone }
  return { op: 'I', values: said, fate: 'accepted' }
}
const dump = (asOf: number, ...rows: Row[]): Sent => ({ mode: 'full', asOf, rows })
const delta = (asOf: number, ...rows: Row[]): Sent => ({ mode: 'delta', asOf, rows })

/** Dumps of the 3rd, 5th and 7th; the delta of the 4th comes last. */
const inTime = [
  dump(3, person(ANNA, 1, '甲'), person(BATU, 1)),
  dump(5, person(ANNA, 1, '甲'), person(CHEN, 1)),
  dump(7, person(ANNA, 1, '甲')),
]
const late = delta(4, person(ANNA, 4, '乙'), person(CHEN, 1))

test('an extract that is not late costs one look at the log, and none at what came before', async () => {
  const { lake, ...others } = await emptied('counted')
  const reads: string[] = []
  const table: typeof lake.table = (name) => {
    const known = lake.table(name)
    const select: typeof known.select = (...given) => {
      reads.push(name)
      return known.select(...given)
    }
    const ofExtract: typeof known.ofExtract = (...given) => {
      reads.push(name)
      return known.ofExtract(...given)
    }
    return { ...known, select, ofExtract }
  }
  const counted = { ...others, lake: { ...lake, table } }
  await arrive(counted, REGISTER, inTime, { first: 1, late: true })
  expect(reads).toEqual(Array(3).fill(`std/${REGISTER.id}`))
  await arrive(counted, REGISTER, [late], { first: 4, late: true })
  expect(reads.slice(3)).toContain(`raw/${REGISTER.id}`)
})

test('a late extract that is cut off before its commit comes out the same', async () => {
  const whole = await emptied('whole')
  await arrive(whole, REGISTER, [...inTime, late], { first: 1, late: true })
  const made = await filesOf(whole)
  expect(made.some(({ deletionVector }) => deletionVector)).toBe(true)

  const { lake, ...others } = await emptied('cut')
  await arrive({ ...others, lake }, REGISTER, inTime, { first: 1, late: true })
  const table: typeof lake.table = (name) => ({
    ...lake.table(name),
    ...(name.startsWith('std/') ? { commit: () => Promise.reject(new Error('killed')) } : {}),
  })
  const dying = { ...others, lake: { ...lake, table } }
  await expect(take(dying, REGISTER, late, { seq: 4, late: true })).rejects.toThrow('killed')
  for (const again of [1, 2]) {
    await take({ ...others, lake }, REGISTER, late, { seq: 4, late: true })
    expect(await filesOf({ ...others, lake }), `${again}`).toEqual(made)
  }
})

async function filesOf({ lake }: TestPlatform) {
  const { files } = await lake.table(`std/${REGISTER.id}`).snapshot()
  return files.map(({ path, size, rows, deletionVector }) => ({ path, size, rows, deletionVector }))
}

function historyOf(dataset: Dataset): fc.Arbitrary<History> {
  const extract = fc.record({
    mode: fc.constantFrom('full' as const, 'full' as const, 'delta' as const),
    rows: fc.array(rowOf(dataset), { maxLength: 5 }),
    /** The rows of the extract before, sent again as those of another day. */
    again: fc.nat(3).map((nth) => nth === 0),
  })
  return fc
    .tuple(
      fc.array(extract, { minLength: 3, maxLength: 4 }),
      fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 5 }),
    )
    .chain(([sent, days]) => {
      const times = days.slice(0, sent.length).sort((a, b) => a - b)
      const extracts = sent.map(({ mode, rows, again }, at) => ({
        mode,
        asOf: times[at] ?? 0,
        rows: (again ? (sent[at - 1]?.rows ?? rows) : rows).filter(
          ({ op }) => mode === 'delta' || op !== 'D',
        ),
      }))
      const places = extracts.map((_, at) => at)
      return fc.shuffledSubarray(places, { minLength: places.length }).map((order) => ({ extracts, order }))
    })
}

function rowOf(dataset: Dataset): fc.Arbitrary<Row> {
  const values = dataset.fields.map(({ id, element }) => {
    const { type } = elementOf(catalogue, element)
    if (id === dataset.key) return [id, fc.constantFrom(...(KEYS[type] ?? OTHER_KEYS))] as const
    if (id === dataset.eventTime) {
      const times = [1, 2, 3, 4, 5, 6, 7].map(day)
      const moments = type === 'date' ? times : times.map((each) => `${each} 00:00:00`)
      return [id, fc.constantFrom<string | null>(...moments, null)] as const
    }
    const some = SAMPLES[type] ?? KEYS[type]?.slice(0, 2) ?? ['甲', '乙']
    const part = identityOf(dataset).includes(id)
    return [id, fc.constantFrom<string | null>(...some, ...(part ? [] : [null]))] as const
  })
  return fc.record({
    op: fc.constantFrom('I' as const, 'U' as const, 'D' as const),
    values: fc.record(Object.fromEntries(values)),
    fate: fc.oneof(
      { weight: 12, arbitrary: fc.constant<Fate>('accepted') },
      { weight: 2, arbitrary: fc.constant<Fate>('rejected') },
      { weight: 1, arbitrary: fc.constantFrom<Fate>('keyless', 'unreadable') },
    ),
  })
}

/**
 * Takes extracts to std as ingest does, their rows judged by their fates instead of by rules; where some may come
 * late, what was received and what failed is kept.
 */
async function arrive(
  to: TestPlatform,
  dataset: Dataset,
  extracts: Sent[],
  { first, late }: { first: number; late: boolean },
): Promise<void> {
  await createDatasetTables(to, dataset)
  for (const [at, sent] of extracts.entries()) await take(to, dataset, sent, { seq: first + at, late })
}

async function take(
  to: TestPlatform,
  dataset: Dataset,
  sent: Sent,
  { seq, late }: { seq: number; late: boolean },
): Promise<void> {
  const asOf = new Date(`${day(sent.asOf)}T00:00:00Z`)
  const file = { fileName: `${seq}.csv`, bytes: 1, format: 'csv' as const, landedAt: asOf }
  const { extract } = await recordExtract(to.ledger.db, {
    ...{
      ...file,
      dataset: dataset.id,
      department: dataset.providingDepartment,
      sha256: `${seq}`.padStart(64, '0'),
    },
    ...{ mode: sent.mode, asOf },
  })
  expect(extract.seq).toBe(seq)
  const session = await to.engine.session()
  try {
    await bring(to, session, dataset, sent, { seq, asOf, late })
  } finally {
    session.close()
  }
}

async function bring(
  to: TestPlatform,
  session: Session,
  dataset: Dataset,
  sent: Sent,
  { seq, asOf, late }: { seq: number; asOf: Date; late: boolean },
): Promise<void> {
  const once = { app: 'ingest', version: seq, operation: 'TEST' }
  const lines = sent.rows.map((row, at) => ({ ...row, line: at + 2 }))
  const rawRows = relation(
    rawColumns(dataset),
    lines
      .filter(({ fate }) => fate !== 'unreadable')
      .map(({ line, op, values, fate }) => ({
        ...(fate === 'keyless' ? { ...values, [dataset.key]: '?' } : values),
        ...{ _extract: seq, _line: line, _op: sent.mode === 'full' ? 'I' : op },
      })),
  )
  const failing = relation(
    quarantineColumns(),
    lines.filter(({ fate }) => fate !== 'accepted').map((row) => quarantined(dataset, row, seq)),
  )
  if (late) {
    await to.lake.table(`raw/${dataset.id}`).appendOnce(session, rawRows, once)
    await to.lake.table(`quarantine/${dataset.id}`).appendOnce(session, failing, once)
  }
  const good = lines.filter(({ fate }) => fate === 'accepted').map(({ line }) => sql.lit(line))
  const raw = sql`(select * from (${rawRows}) where _line in (${sql.join([sql.lit(-1), ...good])}))`
  const standard = await standardRows(session, { catalogue, dataset, raw })
  const accepted = {
    dataset,
    seq,
    mode: sent.mode,
    asOf,
    accepted: standard.rows,
    quarantined: sql`(${failing})`,
  }
  await commitStandard(to, session, accepted)
  await standard.dispose()
  await finishExtract(to.ledger.db, dataset.id, seq, {
    ...{ status: 'ingested', received: lines.length, warned: 0 },
    ...{ accepted: good.length, quarantined: lines.length - good.length },
  })
}

function quarantined(dataset: Dataset, { line, op, values, fate }: Row & { line: number }, seq: number) {
  const field = fate === 'rejected' ? 'f' : fate === 'keyless' ? dataset.key : null
  const text = Object.values({ ...values, [dataset.key]: '?' }).join(',')
  return {
    ...{ _extract: seq, _line: line, _op: op, rejected: true, division: null },
    key: fate === 'rejected' ? values[dataset.key] : null,
    violations: [{ rule: 'r', field, code: 'c', severity: 'reject' }],
    raw: fate === 'unreadable' ? text : JSON.stringify({ ...values, [dataset.key]: '?' }),
  }
}

function relation(columns: { name: string; type: string }[], rows: Record<string, unknown>[]): Relation {
  const value = (row: Record<string, unknown>, { name, type }: { name: string; type: string }) =>
    type.endsWith('[]')
      ? sql`from_json(${sql.lit(JSON.stringify(row[name] ?? null))}, '[{"rule":"VARCHAR","field":"VARCHAR","code":"VARCHAR","severity":"VARCHAR"}]')`
      : sql`${sql.lit(row[name] ?? null)}::${sql.raw(type)}`
  const select = (row: Record<string, unknown>) =>
    sql`select ${sql.join(columns.map((each) => sql`${value(row, each)} as ${sql.id(each.name)}`))}`
  const parts = rows.map(select)
  return parts.length > 0 ? sql.join(parts, sql` union all `) : sql`${select({})} where false`
}

/** The logs, with each row's extract by the time of which it speaks. */
async function logsOf(of: TestPlatform, registers: Dataset[]): Promise<Record<string, unknown[]>> {
  const logs: Record<string, unknown[]> = {}
  for (const { id } of registers) {
    const table = of.lake.table(`std/${id}`)
    logs[id] = await of.engine.rows(sql`select t::varchar as row from (
      select * exclude (_extract) from ${table.select(await table.snapshot())}) as t order by all`)
  }
  return logs
}

/** What was published, without the numbers of extracts: those are in the order in which they came. */
async function published(of: TestPlatform, foundation: Foundation): Promise<Record<string, unknown[]>> {
  const release = await latestRelease(of.ledger.db, foundation.id)
  const found: Record<string, unknown[]> = {}
  for (const [name, version] of Object.entries(release?.tables ?? {})) {
    const table = of.lake.table(name)
    const columns = `columns(lambda c: c <> 'origin' and not contains(c, 'extract'))`
    found[name] = await of.engine.rows(sql`select t::varchar as row from (
      select ${sql.raw(columns)} from ${table.select(await table.snapshot({ version }))}) as t order by all`)
  }
  return found
}

/** The platform with an empty lake, and nothing landed or published. */
async function emptied(name: string): Promise<TestPlatform> {
  made += 1
  const { engine, clock, paths, ledger } = platform
  const lake = await openLake({ root: join(paths.root, `${name}-${made}`), engine, clock })
  await ledger.db.deleteFrom('releases').execute()
  await ledger.db.deleteFrom('extracts').execute()
  const build = { ...platform.config.build, wholeShare: 1e9, files: 1000, deletedShare: 1 }
  return { ...platform, catalogue, lake, config: { ...platform.config, build } }
}
let made = 0
