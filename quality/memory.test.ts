import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { CAMPAIGN, campaign } from '../test/support/campaign.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { registerOf } from './catalogue.testing.ts'
import { judge } from './judge.ts'

/**
 * Five million rows under a third of the default limit, or one million: less than their rows take, beside what the engine
 * needs for itself. A register of twenty columns is in bench/quality.
 */
const ROWS = campaign({ short: 1_000_000, long: 5_000_000, variable: 'MEMORY_ROWS' })
const LIMIT = `${Math.round(250 + ROWS * 0.000_15)}MB`
const folder = mkdtempSync(join(tmpdir(), 'quality-'))
const engine = await openEngine({ tempDirectory: join(folder, 'spill'), memoryLimit: LIMIT, threads: 2 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

it('writes every failing row when all rows fail, in bounded memory', {
  timeout: 600_000,
  ...CAMPAIGN,
}, async () => {
  const { catalogue, dataset } = registerOf({
    citizen_id: { type: 'citizenId' },
    name: { type: 'personName' },
    sex: { type: 'code', codes: { 1: 'male', 2: 'female' } },
    born: { type: 'date' },
    address: { type: 'text' },
  })
  const raw = sql`(select 1::integer as _extract, i + 2 as _line, 'I' as _op, 'no ' || i as citizen_id, '某某' || i as name,
    case when i % 2 = 0 then '7' else '1' end as sex, '2019-02-30' as born, repeat('路', 20) || i as address,
    '2026-08-01 10:00:00' as updated_at, null::varchar as _extra from range(${ROWS}) as number(i))`
  const judged = await judge(engine, { catalogue, dataset, raw, asOf: new Date('2026-09-01T00:00:00Z') })
  expect(judged.counts).toEqual({ accepted: 0, quarantined: ROWS, warned: 0 })
  const file = join(folder, 'quarantine.parquet')
  await engine.exec(
    sql`copy (select * from ${judged.quarantined} order by _line) to ${sql.lit(file)} (format parquet, compression zstd)`,
  )
  const [kept] =
    await engine.rows(sql`select count(*)::integer as rows, count(distinct _line)::integer as lines,
    min(len(violations))::integer as least, (count(*) filter (rejected))::integer as rejected from read_parquet(${sql.lit(file)})`)
  expect(kept).toMatchObject({ rows: ROWS, lines: ROWS, rejected: ROWS })
  const [failed] = await engine.rows<{
    failed: number
  }>(sql`select sum(failed)::integer as failed from ${judged.history}
    where rule = ${`${dataset.id}.sex.code.unknown`}`)
  expect(failed).toEqual({ failed: ROWS / 2 })
  await judged.dispose()
})
