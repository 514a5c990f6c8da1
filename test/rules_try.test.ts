import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { citizenId } from '../demo/check_digits.ts'
import { readDraft } from '../governance/rules/draft.ts'
import { tryRules } from '../governance/rules/try.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const folder = mkdtempSync(join(tmpdir(), 'drafts-'))
let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
  const drop = platform.paths.drop('public_security')
  mkdirSync(drop, { recursive: true })
  const line = (at: number) => {
    const id = citizenId(`15010219${50 + at}0101001`)
    const division = at % 2 === 0 ? '150102' : '150202'
    return `${id},巴特尔,1,19${50 + at}-01-01,${division},2026-09-01 10:00:00,02,70,${at === 3 ? '' : `草原路${at}号院`},H${at}`
  }
  const lines = [HEADER, ...Array.from({ length: 10 }, (_, at) => line(at))]
  writeFileSync(join(drop, 'household_registration_full_20260901.csv'), `${lines.join('\n')}\n`)
  await platform.run('ingest.household_registration')
}, 120_000)
afterAll(async () => {
  await platform.close()
  rmSync(folder, { recursive: true })
})

function draft(content: unknown): string {
  const file = join(folder, `draft${Math.random()}.json`)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('a draft of rules', () => {
  it('is run on the newest rows, by league and city, and leaves no trace', async () => {
    const file = draft({
      dataset: 'household_registration',
      rules: [
        { kind: 'required', field: 'address', severity: 'warn' },
        {
          kind: 'expression',
          id: 'old',
          field: 'birth_date',
          name: { 'zh-CN': '年长', en: 'Old' },
          bad: 'year(birth_date) < 1955',
        },
      ],
    })
    const before = await traces()
    const tried = await tryRules(platform, await readDraft(file), file)
    expect(tried).toMatchObject({ dataset: 'household_registration', rows: 10, untried: [] })
    expect(tried.rules).toMatchObject([
      {
        rule: 'household_registration.address.required',
        severity: 'warn',
        checked: 10,
        failed: 1,
        cities: [
          { division: '150100', checked: 5, failed: 0 },
          { division: '150200', checked: 5, failed: 1 },
        ],
        places: [{ line: 5 }],
      },
      { rule: 'household_registration.birth_date.custom.old', checked: 10, failed: 5 },
    ])
    expect(JSON.stringify(tried)).not.toMatch(/\d{15}|巴特尔/)
    expect(await traces()).toEqual(before)
  })

  it.each([
    ['{', 'pipelines.draft_unreadable'],
    [{ dataset: 'household_registration', rules: [] }, 'pipelines.draft_unreadable'],
    [{ dataset: 'nowhere', rules: [{ kind: 'required', field: 'x' }] }, 'catalog.unknown_dataset'],
    [
      { dataset: 'household_registration', rules: [{ kind: 'required', field: 'x' }] },
      'pipelines.draft_unreadable',
    ],
    [
      {
        dataset: 'household_registration',
        rules: [
          {
            kind: 'expression',
            id: 'e',
            field: 'name',
            name: { 'zh-CN': '甲', en: 'A' },
            bad: "read_text('x') = ''",
          },
        ],
      },
      'quality.expression_function',
    ],
  ])('that cannot be used says so: %j', async (content, code) => {
    const file = draft(content)
    const attempt = async () => tryRules(platform, await readDraft(file), file)
    await expect(attempt()).rejects.toMatchObject({ code })
  })
})

/** Versions of the tables that judging writes to. */
async function traces(): Promise<unknown[]> {
  const tables = [
    'quality/history',
    'quality/rules',
    'quarantine/household_registration',
    'std/household_registration',
  ]
  const versions = await Promise.all(
    tables.map(async (name) => (await platform.lake.table(name).snapshot()).version),
  )
  return [versions, await platform.engine.rows(sql`select count(*)::integer as tables from duckdb_tables()`)]
}
