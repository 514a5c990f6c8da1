import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { program } from '../../test/support/program.ts'

const { data, shuyuan } = program('drop')

const HEADER = '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间'
const ROW = '150102198102021046,巴雅尔,2,1981-02-02,,2015-03-01,5000,13800138001,2026-01-05 10:00:00'
const TEXT = `${HEADER}\n${ROW}\n`
const GOOD = 'social_insurance_full_20260110.csv'

function put(...path: string[]): void {
  const whole = join(data, 'drop', ...path)
  mkdirSync(join(whole, '..'), { recursive: true })
  writeFileSync(whole, TEXT)
}

const WRONG = [
  ['in drop/ itself', new RegExp(`The file ${GOOD} lies in drop/ itself`)],
  ['in a folder that is nobody’s', /drop\/人社厅\/ is no source's folder: 1 files/],
  ['in a folder below', /20260110 in drop\/human_resources .* is a folder/],
  ['a link', /social_insurance_full_20260111\.csv in drop\/human_resources .* is a symbolic link/],
  ['in another department’s folder', /vaccinations, which health provides: it goes into drop\/health/],
  ['under a name with a terminal’s signs', /vaccinations_full_20260110_\\x1b\[2J\\x1b\]0;owned\\x07\.csv/],
  ['under a name of two lines', /vaccinations_full_20260110_a\\nb\.csv/],
  ['still being brought', /2 files in drop\/human_resources .* still being brought.*\.csv\.part/],
  ['in a folder that is not there', /drop\/tax of tax is not there/],
] as const

beforeAll(() => {
  shuyuan('init')
  put(GOOD)
  put('人社厅', GOOD)
  put('human_resources', '20260110', GOOD)
  put('human_resources', GOOD)
  put('human_resources', 'vaccinations_full_20260110.csv')
  symlinkSync('/etc/passwd', join(data, 'drop', 'human_resources', 'social_insurance_full_20260111.csv'))
  put('health', 'vaccinations_full_20260110_\u001b[2J\u001b]0;owned\u0007.csv')
  put('health', 'vaccinations_full_20260110_a\nb.csv')
  put('human_resources', 'social_insurance_full_20260112.csv.part')
  put('human_resources', '.social_insurance_full_20260113.csv.Xy2')
  for (const name of ['.DS_Store', 'Thumbs.db', '~$a.xlsx', '._a.csv']) put('human_resources', name)
  rmSync(join(data, 'drop', 'tax'), { recursive: true })
})

describe('files that wait', () => {
  it('are listed before a run, in a new folder too, and no others', () => {
    const { stdout, status } = shuyuan('run', 'ingest.social_insurance', '--dry-run')
    expect(status).toBe(0)
    expect(stdout).toMatch(/human_resources +social_insurance +social_insurance_full_20260110\.csv/)
    expect(stdout).not.toContain('ledger')
    expect(shuyuan('run', 'ingest.water_bodies', '--dry-run').stdout).toContain('No file waits')
  })
})

describe('a run of everything', () => {
  let run: ReturnType<typeof shuyuan>
  beforeAll(() => {
    run = shuyuan('run', '--no-progress')
  }, 300_000)

  it('takes what is right, ends well, and is not held up by what is wrong', () => {
    expect(run.status, run.stdout + run.stderr).toBe(0)
    expect(run.stdout).toMatch(/ingest\.social_insurance +succeeded .* 1 /)
    expect(run.stdout).toMatch(/build\.person +succeeded/)
  })

  it.each(WRONG)('tells once of a file %s', (_what, words) => {
    expect(run.stdout).toMatch(words)
    const lines = run.stdout.split('\n').filter((line) => words.test(line))
    expect(lines).toHaveLength(1)
  })

  it('writes no control character to the terminal, and nothing of litter', () => {
    expect(run.stdout + run.stderr).not.toMatch(/(?!\n)\p{Cc}/u)
    expect(run.stdout).not.toMatch(/DS_Store|Thumbs|\._a|~\$/)
  })

  it('leaves status to tell the same, and nothing that waits', () => {
    const { stdout } = shuyuan('status')
    for (const [, words] of WRONG) expect(stdout).toMatch(words)
    const status = JSON.parse(shuyuan('status', '--json').stdout)
    expect(status.waitingFiles).toEqual([])
    expect(status.problems).toContainEqual({
      code: 'connectors.drop.missing',
      fields: { department: 'tax', folder: join(data, 'drop', 'tax'), severity: 'warn' },
    })
    expect(shuyuan('run', '--dry-run').stdout).toContain('No file waits')
    put('human_resources', 'social_insurance_full_20260120.csv')
    const waiting = JSON.parse(shuyuan('run', '--dry-run', '--json').stdout).waiting
    expect(waiting).toMatchObject([{ fileName: 'social_insurance_full_20260120.csv', extract: null }])
    expect(shuyuan('status').stdout).toContain('1 files wait for a run')
  }, 120_000)
})
