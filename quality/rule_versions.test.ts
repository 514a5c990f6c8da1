import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetSchema } from '../catalog/dataset.ts'
import { datasetOf } from '../catalog/lookup.ts'
import type { RuleInput } from '../catalog/rule.ts'
import { systemClock } from '../core/clock.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { openLake } from '../warehouse/lake/lake.ts'
import { registeredVersions, ruleTable, ruleVersions } from './rule_versions.ts'

const folder = mkdtempSync(join(tmpdir(), 'versions-'))
const engine = await openEngine({ tempDirectory: join(folder, 'spill') })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const social = datasetOf(catalogue, 'social_insurance')
const base = 'social_insurance.contribution_base.range.outside'
function withLimit(max: number, more: Partial<RuleInput> = {}) {
  const limit = { kind: 'range' as const, field: 'contribution_base', min: 0, max, ...more }
  return datasetSchema.parse({ ...social, rules: [...social.rules, limit] })
}

describe('versions of rules', () => {
  it('begin with one, rise when what a rule judges by changes, and are looked up where they are registered', async () => {
    const lake = await openLake({ root: join(folder, 'lake'), engine, clock: systemClock })
    const platform = { lake, catalogue }
    const table = lake.table(ruleTable)
    const first = await ruleVersions(engine, platform, withLimit(10), 1)
    expect(new Set(first.values())).toEqual(new Set([1]))
    const { version } = await table.snapshot()

    expect(await ruleVersions(engine, platform, withLimit(10), 2)).toEqual(first)
    expect(await ruleVersions(engine, platform, withLimit(10), 1)).toEqual(first)
    expect((await table.snapshot()).version).toBe(version)

    const second = await ruleVersions(engine, platform, withLimit(20), 3)
    expect([...second].filter(([rule, at]) => at !== first.get(rule))).toEqual([[base, 2]])
    const stricter = await ruleVersions(engine, platform, withLimit(20, { severity: 'warn' }), 3)
    expect(stricter.get(base)).toBe(3)
    const back = await ruleVersions(engine, platform, withLimit(10), 4)
    expect(back.get(base)).toBe(4)

    const kept = (await registeredVersions(engine, platform, social.id)).filter(({ rule }) => rule === base)
    expect(kept.map((each) => [each.version, each.since_extract])).toEqual([
      [1, 1],
      [2, 3],
      [3, 3],
      [4, 4],
    ])
    expect(kept[0]?.digest).toBe(kept[3]?.digest)
  })

  it('count a changed code mapping, but not words, examples or another dataset', async () => {
    const lake = await openLake({ root: join(folder, 'other'), engine, clock: systemClock })
    const platform = { lake, catalogue }
    const custom = (
      en: string,
      examples?: { good: Record<string, string>[]; bad: Record<string, string>[] },
    ) =>
      datasetSchema.parse({
        ...social,
        rules: [
          {
            kind: 'expression',
            id: 'own',
            field: 'sex',
            name: { 'zh-CN': '自定', en },
            bad: "sex = '1'",
            examples,
          },
        ],
      })
    const before = await ruleVersions(engine, platform, custom('one'), 1)
    const examples = { good: [{ sex: '2' }], bad: [{ sex: '1' }] }
    expect(await ruleVersions(engine, platform, custom('two', examples), 2)).toEqual(before)
    await ruleVersions(engine, platform, datasetOf(catalogue, 'degrees'), 3)

    const mapped = custom('two')
    const fields = mapped.fields.map((field) =>
      field.id === 'sex' ? { ...field, mapping: { M: '1' } } : field,
    )
    const after = await ruleVersions(engine, platform, { ...mapped, fields }, 4)
    const changed = [...after].filter(([rule, at]) => at !== before.get(rule)).map(([rule]) => rule)
    expect(changed).toEqual(['social_insurance.sex.code.unknown', 'social_insurance.sex.custom.own'])
    const count = await engine.rows<{ rows: number }>(
      sql`select count(*)::integer as rows from ${lake.table(ruleTable).select(await lake.table(ruleTable).snapshot())}
        where dataset = 'degrees' and version <> 1`,
    )
    expect(count).toEqual([{ rows: 0 }])
  })
})
