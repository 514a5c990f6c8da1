import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'shuyuan-catalogue-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Spawns the real program, as a person does. */
function shuyuan(...args: string[]) {
  const env = { ...process.env, SHUYUAN_LANG: 'en', SHUYUAN_DATA: join(root, 'data') }
  return spawnSync(process.execPath, ['bin/shuyuan.cjs', 'catalogue', ...args], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  })
}

const answer = (...args: string[]) => JSON.parse(shuyuan(...args, '--json').stdout)

describe('shuyuan catalogue', () => {
  it('exports, and names what it wrote', () => {
    const out = join(root, 'out')
    const { files } = answer('export', '--out', out, '--locale', 'en', '--date', '2026-09-01')
    expect(files).toEqual(
      expect.arrayContaining([join(out, 'catalogue.xlsx'), join(out, 'catalogue.jsonld')]),
    )
    for (const file of files) expect(existsSync(file), file).toBe(true)
    expect(existsSync(join(root, 'data'))).toBe(false)
  })

  it('writes the generated pages', () => {
    const { files } = answer('docs', '--out', join(root, 'docs'))
    expect(files).toContain(join(root, 'docs', 'foundations', 'person.zh-CN.md'))
  })

  it('shows the matrix, a duty list and a register', () => {
    expect(shuyuan('matrix', '--foundation', 'person').stdout).toMatch(/person\.name .*Public Security/)
    const duty = shuyuan('duty', 'human_resources').stdout
    expect(duty).toContain('150000/human_resources/social_insurance')
    expect(duty).toContain('Elements to obtain by sharing')
    expect(answer('show', 'household_registration').levels.region).toBe(1)
  })

  it.each([
    ['an unknown department', ['duty', 'nobody']],
    ['a day that is none', ['export', '--out', join(root, 'x'), '--date', '2026-02-30']],
    ['a base that is no address', ['export', '--out', join(root, 'x'), '--base', 'javascript:1']],
    ['an export to nowhere', ['export']],
  ])('says in one line what is wrong with %s', (_what, args) => {
    const { status, stderr } = shuyuan(...args)
    expect(status).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(existsSync(join(root, 'x'))).toBe(false)
  })

  it('says which folder cannot be written', () => {
    writeFileSync(join(root, 'file'), '')
    const { status, stderr } = shuyuan('export', '--out', join(root, 'file', 'below'))
    expect(status).toBe(2)
    expect(stderr).toContain('--out')
  })
})
