import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { buildBucket } from './build.ts'
import { type Resolution, resolutionOf } from './model.ts'
import { type ReferenceRow, resolveSlowly } from './reference.ts'
import { flatConflicts, flatGolden, fewRegisters as real, relationOf, stdRows } from './rows.testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-resolve-test'), threads: 2 })
})
afterAll(() => engine.close())

const KEYS: Record<string, string[]> = {
  person: ['150102190001010018', '152921200002290024', '15262219850615003X'],
  // In the scope of one register each, and of neither.
  legal_entity: ['93152500MACTE001X3', '52150200MJATEAT108', 'N2150121MF00TE01XP'],
}

/** The real catalogue with more fallbacks than it has today, and with an element nobody answers for. */
const fallbacks: Record<string, string[]> = {
  'person.name': ['death_registration.name', 'social_insurance.name', 'marriage_registration.name'],
  'person.birth_date': ['social_insurance.birth_date', 'death_registration.birth_date'],
  'legal_entity.name': ['social_organisations.name', 'market_entities.name'],
  'legal_entity.registered_capital': ['market_entities.registered_capital'],
}
const richer: Catalogue = {
  ...real,
  elements: real.elements.map((element) => ({
    ...element,
    fallbacks: fallbacks[element.id] ?? element.fallbacks,
    authority: element.id === 'person.sex' ? 'elsewhere.sex' : element.authority,
  })),
}

/** What is in dispute, by key. */
type Marks = Record<string, string[]>

function marksOf(resolution: Resolution, keys: string[]): fc.Arbitrary<Marks> {
  const columns = [resolution.foundation.key, ...resolution.attributes.map(({ column }) => column)]
  return fc.record(Object.fromEntries(keys.map((key) => [key, fc.subarray(columns, { maxLength: 3 })])))
}

function disputedRows(marks: Marks): Relation {
  const rows = Object.entries(marks).flatMap(([key, columns]) =>
    columns.length === 0
      ? []
      : [
          sql`select ${sql.lit(key)} as key, list_sort(${sql.lit(`[${columns.join(',')}]`)}::varchar[]) as disputed`,
        ],
  )
  const none = sql`select null::varchar as key, null::varchar[] as disputed where false`
  return sql`(${sql.join([none, ...rows], sql` union all `)})`
}

async function resolve(
  catalogue: Catalogue,
  resolution: Resolution,
  rows: Record<string, ReferenceRow[]>,
  disputed?: Marks,
) {
  const std: Record<string, Relation> = {}
  for (const dataset of resolution.datasets) {
    const given = rows[dataset.id]
    if (given) std[dataset.id] = await relationOf(engine, `std_${dataset.id}`, dataset, given)
  }
  const { foundation } = resolution
  const marks = disputed && disputedRows(disputed)
  const built = await buildBucket(engine, { catalogue, foundation, bucket: 0, std, marks })
  const golden = await flatGolden(engine, resolution, built.golden)
  const conflicts = await flatConflicts(engine, resolution, built.conflicts)
  await built.dispose()
  return { golden, conflicts }
}

describe.each([
  ['person', 'the catalogue', real],
  ['legal_entity', 'the catalogue', real],
  ['person', 'more fallbacks', richer],
  ['legal_entity', 'more fallbacks', richer],
])('%s with %s', (id, _, catalogue) => {
  const resolution = resolutionOf(catalogue, foundationOf(catalogue, id))
  const rows = stdRows(resolution, KEYS[id] ?? [])
  const marks = fc.option(marksOf(resolution, KEYS[id] ?? []), { nil: undefined })

  test('resolves and marks like the slow reference, whatever the order of the rows', async () => {
    const shuffled = rows.chain((given) =>
      fc.record({
        given: fc.constant(given),
        other: fc.record(
          Object.fromEntries(
            Object.entries(given).map(([dataset, list]) => [
              dataset,
              fc.shuffledSubarray(list, { minLength: list.length }),
            ]),
          ),
        ),
      }),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, marks, async ({ given, other }, disputed) => {
        const expected = resolveSlowly(resolution, given, disputed)
        const { golden, conflicts } = await resolve(catalogue, resolution, other, disputed)
        expect(golden).toEqual(expected.golden)
        expect(conflicts).toEqual(expected.conflicts)
      }),
      { numRuns: 10, endOnFailure: true },
    )
  })

  test('a dataset without a table has no records', async () => {
    expect(await resolve(catalogue, resolution, {})).toMatchObject({ golden: [], conflicts: [] })
  })

  test('leaves no temporary table behind', async () => {
    await resolve(catalogue, resolution, {})
    const left = await engine.rows(
      sql`select table_name from duckdb_tables() where table_name like 'resolve_%'`,
    )
    expect(left).toEqual([])
  })
})
