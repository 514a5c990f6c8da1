import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { program } from '../../test/support/program.ts'

const { data, shuyuan } = program('extracts')

const HEADER = '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间'
const ROW = '150102198102021046,巴雅尔,2,1981-02-02,,2015-03-01,5000,13800138001,2026-01-05 10:00:00'
const drop = (name: string, text: string) => writeFileSync(join(data, 'drop', 'human_resources', name), text)

beforeAll(() => {
  shuyuan('init')
  drop('social_insurance_delta_20260901.csv', `_op,${HEADER}\nI,${ROW}\n`)
  drop('social_insurance_full_20260902.csv', 'PK\u0003\u0004cut')
  shuyuan('run', 'ingest.social_insurance', '--no-progress')
}, 300_000)

describe('extracts', () => {
  it('are listed with state, rows and reason', () => {
    const { stdout } = shuyuan('extracts', 'list')
    expect(stdout).toMatch(/social_insurance\/1 +taken .* 1 +1 +0 +social_insurance_delta_20260901\.csv/)
    expect(stdout).toMatch(/social_insurance\/2 +refused .*social_insurance_full_20260902\.csv/)
    expect(stdout).toMatch(/social_insurance\/2 ✗ .*archive/)
    const refused = JSON.parse(shuyuan('extracts', 'list', '--state', 'refused', '--json').stdout)
    expect(refused).toMatchObject([{ id: 'social_insurance/2', state: 'refused', received: 0 }])
    expect(shuyuan('extracts', 'list', 'vaccinations').stdout).toContain('no such extract')
  })

  it('are shown one by one, with the landed file', () => {
    const { path, state } = JSON.parse(shuyuan('extracts', 'show', 'social_insurance/2', '--json').stdout)
    expect(state).toBe('refused')
    expect(existsSync(path)).toBe(true)
    expect(shuyuan('extracts', 'show', 'social_insurance/1').stdout).toMatch(/state: taken[\s\S]*received: 1/)
  })

  it.each([
    ['an extract without number', ['show', 'social_insurance'], /does not name an extract/, 2],
    ['an unknown dataset', ['show', 'nothing/1'], /nothing/, 2],
    ['an unknown number', ['show', 'social_insurance/9'], /9/, 1],
    [
      'an officer without account',
      ['discard', 'social_insurance/2', '--as', 'chief', '--reason', 'x'],
      /no `account`/,
      1,
    ],
    ['no reason', ['retry', 'social_insurance/2', '--as', 'chief'], /--reason/, 2],
    ['a file that is not held', ['accept', 'x.csv', '--as', 'chief', '--reason', 'x'], /no `account`/, 1],
    ['an unknown state', ['list', '--state', 'odd'], /no state odd/, 2],
  ])('refuse %s', (_what, args, words, code) => {
    const { status, stderr } = shuyuan('extracts', ...args)
    expect(stderr).toMatch(words)
    expect(status).toBe(code)
  })

  it.each([
    ['a number that is none', ['--extract', '1', 'x'], /--extract.*x/, 2],
    ['an officer without account', ['--extract', '1', '2'], /no `account`/, 1],
  ])('are not judged again by %s', (_what, args, words, code) => {
    const { status, stderr } = shuyuan(
      ...['reprocess', 'social_insurance', '--as', 'chief', '--reason', 'x'],
      ...args,
    )
    expect(stderr).toMatch(words)
    expect(status).toBe(code)
  })
})
