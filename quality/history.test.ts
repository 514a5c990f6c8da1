import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { periodOf } from './history.ts'
import { judge } from './judge.ts'

const folder = mkdtempSync(join(tmpdir(), 'quality-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const household = datasetOf(catalogue, 'household_registration')
const good = ['150102190001010018', '巴特尔', '1', '1900-01-01', '150102', '2026-08-31 10:00:00']

/** One row as received: the given key fields, and NULL in the others. */
function rowOf(line: number, values: (string | null)[], op = 'I') {
  const named = ['citizen_id', 'name', 'sex', 'birth_date', 'division', 'updated_at']
  const fields = household.fields.map(
    ({ id }) => sql`${sql.lit(values[named.indexOf(id)] ?? null)}::varchar as ${sql.id(id)}`,
  )
  return sql`select 7::integer as _extract, ${sql.lit(line)}::bigint as _line, ${sql.lit(op)} as _op, ${sql.join(fields)}, null::varchar as _extra`
}

it('takes the month of an instant in China', () => {
  expect(periodOf(new Date('2026-08-31T15:59:59Z'))).toBe('2026-08')
  expect(periodOf(new Date('2026-08-31T16:00:00Z'))).toBe('2026-09')
  expect(periodOf(undefined)).toBeUndefined()
})

it('counts by rule and city, and says version, rule set, period and mode', async () => {
  const elsewhere = good.with(4, '150202')
  const raw = sql`(${sql.join(
    [
      rowOf(2, good),
      rowOf(3, good.with(2, '7')),
      rowOf(4, elsewhere.with(2, '7')),
      rowOf(5, good.with(4, '990101')),
      rowOf(6, good.with(2, '7'), 'D'),
    ],
    sql` union all `,
  )})`
  const rule = 'household_registration.sex.code.unknown'
  const judged = await judge(engine, {
    catalogue,
    dataset: household,
    raw,
    asOf: new Date('2026-08-31T16:00:00Z'),
    mode: 'delta',
    versions: new Map([[rule, 3]]),
  })
  const rows = await engine.rows<Record<string, unknown>>(sql`select * from ${judged.history} order by all`)
  expect(rows.filter((row) => row.rule === rule)).toEqual(
    [
      { division: '150100', checked: 2n, failed: 1n },
      { division: '150200', checked: 1n, failed: 1n },
      { division: null, checked: 1n, failed: 0n },
    ].map(({ division, checked, failed }) => ({
      dataset: 'household_registration',
      _extract: 7,
      department: 'public_security',
      division,
      rule,
      field: 'sex',
      code: 'code.unknown',
      severity: 'reject',
      dimension: 'conformity',
      indicator: 'reference_data',
      checked,
      failed,
      version: 3,
      ruleset: judged.ruleset,
      period: '2026-09',
      mode: 'delta',
    })),
  )
  expect(rows.filter((row) => row.rule !== rule).every((row) => row.version === 1)).toBe(true)
  await judged.dispose()
})
