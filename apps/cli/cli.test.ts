import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { generateProvince } from '../../demo/province.ts'

const root = mkdtempSync(join(tmpdir(), 'shuyuan-cli-'))
const data = join(root, 'data')
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Spawns the real program, as a person does. */
function shuyuan(args: string[], env: Record<string, string> = {}, input?: string) {
  const given = { ...process.env, SHUYUAN_LANG: 'en', SHUYUAN_DATA: data, ...env }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/shuyuan.cjs', ...args], {
    env: given,
    encoding: 'utf8',
    input,
    timeout: 300_000,
  })
  return { status, stdout, stderr }
}

const oneLine = (text: string) => expect(text.trim().split('\n')).toHaveLength(1)

describe('shuyuan', () => {
  it('explains every command', { timeout: 180_000 }, () => {
    const { stdout } = shuyuan(['--help'])
    const commands =
      'check catalogue plan run status runs report query trace candidates worker schedule serve token deliver verify receive vacuum doctor demo init completion'
    for (const command of commands.split(' ')) {
      expect(stdout).toContain(`  ${command}`)
      expect(shuyuan([command, '--help']).status, command).toBe(0)
    }
  })

  it('checks the catalogue and the configuration', () => {
    expect(shuyuan(['check'])).toMatchObject({ status: 0, stdout: expect.stringContaining('consistent') })
    expect(JSON.parse(shuyuan(['check', '--json']).stdout)).toEqual({ ok: true, findings: [] })
    expect(shuyuan(['check'], { SHUYUAN_LANG: 'zh-CN' }).stdout).toContain('目录与配置一致')
  })

  it('prints a plan as data', () => {
    const plan = JSON.parse(shuyuan(['plan', 'person', '--json']).stdout)
    expect(plan.stages.map((stage: { id: string }) => stage.id)).toContain('build.person')
  })

  it.each([
    ['an unknown command', ['frobnicate'], 2],
    ['an unknown target', ['plan', 'nobody'], 2],
    ['an unknown option', ['run', '--frobnicate'], 2],
    ['a run that is no number', ['runs', 'show', 'x'], 2],
    ['a limit that is no number', ['query', 'select 1', '--limit', 'many'], 2],
    ['an unknown foundation', ['trace', 'animals', '1'], 2],
    ['an unknown department', ['report', '--department', 'nobody'], 2],
    ['a folder that is no demo', ['demo', '--data', '.'], 2],
    ['a scale that is no number', ['demo', '--scale', 'big'], 2],
    ['a package that is not there', ['verify', '/nonexistent'], 2],
    ['an empty query', ['query', ' '], 2],
    ['a limit of nothing', ['runs', 'list', '--limit', '0'], 2],
    ['a language that there is not', ['--lang', 'fr', 'plan'], 2],
    ['a foundation where a request is asked for', ['deliver', 'person'], 2],
    ['a shell that there is not', ['completion', 'cmd'], 2],
    ['a data folder that is not there', ['status', '--data', join(root, 'mistyped')], 2],
  ])('says in one line what is wrong with %s', (_what, args, code) => {
    const { status, stderr } = shuyuan(args)
    oneLine(stderr)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(status).toBe(code)
  })

  it('makes nothing where a command only reads', () => {
    for (const args of [['status'], ['runs'], ['query', 'select 1'], ['objections', 'list'], ['scores']])
      expect(shuyuan([...args, '--data', join(root, 'mistyped')]).status).toBe(2)
    expect(existsSync(join(root, 'mistyped'))).toBe(false)
  })

  it('tells of failures as JSON on standard output where JSON is asked for', () => {
    const { error } = JSON.parse(shuyuan(['status', '--json', '--data', join(root, 'mistyped')]).stdout)
    expect(error).toMatchObject({ code: 'cli.no_data', message: expect.stringContaining('mistyped') })
    expect(JSON.parse(shuyuan(['frobnicate', '--json']).stdout).error.code).toBe('cli.usage')
  })

  it('explains itself in the language that is asked for', () => {
    const help = shuyuan(['objections', '--help', '--lang', 'zh-CN']).stdout
    expect(help).toContain('用法')
    expect(help).toContain('数据疑义')
    expect(shuyuan(['objections', '--help']).stdout).toContain('Usage')
  })

  it('makes the folders of a new deployment', () => {
    const made = join(root, 'made')
    expect(shuyuan(['init', '--data', made]).status).toBe(0)
    expect(existsSync(join(made, 'drop', 'public_security'))).toBe(true)
    expect(shuyuan(['init', '--data', made]).status).toBe(0)
  })

  it.each([
    [['candidates', 'list'], 'No record waits for a decision.'],
    [['token', 'list'], 'There is no token.'],
    [['runs', 'list'], 'Nothing has run yet'],
    [['objections', 'stats'], 'There is no such objection.'],
  ])('says so where %j has nothing to list', (args, words) => {
    const data = join(root, 'nothing')
    expect(shuyuan(['init', '--data', data]).status).toBe(0)
    const { status, stdout } = shuyuan([...args, '--data', data])
    expect({ status, lines: stdout.trim().split('\n') }).toEqual({
      status: 0,
      lines: [expect.stringContaining(words)],
    })
  })

  it('completes commands and options in bash', () => {
    const script = join(root, 'shuyuan.bash')
    writeFileSync(script, shuyuan(['completion', 'bash']).stdout)
    const complete = (...words: string[]) =>
      spawnSync(
        'bash',
        [
          '-c',
          `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _shuyuan; echo "\${COMPREPLY[*]}"`,
          script,
          ...words,
        ],
        { encoding: 'utf8' },
      ).stdout.trim()
    expect(complete('shuyuan', 'cat')).toBe('catalogue')
    expect(complete('shuyuan', 'objections', 'an')).toBe('answer')
    expect(complete('shuyuan', '--lang', 'en', 'run', '--dry')).toBe('--dry-run')
  })

  it.each([
    [
      'a data folder that cannot be made',
      { SHUYUAN_DATA: join(process.cwd(), 'package.json', 'data') },
      ['run'],
    ],
    [
      'a database that does not answer',
      { SHUYUAN_DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x' },
      ['run'],
    ],
    ['a Redis that does not answer', { REDIS_URL: 'redis://127.0.0.1:9' }, ['run']],
    ['a setting that is not valid', { SHUYUAN_MEMORY: 'plenty' }, ['status']],
  ])('says in one line what to do about %s', (_what, env, args) => {
    const { status, stderr } = shuyuan(args, env)
    oneLine(stderr)
    expect(stderr).not.toContain('secret')
    expect(status).not.toBe(0)
  })

  it('refuses a lake that a newer version wrote', () => {
    const newer = join(root, 'newer')
    mkdirSync(join(newer, 'lake'), { recursive: true })
    writeFileSync(join(newer, 'lake', '_shuyuan.json'), JSON.stringify({ format: 999 }))
    const { status, stderr } = shuyuan(['status'], { SHUYUAN_DATA: newer })
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/storage format 999/)
  })
})

describe('on a small province', () => {
  beforeAll(async () => {
    await generateProvince({ out: data, seed: 7, people: 600, organisations: 120 })
    expect(shuyuan(['run', '--no-progress']).stdout).toContain('Run 1 done')
  }, 400_000)

  it('shows where things stand', () => {
    const status = JSON.parse(shuyuan(['status', '--json']).stdout)
    expect(status.releases.map((release: { foundation: string }) => release.foundation)).toEqual(
      catalogue.foundations.map(({ id }) => id),
    )
    expect(shuyuan(['runs']).stdout).toContain('succeeded')
    expect(shuyuan(['runs', 'show', '1']).stdout).toContain('build.person')
    expect(shuyuan(['run', '--dry-run']).stdout).toContain('No file waits')
    expect(shuyuan(['schedule', '--json']).stdout).toContain('nightly')
    expect(shuyuan(['doctor']).stdout).toContain('4 schedules are in force')
    expect(shuyuan(['doctor']).stdout).toMatch(/✓ The \d+ files \(\d+ MB\) of the \d+ lake tables/)
    const kept = join(root, 'kept.html')
    copyFileSync(join(data, 'reports', 'index.html'), kept)
    expect(shuyuan(['doctor', '--anchor', kept]).stdout).toContain(`✓ The anchor ${kept} holds`)
    expect(shuyuan(['doctor', '--anchor', data]).stderr).toContain('is no manifest')
  })

  it('answers queries and lets nothing be written', () => {
    const rows = JSON.parse(shuyuan(['query', 'select count(*) as people from person', '--json']).stdout)
    expect(rows[0].people).toBeGreaterThan(500)
    for (const statement of [
      'create table t as select 1',
      "copy (select 1) to 'x.csv'",
      'select 1; select 2',
      "select * from read_text('/etc/passwd')",
      'set threads = 1',
      'drop view person',
    ]) {
      const { status, stdout } = shuyuan(['query', statement])
      expect({ statement, status, stdout }).toEqual({ statement, status: 1, stdout: '' })
    }
  })

  it('traces a record to file and line, and puts no identity number anywhere else', () => {
    const [row] = JSON.parse(
      shuyuan(['query', 'select citizen_id from person where marital_status is not null', '--show', '--json'])
        .stdout,
    )
    const traced = JSON.parse(shuyuan(['trace', 'person', '-', '--json'], {}, row.citizen_id).stdout)
    const name = traced.elements.find((element: { column: string }) => element.column === 'name')
    expect(name.file).toMatch(/^household_registration_/)
    expect(name.line).toBeGreaterThan(0)
    expect(shuyuan(['trace', 'person', '150102190001010018']).stderr).not.toContain('1501021900')
  })

  it('verifies packages and applies them once', () => {
    const [delivery] = JSON.parse(shuyuan(['status', '--json']).stdout).deliveries
    const path = delivery.detail.path
    expect(shuyuan(['verify', path]).status).toBe(0)
    expect(shuyuan(['verify', path, '--city', '150900']).status).toBe(1)
    const into = ['--into', join(root, 'city.duckdb'), '--city-keys', join(root, 'keys')]
    expect(shuyuan(['receive', path, ...into]).stdout).toContain('Applied')
    expect(shuyuan(['receive', path, ...into]).stdout).toContain('applied before')
    expect(shuyuan(['deliver']).status).toBe(0)
    const [after] = JSON.parse(shuyuan(['status', '--json']).stdout).deliveries
    expect(after.status).toBe('received')
  })

  it('writes reports', () => {
    const { reports } = JSON.parse(shuyuan(['report', '--department', 'health', '--json']).stdout)
    expect(reports).toHaveLength(2)
  })
})
