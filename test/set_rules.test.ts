import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../catalog/dataset.ts'
import { datasetOf } from '../catalog/lookup.ts'
import type { Platform } from '../pipelines/platform.ts'
import { ingestStage } from '../pipelines/stages/ingest/ingest.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

const [one, two, three] = ['152622198506150033', '152921200002290024', '150102190001010018'] as const
const MARRIAGES = 'marriage_registration'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.close())

/** Leaves a file of some rows; fields that a row does not name are empty. */
function send(id: string, name: string, rows: Record<string, string>[]): void {
  const dataset = datasetOf(platform.catalogue, id)
  const folder = platform.paths.drop(dataset.providingDepartment)
  mkdirSync(folder, { recursive: true })
  const operation = name.startsWith('delta_')
  const header = [...(operation ? ['_op'] : []), ...dataset.fields.map((field) => field.header)]
  const lines = rows.map((row) =>
    [...(operation ? ['U'] : []), ...dataset.fields.map((field) => row[field.id] ?? '')].join(','),
  )
  writeFileSync(join(folder, `${id}_${name}.csv`), `${[header.join(','), ...lines].join('\n')}\n`)
}

const wed = (citizen_id: string, spouse_citizen_id: string, at: string) => ({
  citizen_id,
  spouse_citizen_id,
  marital_status: '20',
  registered_on: '2024-05-20',
  updated_at: `${at} 10:00:00`,
})

async function found(id: string): Promise<string[]> {
  const table = platform.lake.table(`quarantine/${id}`)
  const rows = await platform.engine.rows<{ found: string }>(
    sql`select _extract || ':' || _line || ' ' || violation.code as found
      from (select _extract, _line, unnest(violations) as violation from ${table.select(await table.snapshot())}) order by 1`,
  )
  return rows.map((row) => row.found)
}

/** A platform on whose marriage register the rule of one spouse has severity `block`. */
function blocking(): Platform {
  const block = (dataset: Dataset): Dataset => ({
    ...dataset,
    rules: dataset.rules.map((rule) => (rule.kind === 'single' ? { ...rule, severity: 'block' } : rule)),
  })
  const datasets = platform.catalogue.datasets.map((each) => (each.id === MARRIAGES ? block(each) : each))
  return { ...platform, catalogue: { ...platform.catalogue, datasets } }
}

describe('rules on rows together', () => {
  it('hold an extract against the live rows of its register', { timeout: 120_000 }, async () => {
    send(MARRIAGES, 'full_20260901', [wed(one, two, '2026-08-01'), wed(two, one, '2026-08-01')])
    await ingestStage(platform, MARRIAGES)
    expect(await found(MARRIAGES)).toEqual([])
    send(MARRIAGES, 'delta_20260908', [wed(three, two, '2026-09-05')])
    await ingestStage(platform, MARRIAGES)
    expect(await found(MARRIAGES)).toEqual(['2:2 mutual.disagrees', '2:2 single.conflict'])
  })

  it('hold it back where they say so, and say why', { timeout: 120_000 }, async () => {
    send(MARRIAGES, 'delta_20260915', [wed(three, two, '2026-09-12')])
    const { status, problems } = await ingestStage(blocking(), MARRIAGES)
    expect(status).toBe('blocked')
    expect(problems.filter(({ fields }) => fields.severity === 'block')).toMatchObject([
      {
        code: 'ingest.rule_blocks',
        fields: { rule: `${MARRIAGES}.spouse_citizen_id.single.conflict`, failed: 1, severity: 'block' },
      },
    ])
    const extracts = await listExtracts(platform.ledger.db, MARRIAGES)
    expect(extracts.map((extract) => extract.status)).toEqual(['ingested', 'ingested', 'blocked'])
  })

  it('hold it against the live rows of other registers', { timeout: 120_000 }, async () => {
    const death = { citizen_id: one, died_on: '2020-03-01', death_place_kind: '3', updated_at: '2026-08-01' }
    send('death_reports', 'full_20260901', [death])
    await ingestStage(platform, 'death_reports')
    send('death_registration', 'full_20260901', [])
    await ingestStage(platform, 'death_registration')
    const insured = { name: '甲乙', updated_at: '2026-08-02' }
    send('social_insurance', 'full_20260901', [
      { ...insured, citizen_id: one, enrolled_on: '2020-03-02' },
      { ...insured, citizen_id: two, enrolled_on: '2020-03-02' },
    ])
    await ingestStage(platform, 'social_insurance')
    expect(await found('social_insurance')).toEqual(['1:2 after.death'])
  })
})

describe('rules on the extract as a whole', () => {
  it('keep a profile of every extract, and their results in the history', async () => {
    const profiles = platform.lake.table('quality/profiles')
    const [profile] = await platform.engine.rows(
      sql`select field, value, count::integer as count from ${profiles.select(await profiles.snapshot())}
        where dataset = ${sql.lit(MARRIAGES)} and _extract = 1 and what = 'code'`,
    )
    expect(profile).toEqual({ field: 'marital_status', value: '20', count: 2 })
    const history = platform.lake.table('quality/history')
    const rows = await platform.engine.rows(
      sql`select code, failed::integer as failed, mode, period from ${history.select(await history.snapshot())}
        where dataset = ${sql.lit(MARRIAGES)} and _extract = 1 and rule like '%.\\_.%' escape '\\' order by 1`,
    )
    const about = { failed: 0, mode: 'full', period: '2026-09' }
    expect(rows).toEqual([
      { ...about, code: 'freshness.late', failed: 1 },
      { ...about, code: 'row_count.low' },
      { ...about, code: 'schema.extra' },
      { ...about, code: 'schema.missing' },
      { ...about, code: 'schema.renamed' },
    ])
  })
})
