import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { createDatasetTables } from '../../../pipelines/stages/ingest/tables.ts'
import { CAMPAIGN, campaign } from '../../../test/support/campaign.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { finishExtract, recordExtract } from '../../../warehouse/ledger/extracts.ts'
import { rejectObjection } from '../act.ts'
import { listObjections } from '../ledger/list.ts'
import { currentItems, ITEMS, isOpenItem, openItems } from '../rows/items.ts'
import { objectToExtracts } from './object.ts'

const RUNS = campaign({ short: 12, long: 40, variable: 'OBJECTION_RUNS' })

/** A row of one of four subjects: good, bad in one of two ways, or its end. */
interface Row {
  subject: number
  state: 'good' | 'bad' | 'worse' | 'gone'
}
interface Sent {
  mode: 'full' | 'delta'
  blocked: boolean
  /** Taken before the extract before it. */
  late: boolean
  rows: Row[]
  /** Where the process dies while it looks at the extract; 0: nowhere. */
  dies: number
  /** The objection, by the extract that it was raised from, that is rejected afterwards. */
  rejects: number
}

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.close())

const key = (subject: number) => citizenId(`1501021990010100${subject}`)
const RULE = 'amount.range.outside'
const asOfOf = (sent: Sent[], at: number) => {
  const day = sent[at]?.late ? Math.max(0, at - 2) * 10 + 5 : at * 10 + 9
  return new Date(Date.parse('2026-01-01T00:00:00Z') + day * 86_400_000)
}

/** Puts an extract where ingest would have put it. */
async function deliver(dataset: Dataset, sent: Sent[], at: number): Promise<void> {
  const { rows, mode, blocked } = sent[at] ?? { rows: [], mode: 'full', blocked: false }
  const asOf = asOfOf(sent, at)
  const { extract } = await recordExtract(platform.ledger.db, {
    dataset: dataset.id,
    department: dataset.providingDepartment,
    sha256: `${at + 1}`.padStart(64, '0'),
    fileName: `${at}.csv`,
    bytes: 1,
    format: 'csv',
    mode,
    asOf,
    landedAt: asOf,
  })
  const table = (layer: string) => platform.lake.table(`${layer}/${dataset.id}`)
  const once = { app: 'ingest', version: extract.seq, operation: 'TEST' }
  const append = (layer: string, query: ReturnType<typeof sql>) =>
    table(layer).appendOnce(platform.engine, query, once)
  const values = rows.map(
    ({ subject, state }, line) => sql`(${sql.lit(line + 2)}, ${sql.lit(key(subject))}, ${sql.lit(state)})`,
  )
  const given = sql`(select * from (values ${values.length > 0 ? sql.join(values) : sql`(0, '', 'none')`}) as v(line, key, state) where line > 0)`
  const amount = sql`case state when 'good' then '1' when 'bad' then '9001' else '9002' end`
  const raw = sql`select ${sql.lit(extract.seq)}::integer as _extract, line::bigint as _line,
    case when state = 'gone' then 'D' else 'U' end as _op, key as citizen_id, ${amount} as amount from ${given}`
  await append('raw', sql`select * from ${filled(dataset, raw, 'VARCHAR')}`)
  const bad = sql`state in ('bad', 'worse')`
  await append(
    'quarantine',
    sql`select ${sql.lit(extract.seq)}::integer as _extract, line::bigint as _line, 'U' as _op, key, true as rejected,
      [{'rule': ${sql.lit(`${dataset.id}.${RULE}`)}, 'field': 'amount', 'code': 'range.outside', 'severity': 'reject'}] as violations,
      to_json({'citizen_id': key, 'amount': ${amount}})::varchar as raw, null::varchar as division from ${given} where ${bad}`,
  )
  if (!blocked) {
    const std = sql`select ${sql.lit(extract.seq)}::integer as _extract, line::bigint as _line,
      case when state = 'gone' then 'D' else 'U' end as _op, key as citizen_id, 0 as bucket from ${given} where not ${bad}`
    const add = await table('std').stage(platform.engine, filledStd(dataset, std), {
      name: `ingest-${String(extract.seq).padStart(6, '0')}`,
      partitionBy: 'bucket',
    })
    const { version } = await table('std').snapshot()
    await table('std').commit({
      add,
      readVersion: version,
      txn: { app: 'ingest', version: extract.seq },
      operation: 'TEST',
    })
  }
  const quarantined = rows.filter(({ state }) => state === 'bad' || state === 'worse').length
  await finishExtract(platform.ledger.db, dataset.id, extract.seq, {
    status: blocked ? 'blocked' : 'ingested',
    received: rows.length,
    accepted: rows.length - quarantined,
    quarantined,
    warned: 0,
  })
}

function filled(dataset: Dataset, rows: ReturnType<typeof sql>, type: string) {
  const others = dataset.fields.filter(({ id }) => id !== 'citizen_id' && id !== 'amount')
  const nulls = others.map(({ id }) => sql`null::${sql.raw(type)} as ${sql.id(id)}`)
  return sql`(select *, ${sql.join(nulls)}, null::varchar as _extra from (${rows}))`
}

function filledStd(dataset: Dataset, rows: ReturnType<typeof sql>) {
  const others = dataset.fields.filter(({ id }) => id !== 'citizen_id')
  const nulls = others.map(({ id }) => sql`null as ${sql.id(id)}`)
  return sql`(select *, ${sql.join(nulls)}, null::varchar as _repair, null::timestamptz as _from, null::timestamptz as _as_of from (${rows}))`
}

/** A platform whose process dies at its `n`th look at the clock, or before it commits rows of objections. */
function dying(n: number): Platform {
  let looks = 0
  const now = () => {
    looks += 1
    if (looks === n) throw new Error('killed')
    return platform.clock.now()
  }
  const table: Platform['lake']['table'] = (name) => {
    const known = platform.lake.table(name)
    if (name !== ITEMS || n < 6) return known
    const commit: typeof known.commit = async (change) => {
      if (n === 7) await known.commit(change)
      throw new Error('killed')
    }
    return { ...known, commit }
  }
  return { ...platform, clock: { now }, lake: { ...platform.lake, table } }
}

interface Known {
  event: 'open' | 'closed' | 'rejected'
  content: string
  by: number
  objection: number
}

/** The same, row by row, from the beginning. */
function reference(sent: Sent[]): Map<number, Known> {
  const known = new Map<number, Known>()
  for (const [at, extract] of sent.entries()) {
    for (const subject of [1, 2, 3, 4]) take(known, sent, at, extract, subject)
    for (const row of known.values())
      if (row.objection === extract.rejects && row.event === 'open') row.event = 'rejected'
  }
  return known
}

function take(known: Map<number, Known>, sent: Sent[], at: number, extract: Sent, subject: number): void {
  const own = extract.rows.map((row, line) => ({ ...row, line })).filter((row) => row.subject === subject)
  const failed = own.filter(({ state }) => state === 'bad' || state === 'worse').at(-1)
  const passed = own.filter(({ state }) => state === 'good' || state === 'gone').at(-1)
  const before = known.get(subject)
  const overtaken = before !== undefined && before.by !== at && asOfOf(sent, before.by) > asOfOf(sent, at)
  const risen =
    failed && !(before?.event === 'rejected' && before.content === failed.state)
      ? {
          event: 'open' as const,
          content: failed.state,
          by: at,
          objection: before && before.event !== 'rejected' ? before.objection : at,
        }
      : before
  const mends =
    extract.mode === 'full'
      ? !failed && !overtaken
      : passed !== undefined && (failed ? passed.line > failed.line : !overtaken)
  const mended = risen?.event === 'open' && !extract.blocked && mends
  if (risen) known.set(subject, mended ? { ...risen, event: 'closed', by: at } : risen)
}

const row = fc.record({
  subject: fc.integer({ min: 1, max: 4 }),
  state: fc.constantFrom('good', 'bad', 'worse', 'gone'),
}) satisfies fc.Arbitrary<Row>
const extract = fc
  .record({
    mode: fc.constantFrom('full', 'delta', 'delta'),
    blocked: fc.constantFrom(false, false, false, true),
    late: fc.constantFrom(false, false, false, true),
    rows: fc.array(row, { maxLength: 5 }),
    dies: fc.integer({ min: 0, max: 7 }),
    rejects: fc.constantFrom(-1, -1, 0, 1, 2),
  })
  .map(
    (sent): Sent => ({
      ...sent,
      mode: sent.mode === 'full' ? 'full' : 'delta',
      rows: sent.mode === 'full' ? sent.rows.filter(({ state }) => state !== 'gone') : sent.rows,
    }),
  )

/** A row that was mended fails again, and passes, in one and the same delta. */
const failsAndPassesInOne = (
  [
    ['full', ['bad']],
    ['full', []],
    ['delta', ['bad', 'good']],
  ] as const
).map(
  ([mode, states]): Sent => ({
    mode,
    blocked: false,
    late: false,
    rows: states.map((state) => ({ subject: 3, state })),
    dies: 0,
    rejects: -1,
  }),
)

let run = 0

test('random histories end as a slow reference has them, wherever the process dies', {
  timeout: 20_000 * RUNS,
  ...CAMPAIGN,
}, async () => {
  const allowance = datasetOf(platform.catalogue, 'minimum_living_allowance')
  const check = async (sent: Sent[]) => {
    run += 1
    const dataset = { ...allowance, id: `allowance_${run}` }
    await createDatasetTables(platform, dataset)
    for (const [at, { dies, rejects }] of sent.entries()) {
      await deliver(dataset, sent, at)
      if (dies > 0) await objectToExtracts(dying(dies), dataset).catch(() => undefined)
      await objectToExtracts(platform, dataset)
      const [rejected] = await listObjections(platform.ledger.db, {
        dataset: dataset.id,
        extract: rejects + 1,
        open: true,
      })
      if (rejected && rejects <= at)
        await rejectObjection(platform, rejected.id, { actor: 'officer', reason: '经核实无误' })
    }
    const expected = [...reference(sent)].map(([subject, { event, objection }]) => [
      key(subject),
      event,
      objection + 1,
    ])
    const raised = await listObjections(platform.ledger.db, { dataset: dataset.id })
    const extractOf = new Map(raised.map((each) => [each.id, each.extract]))
    const items = await openItems(platform.lake, dataset.id)
    const rows = await platform.engine.rows<{ key: string; event: string; objection: number }>(
      sql`select key, objection, case when ${isOpenItem()} then 'open' when event = 'rejected' then 'rejected' else 'closed' end as event
        from ${currentItems(items.events())} order by key`,
    )
    const found = rows.map((each) => [each.key, each.event, extractOf.get(each.objection)])
    expect(found).toEqual(expected.sort())
    for (const { id, itemsOpen, state } of raised) {
      const open = rows.filter((each) => each.objection === id && each.event === 'open').length
      expect({ id, itemsOpen, open: ['raised', 'accepted'].includes(state) }).toEqual({
        id,
        itemsOpen: open,
        open: open > 0,
      })
    }
  }
  await fc.assert(fc.asyncProperty(fc.array(extract, { minLength: 1, maxLength: 6 }), check), {
    numRuns: RUNS,
    examples: [[failsAndPassesInOne]],
  })
})
