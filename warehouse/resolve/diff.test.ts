import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { baseColumns } from '../tables/foundations.ts'
import { buildBucket } from './build.ts'
import { diff } from './diff.ts'
import { resolutionOf } from './model.ts'
import type { ReferenceRow } from './reference.ts'
import { fewRegisters as catalogue, relationOf, stdRows } from './rows.testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-diff-test'), threads: 2 })
})
afterAll(() => engine.close())

const foundation = foundationOf(catalogue, 'person')
const resolution = resolutionOf(catalogue, foundation)
const rows = stdRows(resolution, ['150102190001010018', '152921200002290024', '15262219850615003X'])

/** Base rows of `given` in a table `name`, with the bucket that readers of the lake get. */
async function base(
  name: string,
  given: Record<string, ReferenceRow[]>,
  marks?: Relation,
): Promise<Relation> {
  const std: Record<string, Relation> = {}
  for (const dataset of resolution.datasets) {
    std[dataset.id] = await relationOf(engine, `${name}_${dataset.id}`, dataset, given[dataset.id] ?? [])
  }
  const built = await buildBucket(engine, { catalogue, foundation, bucket: 0, std, marks })
  const table = sql.id(name)
  await engine.exec(
    sql`create or replace temporary table ${table} as select *, 0 as bucket from ${built.golden}`,
  )
  await built.dispose()
  return sql`(select * from ${table})`
}

async function texts(query: Relation): Promise<unknown[]> {
  return await engine.rows(sql`select columns(*)::varchar from ${query} order by all`)
}

test('golden rows have the types of the base table', async () => {
  const relation = await base('typed', {})
  const described = await engine.rows<{ column_name: string; column_type: string }>(sql`describe ${relation}`)
  const text = (type: string) => type.replaceAll('"', '').replace(/TIMESTAMP WITH TIME ZONE/g, 'TIMESTAMPTZ')
  expect(described.map((each) => [each.column_name, text(each.column_type)])).toEqual(
    baseColumns(catalogue, foundation).map((column) => [column.name, text(column.type)]),
  )
})

test.each(['content', 'all'] as const)(
  'the %s changes lead from the previous rows to the next',
  async (compare) => {
    const seen = compare === 'all' ? sql`* exclude (bucket)` : sql`* exclude (bucket, origin)`
    await fc.assert(
      fc.asyncProperty(rows, rows, async (before, after) => {
        const previous = await base('previous', before)
        const next = await base('next', after)
        const changes = diff({ foundation, previous, next, compare })
        await engine.exec(sql`create or replace temporary table changes as select * from ${changes}`)
        const gone = sql`select ${seen} from (select *, 0 as bucket from changes) where _change_type in ('delete', 'update_preimage')`
        const come = sql`select ${seen} from (select *, 0 as bucket from changes) where _change_type in ('insert', 'update_postimage')`
        const plain = (query: Relation) => sql`select * exclude (_change_type) from (${query})`
        const applied = sql`(select ${seen} from ${previous} except all ${plain(gone)} union all ${plain(come)})`
        expect(await texts(applied)).toEqual(await texts(sql`(select ${seen} from ${next})`))
      }),
      { numRuns: 15 },
    )
  },
)

test('a change of marks alone is an update of the record', async () => {
  const [given] = fc.sample(
    rows.filter(({ household_registration = [] }) => household_registration.some((row) => row._op !== 'D')),
    { numRuns: 1, seed: 7 },
  )
  const marked = (columns: string) =>
    sql`(select key, ${sql.lit(columns)}::varchar[] as disputed
      from (select unnest(['150102190001010018', '152921200002290024', '15262219850615003X']) as key))`
  const changes = async (previous?: string, next?: string) => {
    const pair = {
      previous: await base('previous', given ?? {}, previous ? marked(previous) : undefined),
      next: await base('next', given ?? {}, next ? marked(next) : undefined),
    }
    return await engine.rows(
      sql`select distinct _change_type, array_to_string(disputed, ',') as disputed from ${diff({ foundation, ...pair })} order by 1`,
    )
  }
  expect(await changes('[name]', '[name]')).toEqual([])
  expect(await changes(undefined, '[name]')).toEqual([
    { _change_type: 'update_postimage', disputed: 'name' },
    { _change_type: 'update_preimage', disputed: null },
  ])
  expect(await changes('[name,sex]', '[sex]')).toEqual([
    { _change_type: 'update_postimage', disputed: 'sex' },
    { _change_type: 'update_preimage', disputed: 'name,sex' },
  ])
  expect(await changes('[name]', undefined)).toEqual([
    { _change_type: 'update_postimage', disputed: null },
    { _change_type: 'update_preimage', disputed: 'name' },
  ])
})

test('a record that only came again in a later extract has not changed', async () => {
  const [given] = fc.sample(rows, { numRuns: 1, seed: 7 })
  const later = Object.fromEntries(
    Object.entries(given ?? {}).map(([id, list]) => [
      id,
      list.map((row) => ({ ...row, _extract: row._extract + 5 })),
    ]),
  )
  const pair = { previous: await base('previous', given ?? {}), next: await base('next', later) }
  expect(await texts(diff({ foundation, ...pair }))).toEqual([])
  expect(await texts(diff({ foundation, ...pair, compare: 'all' }))).not.toEqual([])
})
