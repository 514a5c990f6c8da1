import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { countedByMonth, type ScoredExtract } from './extracts.ts'
import { catalogueFacts } from './facts/catalogue.ts'
import { copyFacts } from './facts/copies.ts'
import { extractFacts } from './facts/extracts.ts'
import { countedRows, dirtyFacts, ruleFacts, surplusIdentities, uniquenessFacts } from './facts/history.ts'
import { factRows } from './facts/rows.ts'
import { scoreSettingsSchema } from './settings.ts'
import { scoreRows } from './table.ts'
import { type ScoreRow, treeOf } from './tree.ts'

const folder = mkdtempSync(join(tmpdir(), 'scores-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const household = datasetOf(catalogue, 'household_registration')
/** Ten fields; eight things to protect, of which the legal basis of sharing is missing; no abstract; weekly. */
const dataset: Dataset = {
  ...household,
  abstract: { 'zh-CN': ' ', en: '' },
  sharing: { ...household.sharing, type: 'conditional', legalBasis: undefined },
  updateCycle: 'weekly',
  rules: [{ kind: 'rowCount', min: 5, minShareOfLast: 0.8 }],
}

const extract = (seq: number, day: string, more: Partial<ScoredExtract>): ScoredExtract => ({
  dataset: dataset.id,
  department: 'public_security',
  seq,
  mode: 'full',
  asOf: new Date(`${day}T00:00:00+08:00`),
  landedAt: new Date(`${day}T08:00:00+08:00`),
  status: 'ingested',
  received: 0,
  accepted: 0,
  deviatingColumns: 0,
  ...more,
})
/** The first dump does not count: the second is of the same month. The last file could not be read. */
const extracts = [
  extract(1, '2026-09-01', { received: 1500, accepted: 1400 }),
  extract(2, '2026-09-16', { received: 1000, accepted: 900 }),
  extract(3, '2026-09-17', {
    mode: 'delta',
    status: 'blocked',
    received: 100,
    accepted: 90,
    deviatingColumns: 1,
  }),
  extract(4, '2026-09-24', { status: 'failed' }),
]
const today = new Date('2026-10-08T00:00:00+08:00')

/** extract, league or city, dimension, indicator, code, checked, failed */
const history: [number, string, string, string, string, number, number][] = [
  [1, '150100', 'conformity', 'data_standard', 'pattern.mismatch', 1500, 1500],
  [2, '150100', 'conformity', 'data_standard', 'pattern.mismatch', 600, 4],
  [2, '150200', 'conformity', 'data_standard', 'pattern.mismatch', 400, 6],
  [2, '150100', 'conformity', 'business_rule', 'range.outside', 500, 5],
  [2, '150100', 'conformity', 'reference_data', 'code.unknown', 1900, 40],
  [3, '150100', 'conformity', 'reference_data', 'code.unknown', 100, 0],
  [2, '150100', 'completeness', 'element_completeness', 'required', 4000, 4],
  [2, '150100', 'accuracy', 'content_correctness', 'citizen_id.check', 800, 8],
  [2, '150100', 'accuracy', 'format_compliance', 'date.invalid', 1200, 6],
  [2, '150100', 'accuracy', 'duplication', 'unique.duplicate', 1000, 20],
  [2, '150100', 'accuracy', 'format_compliance', 'parse.quote', 1000, 2],
  [3, '150100', 'accuracy', 'format_compliance', 'parse.encoding', 100, 1],
  [2, '150100', 'consistency', 'related_data', 'reference.missing', 600, 30],
  [2, '150100', 'timeliness', 'period_correctness', 'date.future', 400, 1],
  [2, '150100', 'timeliness', 'sequence', 'date.order', 300, 3],
  [2, '150100', 'completeness', 'record_completeness', 'row_count.dropped', 1, 1],
]

const rule = `${dataset.id}.citizen_id.unique.duplicate`
let rows: ScoreRow[]

beforeAll(async () => {
  await engine.exec(sql`create temp table history (dataset varchar, _extract integer, department varchar,
    division varchar, rule varchar, code varchar, dimension varchar, indicator varchar, checked bigint, failed bigint)`)
  for (const [seq, division, dimension, indicator, code, checked, failed] of history)
    await engine.exec(sql`insert into history values (${dataset.id}, ${sql.lit(seq)}, 'public_security', ${division},
      ${code === 'unique.duplicate' ? rule : `${dataset.id}.x.${code}`}, ${code}, ${dimension}, ${indicator}, ${sql.lit(checked)}, ${sql.lit(failed)})`)
  // Twenty surplus rows of eight people, one row of an extract that does not count.
  await engine.exec(sql`create temp table quarantine as
    select case when n = 99 then 1 else 2 end as _extract, 'P' || (n % 8) as key, '{}' as raw, '150100' as division,
      [{'rule': ${sql.lit(rule)}, 'field': 'citizen_id', 'code': 'unique.duplicate', 'severity': 'warn'}] as violations
    from (select unnest([99, ${sql.join(Array.from({ length: 20 }, (_, n) => sql.lit(n)))}]) as n)`)
  // A hundred people: the register has all but the last ten, the source of their names all but the first ten.
  await engine.exec(sql`create temp table base as select {'copies': {'extract': case when n < 90 then 1 end},
    'names': {'extract': case when n >= 10 then 1 end}} as origin from range(100) as t (n)`)
  await engine.exec(sql`create temp table conflicts as select ${sql.lit(dataset.id)} as copy_dataset, 'name' as element,
    unnest(['differs', 'differs', 'differs', 'both_answer', 'authority_missing']) as kind`)
  const counting = countedByMonth(extracts).get('2026-09') ?? []
  const counted = countedRows(
    counting.map(({ seq, received }) => ({
      dataset: dataset.id,
      department: 'public_security',
      extract: seq,
      period: '2026-09',
      received,
    })),
  )
  const told = [...extractFacts(dataset, extracts, today), ...catalogueFacts(catalogue, dataset, '2026-09')]
  const here = sql`history`
  const parts = [
    factRows(told.filter(({ period }) => period === '2026-09')),
    ruleFacts(here, counted),
    dirtyFacts(here, counted),
    uniquenessFacts(here, counted, surplusIdentities(dataset.id, sql`quarantine`, [2, 3])),
    copyFacts(
      { foundation: 'person', base: renamed(sql`base`), conflicts: sql`conflicts` },
      [{ dataset: dataset.id, department: 'public_security', column: 'name', authorities: ['names'] }],
      '2026-09',
    ),
  ]
  const facts = sql`(${sql.join(
    parts.map((part) => sql`select * from ${part}`),
    sql` union all by name `,
  )})`
  const scored = scoreRows(facts, scoreSettingsSchema.parse({}))
  rows = await engine.rows<ScoreRow>(sql`select * from ${scored}
    where dataset = ${dataset.id} and division is null and period = '2026-09'`)
})

/** The register's member of the origins has the register's name. */
function renamed(base: Relation): Expression {
  return sql`(select {${sql.lit(dataset.id)}: origin.copies, 'names': origin.names} as origin from ${base})`
}

/** B and A of every indicator, worked out by hand from the tables above. */
const expected = {
  conformity: {
    data_standard: [1000, 10],
    data_model: [20, 1],
    metadata: [19, 1],
    business_rule: [500, 5],
    reference_data: [2000, 40],
    security: [8, 1],
  },
  completeness: { element_completeness: [4000, 4], record_completeness: [1200, 200] },
  accuracy: {
    content_correctness: [800, 8],
    format_compliance: [1200, 6],
    duplication: [1000, 20],
    uniqueness: [980, 8],
    dirty_data: [1100, 3],
  },
  consistency: { same_data: [80, 4], related_data: [600, 30] },
  timeliness: { period_correctness: [400, 1], point_timeliness: [4, 2], sequence: [300, 3] },
  accessibility: { accessible: [4, 1], available: [1100, 200] },
} as const

describe('scores worked out by hand', () => {
  it('has all twenty indicators, each with the elements evaluated and failed', () => {
    const tree = treeOf(rows)
    const found = Object.fromEntries(
      (tree?.dimensions ?? []).map(({ dimension, indicators }) => [
        dimension,
        Object.fromEntries(
          indicators.map(({ indicator, evaluated, failed }) => [indicator, [evaluated, failed]]),
        ),
      ]),
    )
    expect(found).toEqual(expected)
    expect(Object.values(found).flatMap((each) => Object.keys(each))).toHaveLength(20)
  })

  it('scores each as one less its share of failures', () => {
    for (const { indicator, evaluated, failed, score } of treeOf(rows)?.dimensions.flatMap(
      (each) => each.indicators,
    ) ?? [])
      expect(score, indicator).toBeCloseTo((evaluated - failed) / evaluated, 12)
  })

  it.each([
    // (99 % + 95 % + 18/19 + 99 % + 98 % + 7/8) / 6
    ['conformity', 0.955394736842],
    // (99.9 % + 1000/1200) / 2
    ['completeness', 0.916166666667],
    // (99 % + 99.5 % + 98 % + 972/980 + 1097/1100) / 5
    ['accuracy', 0.990821892393],
    // (95 % + 95 %) / 2
    ['consistency', 0.95],
    // (99.75 % + 50 % + 99 %) / 3
    ['timeliness', 0.829166666667],
    // (75 % + 900/1100) / 2
    ['accessibility', 0.784090909091],
  ])('weighs the indicators of %s alike', (dimension, score) => {
    expect(treeOf(rows)?.dimensions.find((each) => each.dimension === dimension)?.score).toBeCloseTo(score, 9)
  })

  it('weighs the dimensions 20, 20, 25, 15, 10 and 10', () => {
    // 0.2 × 0.955395 + 0.2 × 0.916167 + 0.25 × 0.990822 + 0.15 × 0.95 + 0.1 × 0.829167 + 0.1 × 0.784091
    expect(treeOf(rows)?.total).toBeCloseTo(0.925843511376, 9)
    expect(treeOf(rows)?.grade).toBe('fair')
  })
})
