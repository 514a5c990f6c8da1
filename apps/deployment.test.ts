import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue as innerMongolia } from '../catalog/catalogue.ts'
import type { ShuyuanError } from '../core/errors.ts'
import { findConfig } from './config_file.ts'
import { deploymentOf, PACKAGE } from './deployment.ts'

const DEFINE = `import { defineJobs } from '${join(PACKAGE, 'pipelines/config.ts')}'\n`

describe('the deployment', () => {
  let root: string
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'deployment-')))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const write = (file: string, text: string): string => {
    const path = join(root, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  const failure = async (configFile: string) =>
    (await deploymentOf({ configFile }).catch((error) => error)) as ShuyuanError

  it('is the nearest configuration upwards', () => {
    const outer = write('jobs.config.ts', '')
    const inner = write('a/jobs.config.mjs', '')
    mkdirSync(join(root, 'a/b/c'), { recursive: true })
    mkdirSync(join(root, 'd'))
    expect(findConfig(join(root, 'a/b/c'))).toBe(inner)
    expect(findConfig(join(root, 'd'))).toBe(outer)
    expect(findConfig('/')).toBeUndefined()
  })

  it('is this repository, where none is named', async () => {
    const { file, folder, config, catalogue } = await deploymentOf({})
    expect(file).toBe(join(PACKAGE, 'jobs.config.ts'))
    expect(folder).toBe(PACKAGE)
    expect(catalogue).toBe(innerMongolia)
    expect(config.sources).toHaveLength(catalogue.datasets.length)
    expect(config).not.toHaveProperty('catalogue')
  })

  it('has its own catalogue and defaults', async () => {
    const parts =
      'departments: [], divisions: [], codeTables: [], elements: [], datasets: [], foundations: []'
    const file = write(
      'jobs.config.ts',
      `${DEFINE}export default defineJobs({ sources: [], catalogue: { ${parts} } })`,
    )
    const { catalogue, config } = await deploymentOf({ configFile: file })
    expect(catalogue.datasets).toEqual([])
    expect(config.retention.releases).toBe(3)
  })

  it('may be a plain object in JavaScript', async () => {
    const file = write(
      'jobs.config.mjs',
      'export default { sources: [], officers: [{ id: "chief", name: "值班" }] }',
    )
    const { config, catalogue } = await deploymentOf({ configFile: file })
    expect(config.officers).toEqual([{ id: 'chief', name: '值班' }])
    expect(catalogue).toBe(innerMongolia)
  })

  it('is refused where a folder has two', () => {
    write('jobs.config.ts', '')
    write('jobs.config.js', '')
    expect(() => findConfig(root)).toThrow(
      `${root} has several configurations (jobs.config.ts, jobs.config.js)`,
    )
  })

  it('is refused where there is none', async () => {
    const error = await failure(join(root, 'other.ts'))
    expect([error.code, error.fields.file]).toEqual(['cli.no_config', join(root, 'other.ts')])
  })

  it('is refused by line and key where it is wrong', async () => {
    const schedules = "schedules: [\n    { id: 'nightly', cron: 'never' },\n  ]"
    const file = write(
      'jobs.config.ts',
      `${DEFINE}export default defineJobs({\n  sources: [],\n  ${schedules},\n})`,
    )
    const error = await failure(file)
    expect(error.code).toBe('pipelines.bad_config')
    expect(error.message).toContain('jobs.config.ts:5:22 schedules.0.cron: not a cron expression')
  })

  it('is refused at the place of a key that there is not', async () => {
    const sources = "sources: [\n    { dataset: 'a', forlder: 'b' },\n  ]"
    const file = write(
      'jobs.config.ts',
      `${DEFINE}export default defineJobs({\n  ${sources},\n  shedules: [],\n} as never)`,
    )
    const { message } = await failure(file)
    for (const place of ['4:21 sources.0.forlder', '6:3 shedules'])
      expect(message).toContain(`jobs.config.ts:${place}: Unrecognized key`)
  })

  it('is refused by line and key where a source or a sink is of no kind', async () => {
    const sources = "sources: [\n    { dataset: 'a', from: { kind: 'pigeon' } },\n  ]"
    const deliveries = "deliveries: [\n    { id: 'b', sink: { kind: 'pigeon' } },\n  ]"
    const file = write(
      'jobs.config.ts',
      `${DEFINE}export default defineJobs({\n  ${sources},\n  ${deliveries},\n} as never)`,
    )
    const error = await failure(file)
    expect(error.code).toBe('pipelines.bad_config')
    for (const place of ['4:29 sources.0.from.kind', '7:24 deliveries.0.sink.kind'])
      expect(error.message).toContain(`jobs.config.ts:${place}: no such kind; there are: folder`)
  })

  it('is refused by line where its catalogue is none', async () => {
    const file = write(
      'jobs.config.ts',
      `${DEFINE}export default defineJobs({\n  sources: [],\n  catalogue: {} as never,\n})`,
    )
    const error = await failure(file)
    expect(error.message).toContain('jobs.config.ts:4:3 catalogue: not a catalogue')
  })

  it('is refused by line where it fails', async () => {
    write('catalog/notes.mjs', '\nexport const place = missing.where\n')
    const file = write('jobs.config.mjs', "import './catalog/notes.mjs'\nexport default {}")
    const error = await failure(file)
    expect(error.code).toBe('cli.deployment_broken')
    expect(error.message).toMatch(/^catalog\/notes\.mjs:2:\d+ cannot be loaded: missing is not defined/)
  })

  it('is refused where it imports what is not installed', async () => {
    const error = await failure(
      write('jobs.config.mjs', "import 'not-a-package-of-anybody'\nexport default {}"),
    )
    expect(error.code).toBe('cli.deployment_broken')
    expect(error.message).toContain('jobs.config.mjs')
    expect(error.message).toContain('not-a-package-of-anybody')
  })

  it('is refused where it exports nothing', async () => {
    const error = await failure(write('jobs.config.mjs', 'export const jobs = {}'))
    expect([error.code, error.fields.file]).toEqual(['cli.deployment_export', 'jobs.config.mjs'])
  })

  it('is refused where another copy of the package is installed', async () => {
    write('node_modules/shuyuan/package.json', '{ "name": "shuyuan", "version": "0.0.1" }')
    const error = await failure(write('jobs.config.mjs', 'export default { sources: [] }'))
    expect([error.code, error.fields.other]).toEqual([
      'cli.other_package',
      join(root, 'node_modules/shuyuan'),
    ])
  })
})
