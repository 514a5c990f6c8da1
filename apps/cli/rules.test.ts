import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'shuyuan-rules-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Spawns the real program, as a person does. */
function shuyuan(...args: string[]) {
  const env = { ...process.env, SHUYUAN_LANG: 'en', SHUYUAN_DATA: join(root, 'data') }
  return spawnSync(process.execPath, ['bin/shuyuan.cjs', 'rules', ...args], {
    env,
    encoding: 'utf8',
    timeout: 120_000,
  })
}

describe('shuyuan rules', { timeout: 240_000 }, () => {
  it('tests the rules of a dataset, and one rule', () => {
    const all = shuyuan('test', 'vocational_training')
    expect(all.stdout).toMatch(/\d+ rules, \d+ examples, 0 differ/)
    expect(all.status).toBe(0)
    const one = shuyuan('test', 'vocational_training.hours.custom.hours_beyond_days', '--json')
    expect(JSON.parse(one.stdout)).toMatchObject([{ rules: 1, examples: 5, differing: [], without: [] }])
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
