import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { baseColumns, quarantineColumns } from '../foundations/index.ts'
import { codeCheck } from './code_check.ts'
import { resolutionOf } from './model.ts'
import { fewRegisters as catalogue } from './testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-code-check-test'), threads: 2 })
})
afterAll(() => engine.close())

const foundation = foundationOf(catalogue, 'legal_entity')

test('sets two codes of one body, and two bodies of one code, against each other', async () => {
  const check = foundation.codeCheck
  if (!check) throw new Error('no code check')
  await table('checked_base', baseColumns(catalogue, foundation))
  await table('checked_quarantine', quarantineColumns())
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
      check,
      {
        base: sql`checked_base`,
        quarantine: { market_entities: sql`checked_quarantine` },
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

async function table(name: string, columns: { name: string; type: string }[]): Promise<void> {
  const definitions = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(column.type)}`)
  await engine.exec(sql`create or replace temporary table ${sql.id(name)} (${sql.join(definitions)})`)
}
