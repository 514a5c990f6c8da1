import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { keepsHistory } from '../catalog/dataset.ts'
import { columnOf, datasetOf, elementsOf } from '../catalog/lookup.ts'
import { type Engine, openEngine } from '../warehouse/engine/engine.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import { type ComparisonInput, compareWithTruth } from './compare.ts'
import { GoldenModel } from './golden.ts'
import { readLines, type TruthExtract } from './naive_reader.ts'
import { generateProvince } from './province.ts'
import { readTable } from './read_truth.ts'

const folder = mkdtempSync(join(tmpdir(), 'shuyuan-compare-'))
const truthDir = join(folder, 'truth')
let engine: Engine
let input: ComparisonInput

beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(folder, 'tmp') })
  await generateProvince({ out: folder, seed: 42, people: 4_000, organisations: 400 })
  const extracts = await readLines<TruthExtract>(join(truthDir, 'extracts.initial.jsonl'))
  input = {
    truthDir,
    extracts: extracts.map(({ dataset, seq, file }) => ({ dataset, seq, fileName: file })),
    quarantine: Object.fromEntries(extracts.map(({ dataset }) => [dataset, quarantineOf(dataset)])),
    base: { person: baseOf('person'), legal_entity: baseOf('legal_entity') },
    conflicts: {
      person: conflictsOf('person', 'citizen_id'),
      legal_entity: conflictsOf('legal_entity', 'uscc'),
    },
    history: Object.fromEntries(['housing_fund', 'degrees', 'real_estate'].flatMap(historyOf)),
  }
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const json = (name: string) =>
  sql`read_json(${sql.lit(join(truthDir, name))}, format = 'newline_delimited', convert_strings_to_integers = false)`

/** What a perfect platform would hold, made from the truth. */
function quarantineOf(dataset: string): Relation {
  return sql`(select seq::integer as _extract, line as _line, rejected,
    list_transform(codes, lambda c: {'rule': 'r', 'field': 'f', 'code': c, 'severity': 's'}) as violations
    from ${json('faults.initial.jsonl')} where dataset = ${sql.lit(dataset)})`
}

function baseOf(foundation: string): Relation {
  const members = new GoldenModel(foundation, '').datasets.map(({ id: dataset }) => {
    const part = sql`list_filter(t.origin, lambda o: starts_with(o, ${sql.lit(`${dataset}:`)}))[1]`
    return sql`${sql.lit(dataset)}: case when ${part} is not null then
      {'extract': split_part(${part}, ':', 2)::integer, 'line': split_part(${part}, ':', 3)::bigint} end`
  })
  const texts = elementsOf(catalogue, foundation).map((element) => columnOf(element.id))
  const truth = readTable(truthDir, foundation, {
    ...Object.fromEntries([...texts, 'record_status', 'key_repair'].map((column) => [column, 'VARCHAR'])),
    provisional: 'VARCHAR[]',
    origin: 'VARCHAR[]',
  })
  return sql`(select t.* exclude (origin), {${sql.join(members)}} as origin from ${truth} as t)`
}

function conflictsOf(foundation: string, key: string): Relation {
  return sql`(select key as ${sql.id(key)}, * exclude (key, foundation) from ${json('conflicts.jsonl')}
    where foundation = ${sql.lit(foundation)})`
}

function historyOf(dataset: string): [string, Relation][] {
  if (!keepsHistory(datasetOf(catalogue, dataset))) return []
  const instants = ['_valid_from', '_valid_to', 'updated_at']
  const fields = datasetOf(catalogue, dataset).fields.map(({ id }) => id)
  const columns = [...new Set([...fields, ...instants])].map((column) => [column, 'VARCHAR'])
  const rows = readTable(truthDir, join('history', dataset), {
    ...Object.fromEntries(columns),
    _extract: 'INTEGER',
    _line: 'BIGINT',
  })
  const typed = instants.map(
    (column) => sql`timezone('Asia/Shanghai', ${sql.id(column)}::timestamp) as ${sql.id(column)}`,
  )
  return [[dataset, sql`(select * replace (${sql.join(typed)}) from ${rows})`]]
}

test('what equals the truth is perfect', async () => {
  const result = await compareWithTruth(engine, input)
  expect(result.faults).toMatchObject({ missed: [], unexpected: [], recall: 1, precision: 1 })
  expect(result.golden.person).toMatchObject({ missing: 0, extra: 0, different: [] })
  expect(result.golden.person?.expected).toBeGreaterThan(3_900)
  expect(result.conflicts.person?.found).toBe(result.conflicts.person?.expected)
  expect(result.perfect).toBe(true)
})

test('a fault that was not found, and one that is none, are named', async () => {
  const one = sql`(select * replace (case when _line = (select min(_line) from ${input.quarantine.death_registration} as m)
    then _line + 100000 else _line end as _line) from ${input.quarantine.death_registration} as q)`
  const result = await compareWithTruth(engine, {
    ...input,
    quarantine: { ...input.quarantine, death_registration: one },
  })
  expect(result.faults.missed[0]).toMatchObject({ dataset: 'death_registration', found: null })
  expect(result.faults.unexpected[0]).toMatchObject({ dataset: 'death_registration', expected: null })
  expect(result.recall).toBeLessThan(1)
  expect(result.precision).toBeLessThan(1)
  expect(result.perfect).toBe(false)
})

test('a golden value that differs, a missing record and an invented conflict are counted; keys stay masked', async () => {
  const person = sql`(select * replace (case when sex = '1' then '2' else sex end as sex)
    from ${input.base.person} as b where birth_date > '1932-01-01')`
  const conflicts = sql`(select * replace ('other' as copy_value) from ${input.conflicts.person} as c)`
  const result = await compareWithTruth(engine, {
    ...input,
    base: { person },
    conflicts: { person: conflicts },
  })
  expect(result.golden.person?.missing).toBeGreaterThan(0)
  expect(result.golden.person?.different[0]).toMatchObject({ columns: ['sex'] })
  expect(result.golden.person?.different[0]?.key).toMatch(/^\d\*{15}[\dX]{2}$/)
  expect(result.conflicts.person).toMatchObject({ found: 0 })
  expect(result.perfect).toBe(false)
})
