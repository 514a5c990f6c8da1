import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }
let root: string
let listed: string[]

/** Runs a program to its end. */
function command(folder: string, program: string, args: string[]) {
  const env = {
    ...process.env,
    SHUYUAN_DATA: '',
    SHUYUAN_CONFIG: '',
    SHUYUAN_LANG: 'en',
    SHUYUAN_MEMORY: '1GB',
  }
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 200_000,
  })
  return { status, stdout, stderr }
}

/** A command as an installed package runs it. */
const shuyuan = (folder: string, installed: string, ...args: string[]) =>
  command(folder, process.execPath, [join(installed, 'node_modules/shuyuan/bin/shuyuan.cjs'), ...args])

/**
 * Installs the packed package into `folder`. Its dependencies are linked, not fetched: they are those of the lock file,
 * and a test needs no registry.
 */
function install(folder: string, dependencies: (name: string) => boolean = () => true): void {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'shuyuan'), { recursive: true })
  const tarball = join(root, `shuyuan-${version}.tgz`)
  const unpacked = command(root, 'tar', [
    'xzf',
    tarball,
    '-C',
    join(modules, 'shuyuan'),
    '--strip-components=1',
  ])
  expect(unpacked.stderr).toBe('')
  const own = realpathSync(join(repository, 'node_modules'))
  for (const name of readdirSync(own)) {
    if (name !== 'shuyuan' && dependencies(name)) symlinkSync(join(own, name), join(modules, name))
  }
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'package-')))
  // The build that a pack begins with, of a copy: other tests use the sources and their build meanwhile.
  const copy = join(root, 'repository')
  const left = new Set(['node_modules', 'dist', 'data', 'demo-data', '.git', 'test', 'bench', 'docs'])
  cpSync(repository, copy, {
    recursive: true,
    filter: (path) => dirname(path) !== repository || !left.has(path.slice(repository.length + 1)),
  })
  symlinkSync(realpathSync(join(repository, 'node_modules')), join(copy, 'node_modules'))
  const packed = command(copy, 'npm', ['pack', '--json', '--pack-destination', root, '--loglevel=error'])
  expect([packed.status, packed.stdout.slice(0, 1000)]).toEqual([0, expect.stringContaining('shuyuan')])
  const [{ files }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n'))) as [
    { files: { path: string }[] },
  ]
  listed = files.map(({ path }) => path)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the package', () => {
  it('has what is needed and nothing else', () => {
    expect(listed).toEqual(
      expect.arrayContaining([
        ...[
          'package.json',
          'README.md',
          'README.zh-CN.md',
          'CHANGELOG.md',
          'bin/shuyuan.cjs',
          'bin/start.cjs',
        ],
        ...[
          'dist/apps/cli/main.js',
          'dist/apps/package.js',
          'dist/apps/package.d.ts',
          'dist/catalog/catalogue.js',
        ],
        ...['apps/cli/project/jobs.config.ts.txt', 'apps/cli/project/gitignore.txt'],
      ]),
    )
    const allowed =
      /^(dist\/.*\.(js|d\.ts)|bin\/(shuyuan|start)\.cjs|apps\/cli\/project\/.*\.txt|[^/]+\.(md|json)|LICENSE)$/
    expect(listed.filter((path) => !allowed.test(path))).toEqual([])
    expect(listed.filter((path) => /\.(test|testing)\.|^dist\/(test|bench)\//.test(path))).toEqual([])
  })
})

describe('a deployment of its own', () => {
  it('is made, checked, run and read with the installed package alone', () => {
    const installed = join(root, 'installed')
    install(installed)
    expect(existsSync(join(installed, 'node_modules/shuyuan/apps/cli/main.ts'))).toBe(false)

    const made = shuyuan(installed, installed, 'init', 'my-province')
    expect(made.stderr).toBe('')
    expect(made.status).toBe(0)
    const project = join(installed, 'my-province')
    expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).toMatchObject({
      name: 'my-province',
      type: 'module',
      dependencies: { shuyuan: `^${version}` },
    })
    expect(readFileSync(join(project, '.gitignore'), 'utf8')).toContain('/data/')
    expect(readFileSync(join(project, 'README.md'), 'utf8')).toMatch(/^# my-province\n/)
    expect(shuyuan(installed, installed, 'init', 'my-province').stderr).toContain('is not empty')

    const checked = shuyuan(project, installed, 'check')
    expect(checked.stderr).toBe('')
    expect(checked.stdout).toContain('1 datasets, 7 data elements')
    // From a folder below: the same deployment, and its data beside it.
    const ran = shuyuan(join(project, 'catalog'), installed, 'run', '--json', '--no-progress')
    expect(ran.status).toBe(0)
    const { stages } = JSON.parse(ran.stdout) as { stages: { id: string; counts: Record<string, number> }[] }
    const counts = (id: string) => stages.find((stage) => stage.id === id)?.counts
    expect(counts('ingest.homestays')).toMatchObject({ received: 6, accepted: 5, quarantined: 1 })
    expect(counts('build.homestay')).toMatchObject({ golden: 5 })
    expect(existsSync(join(project, 'data/lake'))).toBe(true)

    const rows = shuyuan(
      project,
      installed,
      'query',
      '--json',
      'select title, rooms from homestay order by rooms desc limit 1',
    )
    expect(JSON.parse(rows.stdout)).toEqual([{ title: '黄河边的家', rooms: 12 }])
    const rejected = shuyuan(
      project,
      installed,
      'query',
      '--json',
      'select violations[1].code as code from quarantine.homestays',
    )
    expect(JSON.parse(rejected.stdout)).toEqual([{ code: 'range.outside' }])

    const types = command(project, process.execPath, [
      join(installed, 'node_modules/typescript/bin/tsc'),
      '-p',
      '.',
    ])
    expect([types.stdout, types.status]).toEqual(['', 0])
  })

  it('needs no compiler for a configuration in JavaScript', () => {
    const plain = join(root, 'plain')
    install(plain, (name) => !['tsx', 'esbuild', 'typescript'].includes(name))
    const config = [
      "import { defineJobs, extendCatalogue, innerMongolia } from 'shuyuan'",
      "const catalogue = extendCatalogue(innerMongolia, { without: { foundations: ['credit'] } })",
      'const sources = catalogue.datasets.map(({ id }) => ({ dataset: id }))',
      "const schedules = [{ id: 'nightly', cron: '30 1 * * *' }, { id: 'hourly', cron: '0 * * * *' }]",
      'export default defineJobs({ catalogue, sources, schedules })',
    ]
    writeFileSync(join(plain, 'jobs.config.mjs'), config.join('\n'))
    const checked = shuyuan(plain, plain, 'check')
    expect(checked.stderr).toBe('')
    expect([checked.stdout.slice(0, 44), checked.status]).toEqual([
      'Catalogue and configuration are consistent: ',
      0,
    ])
  })

  it('is refused by file, line and key where it is wrong', () => {
    const installed = join(root, 'wrong')
    install(installed)
    expect(shuyuan(installed, installed, 'init', 'p').status).toBe(0)
    const project = join(installed, 'p')
    const index = join(project, 'catalog/index.ts')
    writeFileSync(index, readFileSync(index, 'utf8').replace("'geography'", "'geo'"))
    const refused = shuyuan(project, installed, 'check')
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/^catalog\/index\.ts:9:\d+ the changes to the catalogue do not hold/)
    expect(refused.stderr).toContain('have no geo to be replaced or left out')
  })
})
