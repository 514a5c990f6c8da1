import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'shuyuan-rules-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

type Listed = { rule: string; accepted?: object }

/** Spawns the real program, as a person does. */
function shuyuan(...args: string[]) {
  const env = {
    ...{ ...process.env, SHUYUAN_LANG: 'en' },
    ...{ SHUYUAN_DATA: join(root, 'data'), SHUYUAN_RULES: join(root, 'rules') },
  }
  return spawnSync(process.execPath, ['bin/shuyuan.cjs', 'rules', ...args], {
    env,
    encoding: 'utf8',
    timeout: 120_000,
  })
}

/** Two suggestions that somebody accepted: one that examples can show, one on rows together. */
function acceptTwo(): void {
  const accepted = { acceptedBy: 'chief', acceptedAt: '2026-10-01T01:00:00Z', reason: '依据经办规程' }
  const profile = { extract: null, judged: 150, rejects: 0 }
  const rules = [
    { id: 'required.contribution_base', rule: { kind: 'required', field: 'contribution_base' } },
    { id: 'unique.name', rule: { kind: 'unique', fields: ['name'] } },
  ]
  mkdirSync(join(root, 'rules'))
  writeFileSync(
    join(root, 'rules', 'social_insurance.json'),
    JSON.stringify({
      dataset: 'social_insurance',
      rules: rules.map((each) => ({ ...each, ...accepted, profile })),
    }),
  )
}

describe('shuyuan rules', { timeout: 240_000 }, () => {
  it('tests the rules of a dataset, and one rule', () => {
    const all = shuyuan('test', 'vocational_training')
    expect(all.stdout).toMatch(/\d+ rules, \d+ examples, 0 differ/)
    expect(all.status).toBe(0)
    const one = shuyuan('test', 'vocational_training.hours.custom.hours_beyond_days', '--json')
    expect(JSON.parse(one.stdout)).toMatchObject([{ rules: 1, examples: 5, differing: [], without: [] }])
  })

  it('lists kinds of rules with what they judge and find', () => {
    const kinds: { kind: string; judges: string; codes: { code: string }[] }[] = JSON.parse(
      shuyuan('kinds', '--json').stdout,
    )
    expect(kinds.map(({ kind }) => kind)).toEqual([...new Set(kinds.map(({ kind }) => kind))])
    expect(kinds).toContainEqual({
      ...{ kind: 'pattern', judges: 'row' },
      codes: [
        {
          code: 'pattern.mismatch',
          severity: 'reject',
          indicator: 'conformity.data_standard',
          words: { 'zh-CN': '不符合规定的编号格式', en: 'The value does not match the prescribed pattern' },
        },
      ],
    })
    const lines = shuyuan('kinds').stdout.trim().split('\n')
    const told = kinds.reduce((sum, { codes }) => sum + Math.max(1, codes.length), 0)
    expect(lines).toHaveLength(2 + told)
    expect(lines[0]).toMatch(/^kind +judges +code +severity +indicator +meaning$/)
    expect(lines.find((line) => line.startsWith('pattern '))).toMatch(
      /^pattern +a row +pattern\.mismatch +\S.* +conformity\.data_standard +The value does not match/,
    )
  })

  it('lists rules with words, and shows one with its examples', () => {
    const listed = JSON.parse(shuyuan('list', 'vocational_training', '--json').stdout)
    expect(listed).toContainEqual({
      rule: 'vocational_training.citizen_id.citizen_id.check',
      words: 'The check character of the identity number is wrong',
      severity: 'reject',
      indicator: 'accuracy.content_correctness',
    })
    const shown = shuyuan('show', 'vocational_training.hours.custom.hours_beyond_days').stdout
    expect(shown).toContain('More hours of training than the days between its dates have')
    expect(shown).toContain('good examples (3)')
  })

  it('lists, shows and tests accepted rules too, without beginning a data folder', () => {
    acceptTwo()
    const required = 'social_insurance.contribution_base.required'
    const unique = 'social_insurance.name.unique.duplicate'
    const listed = JSON.parse(shuyuan('list', 'social_insurance', '--json').stdout) as Listed[]
    expect(listed.filter(({ accepted }) => accepted).map(({ rule }) => rule)).toEqual([required, unique])
    expect(listed.find(({ rule }) => rule === required)?.accepted).toEqual({
      id: 'required.contribution_base',
      by: 'chief',
      at: '2026-10-01T01:00:00Z',
      reason: '依据经办规程',
    })
    expect(shuyuan('list', 'social_insurance').stdout).toMatch(/chief, 2026-10-01 09:00:00/)
    const shown = shuyuan('show', required).stdout
    expect(shown).toContain('accepted by chief on 2026-10-01 09:00:00, as required.contribution_base')
    const tested = shuyuan('test', 'social_insurance')
    expect(tested.stdout).toContain(`${unique}: an accepted rule, without examples`)
    expect(tested.status).toBe(0)
    expect(JSON.parse(shuyuan('test', required, '--json').stdout)).toMatchObject([{ rules: 1, without: [] }])
    expect(existsSync(join(root, 'data'))).toBe(false)
    rmSync(join(root, 'rules'), { recursive: true })
  })

  it('says in one line what is wrong with an unknown rule and an unusable draft', () => {
    const unknown = shuyuan('show', 'nowhere.x')
    expect(unknown.stderr).toContain('There is no rule nowhere.x')
    expect(unknown.status).not.toBe(0)
    const file = join(root, 'draft.json')
    writeFileSync(file, '{"dataset": "degrees"}')
    const refused = shuyuan('try', file)
    expect(refused.stderr).toMatch(/cannot be used.*rules/)
    expect(refused.status).not.toBe(0)
  })
})
