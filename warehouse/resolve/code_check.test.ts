import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { quarantineColumns, stdColumns } from '../tables/datasets.ts'
import { baseColumns } from '../tables/foundations.ts'
import { codeCheck } from './code_check.ts'
import { resolutionOf } from './model.ts'
import { fewRegisters as catalogue } from './rows.testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-code-check-test'), threads: 2 })
})
afterAll(() => engine.close())

const foundation = foundationOf(catalogue, 'legal_entity')
const register = datasetOf(catalogue, 'market_entities')

test('sets two codes of one body, and two bodies of one code, against each other', async () => {
  await table('checked_base', baseColumns(catalogue, foundation))
  await table('checked_quarantine', quarantineColumns())
  await table('checked_std', stdColumns(catalogue, register))
  const entity = (uscc: string, name: string, division: string, status: string, extract: number) =>
    engine.exec(sql`insert into checked_base by name select ${uscc} as uscc, ${name} as name, ${division} as division,
      ${status} as status, 'confirmed' as record_status,
      {'market_entities': {'extract': ${extract}::integer, 'line': 2::bigint, 'observed': null::timestamptz},
        'social_organisations': null, 'organs_and_institutions': null} as origin`)
  await entity('91A', '青城商贸', '150102', '1', 1)
  await entity('91B', '青城商贸', '150102', '1', 1)
  await entity('91C', '青城商贸', '150103', '1', 1)
  await entity('91D', '青城商贸', '150102', '3', 1)
  await entity('92E', '小店', '150102', '1', 1)
  await entity('92F', '小店', '150102', '1', 1)
  await entity('91G', '北疆能源', '150102', '1', 3)
  const rejected = (extract: number, key: string, name: string, code: string) =>
    engine.exec(sql`insert into checked_quarantine by name select ${extract}::integer as _extract, 7::bigint as _line, ${key} as key,
      true as rejected, [{'rule': '', 'field': 'uscc', 'code': ${code}, 'severity': 'reject'}] as violations,
      ${JSON.stringify({ uscc: key, name })} as raw`)
  await rejected(3, '91G', '鹿城能源', 'unique.duplicate')
  await rejected(2, '91G', '从前的名称', 'unique.duplicate')
  await rejected(3, '91G', '北疆能源', 'unique.duplicate')
  await rejected(3, '91G', '鹿城能源', 'date.future')
  const rows = await engine.rows(
    sql`select uscc, kind, other_code, first_dataset, second_name from ${codeCheck(
      resolutionOf(catalogue, foundation),
      {
        base: sql`checked_base`,
        registers: {
          market_entities: {
            ...{ std: sql`checked_std`, quarantine: sql`checked_quarantine` },
            ...{ dumps: [1], current: [1, 2, 3] },
          },
        },
      },
    )}`,
  )
  expect(rows).toEqual([
    {
      uscc: '91A',
      kind: 'two_codes',
      other_code: '91B',
      first_dataset: 'market_entities',
      second_name: '青城商贸',
    },
    {
      uscc: '91G',
      kind: 'code_issued_twice',
      other_code: null,
      first_dataset: 'market_entities',
      second_name: '鹿城能源',
    },
  ])
})

interface Said {
  extract: number
  line: number
  name: string
  established: string | null
  /** Day of January. */
  day: number
  op?: 'I' | 'U'
}
const NAME = { old: '青城商贸', other: '鹿城能源' }
const A = { name: NAME.old, established: '2015-01-01' }
const B = { name: NAME.other, established: '2019-05-05' }

/** Of rows of one code, the last of which is the golden record's: the places of those that are found to be another's. */
async function found(
  rows: Said[],
  given: Partial<{ dumps: number[]; current: number[]; own: string; quarantine: Relation }> = {},
) {
  await table('checked_base', baseColumns(catalogue, foundation))
  await table('checked_std', stdColumns(catalogue, register))
  for (const { extract, line, name, established, day, op = 'I' } of rows)
    await engine.exec(sql`insert into checked_std by name select 'code' as uscc, ${name} as name,
      ${established}::date as established_on, ${time(day)}::timestamptz as updated_at, ${time(day)}::timestamptz as _from,
      ${extract}::integer as _extract, ${line}::bigint as _line, ${op} as _op`)
  const golden = (uscc: string, { extract, line, name, established, day }: Said) =>
    engine.exec(sql`insert into checked_base by name select ${uscc} as uscc, ${name} as name, ${established}::date as established_on,
      '1' as status, 'confirmed' as record_status,
      {'market_entities': {'extract': ${extract}::integer, 'line': ${line}::bigint, 'observed': ${time(day)}::timestamptz},
        'social_organisations': null, 'organs_and_institutions': null} as origin`)
  const winner = rows.at(-1)
  if (winner) await golden('91code', winner)
  await engine.exec(sql`update checked_std set uscc = '91code'`)
  if (winner && given.own) await golden('91own', { ...winner, name: given.own, line: 99 })
  const { dumps = [1], current = [1, 2, 3] } = given
  const findings = codeCheck(resolutionOf(catalogue, foundation), {
    base: sql`checked_base`,
    registers: { market_entities: { std: sql`checked_std`, quarantine: given.quarantine, dumps, current } },
  })
  return await engine.rows(
    sql`select first_name, second_name, second_extract, second_line::integer as second_line from ${findings}`,
  )
}

const time = (day: number) => `2026-01-0${day} 00:00:00+00`
const another = [{ first_name: NAME.other, second_name: NAME.old, second_extract: 1, second_line: 2 }]

test.each<[string, Said[], Parameters<typeof found>[1], boolean]>([
  [
    'two bodies in one dump',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, extract: 1, line: 3, day: 1 },
    ],
    {},
    true,
  ],
  [
    'two names at one time in one dump, without days of establishment',
    [
      { name: NAME.old, established: null, extract: 1, line: 2, day: 1 },
      { name: NAME.other, established: null, extract: 1, line: 3, day: 1 },
    ],
    {},
    true,
  ],
  [
    'two bodies in a dump, where a newer dump has one',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, extract: 1, line: 3, day: 1 },
    ],
    { dumps: [1, 2], current: [2, 3] },
    false,
  ],
  [
    'a code that a delta gives to another body',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, extract: 2, line: 2, day: 2, op: 'U' },
    ],
    {},
    true,
  ],
  [
    'the same, where the first body has a code of its own since',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, extract: 2, line: 2, day: 2 },
    ],
    { own: NAME.old },
    false,
  ],
  [
    'a delta that enters a code as new under another name',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, established: null, extract: 2, line: 2, day: 2, op: 'I' },
    ],
    {},
    true,
  ],
  [
    'a delta that changes the name and says nothing of the day',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, established: null, extract: 2, line: 2, day: 2, op: 'U' },
    ],
    {},
    false,
  ],
  [
    'a body that changes its name',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...A, name: NAME.other, extract: 2, line: 2, day: 2, op: 'I' },
    ],
    {},
    false,
  ],
  [
    'a body that changes its name in a dump',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { name: NAME.other, established: null, extract: 3, line: 2, day: 2 },
    ],
    { dumps: [1, 3], current: [3] },
    false,
  ],
  [
    'a body whose day is corrected, and that changes its name',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...A, established: B.established, extract: 2, line: 2, day: 2 },
      { ...B, extract: 3, line: 2, day: 3 },
    ],
    {},
    false,
  ],
  [
    'a name in another spelling',
    [
      { ...A, extract: 1, line: 2, day: 1 },
      { ...B, name: '青城 商贸', extract: 1, line: 3, day: 1 },
    ],
    {},
    false,
  ],
])('%s', async (_, rows, given, twice) => {
  expect(await found(rows, given)).toEqual(twice ? another : [])
})

test('a row that another one of its dump replaced before it came to the log', async () => {
  await table('checked_quarantine', quarantineColumns())
  const replaced = (extract: number, line: number, name: string, established: string) =>
    engine.exec(sql`insert into checked_quarantine by name select ${extract}::integer as _extract, ${line}::bigint as _line,
      '91code' as key, false as rejected,
      [{'rule': '', 'field': 'uscc', 'code': 'unique.duplicate', 'severity': 'warn'}] as violations,
      ${JSON.stringify({ name, established_on: established, updated_at: '2025-12-01 08:00:00' })} as raw`)
  await replaced(1, 5, '从前的名称', '2011-11-11')
  await replaced(2, 5, NAME.old, '2015/01/01')
  await replaced(2, 6, '北疆能源', '2019/5/5')
  const rows: Said[] = [{ ...B, extract: 1, line: 3, day: 1 }]
  const quarantine = sql`checked_quarantine`
  expect(await found(rows, { dumps: [1, 2], current: [2], quarantine })).toEqual([
    { first_name: NAME.other, second_name: NAME.old, second_extract: 2, second_line: 5 },
  ])
})

async function table(name: string, columns: { name: string; type: string }[]): Promise<void> {
  const definitions = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(column.type)}`)
  await engine.exec(sql`create or replace temporary table ${sql.id(name)} (${sql.join(definitions)})`)
}
