import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { checkCatalogue } from '../catalog/check.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { profileDataset } from '../governance/profile/profile.ts'
import { acceptRule, withdrawRule } from '../governance/rules/accept.ts'
import { readAcceptedRules, withAcceptedRules } from '../governance/rules/accepted.ts'
import { commitStandard } from '../pipelines/stages/ingest/standard.ts'
import { createDatasetTables } from '../pipelines/stages/ingest/tables.ts'
import { rulesOf } from '../quality/rules/compiled.ts'
import { stdColumns } from '../warehouse/tables/datasets.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/** From a profile to a rule that judges: nothing is applied without a person, and it is undone as it was done. */

const dataset = datasetOf(catalogue, 'social_insurance')
const ROWS = 150

let platform: TestPlatform
let folder: string
beforeAll(async () => {
  platform = await startTestPlatform()
  folder = mkdtempSync(join(tmpdir(), 'shuyuan-rules-'))
  await takeRows()
}, 60_000)
afterAll(async () => {
  await platform?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Accepted rows, all of which have a contribution base. */
async function takeRows(): Promise<void> {
  await createDatasetTables(platform, dataset)
  const given: Record<string, unknown> = {
    ...{ _extract: sql`1`, _line: sql`i`, _op: sql`'I'`, name: sql`'王芳' || (i % 7)` },
    citizen_id: sql`'1501021900010' || lpad(i::varchar, 5, '0')`,
    contribution_base: sql`4321.5 + i`,
    updated_at: sql`'2026-01-01 00:00:00+00'`,
  }
  const columns = stdColumns(catalogue, dataset)
    .filter(({ name }) => !['_from', '_as_of', 'bucket'].includes(name))
    .map(({ name, type }) => sql`(${given[name] ?? null})::${sql.raw(type)} as ${sql.id(name)}`)
  await commitStandard(platform, platform.engine, {
    ...{ dataset, seq: 1, mode: 'delta', asOf: new Date('2026-01-02T00:00:00Z') },
    accepted: sql`(select ${sql.join(columns)} from range(${sql.lit(ROWS)}) as t(i))`,
    quarantined: sql`(select null::varchar as key, true as rejected, '' as raw where false)`,
  })
}

const acceptance = (id: string, reason = '依据经办规程') => ({ dataset, id, reason, folder })
const overlaid = async () => withAcceptedRules(catalogue, await readAcceptedRules(folder))
const rulesNow = async () => {
  const now = await overlaid()
  return rulesOf(now, datasetOf(now, dataset.id)).row.map(({ id }) => id)
}

describe('a profile of personal data', () => {
  test('holds no value of anybody', async () => {
    const found = await profileDataset(platform, { dataset, layer: 'std' }, { suggest: true })
    expect(found.profile.rows).toBe(ROWS)
    const text = JSON.stringify(found, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(text).not.toMatch(/王芳|1501021900010\d{5}|4321\.5/)
    const name = found.profile.fields.find(({ field }) => field === 'name')
    expect(name).toMatchObject({ personal: true, top: [{ value: '王**', count: ROWS }] })
  })

  test('of nothing says what to do', async () => {
    const none = datasetOf(catalogue, 'marriage_registration')
    await expect(profileDataset(platform, { dataset: none, layer: 'raw' })).rejects.toMatchObject({
      code: 'pipelines.nothing_to_profile',
    })
    await expect(profileDataset(platform, { dataset, layer: 'std', field: 'nope' })).rejects.toMatchObject({
      code: 'catalog.unknown_field',
    })
  })
})

describe('a suggestion', () => {
  const id = 'required.contribution_base'

  test('becomes a rule when it is accepted, and is one no more when it is withdrawn', async () => {
    const before = await rulesNow()
    const accepted = await acceptRule(platform, acceptance(id))
    expect(accepted).toMatchObject({
      rule: { kind: 'required', field: 'contribution_base', severity: 'warn' },
      profile: { extract: null, judged: ROWS, rejects: 0 },
      reason: '依据经办规程',
    })
    expect(await rulesNow()).toEqual([...before, 'social_insurance.contribution_base.required'])
    expect(checkCatalogue(await overlaid())).toEqual([])
    await expect(acceptRule(platform, acceptance(id))).rejects.toMatchObject({
      code: 'pipelines.rule_accepted',
    })
    const again = { ...platform, catalogue: await overlaid() }
    const { suggestions } = await profileDataset(
      again,
      { dataset: datasetOf(again.catalogue, dataset.id), layer: 'std' },
      { suggest: true },
    )
    expect(suggestions?.map((each) => each.id)).not.toContain(id)
    await withdrawRule(again, acceptance(id))
    expect(await rulesNow()).toEqual(before)
    expect(readdirSync(folder)).toEqual([])
  })

  test('that there is not, or a reason with personal data, changes nothing', async () => {
    await expect(acceptRule(platform, acceptance('pattern.nope'))).rejects.toMatchObject({
      code: 'pipelines.no_suggestion',
    })
    await expect(acceptRule(platform, acceptance(id, '见 13800138000'))).rejects.toMatchObject({
      code: 'ledger.personal_data_in_text',
    })
    await expect(withdrawRule(platform, acceptance(id))).rejects.toMatchObject({
      code: 'pipelines.no_accepted_rule',
    })
    expect(readdirSync(folder)).toEqual([])
  })
})

test.each([
  ['no JSON', '{'],
  ['another register', '{"dataset":"other","rules":[]}'],
  ['an unknown kind', '{"dataset":"social_insurance","rules":[{"id":"x.y","rule":{"kind":"drop table"}}]}'],
])('a file with %s is refused by name', async (_, text) => {
  const path = join(folder, 'social_insurance.json')
  writeFileSync(path, text)
  await expect(readAcceptedRules(folder)).rejects.toMatchObject({
    code: 'pipelines.accepted_rules_invalid',
    fields: { path },
  })
  expect(readFileSync(path, 'utf8')).toBe(text)
  rmSync(path)
})
