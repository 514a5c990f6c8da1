import { execFileSync } from 'node:child_process'
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import { systemClock } from '../../../core/clock.ts'
import { sha256 } from '../../../core/hash.ts'
import { asNobody } from '../../../test/support/nobody.ts'
import { parseFileName } from '../../file/names.ts'
import { landItem } from '../land.ts'
import { type Candidate, scanSource } from '../scan.ts'
import { openFolder } from './folder.ts'

const datasets = catalogue.datasets.filter((dataset) => dataset.providingDepartment === 'health')
const otherDatasets = catalogue.datasets.filter((dataset) => dataset.providingDepartment !== 'health')
let folder = ''
let landing = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drop-'))
  landing = await mkdtemp(join(tmpdir(), 'landing-'))
})

/** Puts a file that was last touched ten minutes ago. */
async function put(name: string, content = 'x', minutesAgo = 10) {
  await writeFile(join(folder, name), content)
  const then = new Date(Date.now() - minutesAgo * 60_000)
  await utimes(join(folder, name), then, then)
}

const opened = () => openFolder(folder, 0, { department: 'health', dataset: 'death_registration' })
const scan = (settleMs = 60_000) =>
  scanSource(opened(), { datasets, otherDatasets, settleMs, clock: systemClock })
const landFile = (candidate: Candidate, root: string) => landItem(opened(), candidate, root)

async function one(): Promise<Candidate> {
  const [candidate] = (await scan()).candidates
  if (!candidate) throw new Error('no candidate')
  return candidate
}

describe('parseFileName', () => {
  it('reads every part', () => {
    expect(parseFileName('死亡登记信息_delta_20260110T0830_第2批.CSV.gz')).toEqual({
      dataset: '死亡登记信息',
      mode: 'delta',
      asOf: new Date('2026-01-10T00:30:00Z'),
      batch: '第2批',
      format: 'csv',
      compression: 'gzip',
    })
  })

  it.each([
    'a_full_20261301.csv',
    'a_full_20260101T2460.csv',
    'a_part_20260101.csv',
    'a_full_20260101.exe',
    'a_full_20260101.zip.gz',
    'a_full_20260101_../x.csv',
  ])('refuses %s', (name) => expect(parseFileName(name)).toBeNull())
})

describe('scanning', () => {
  it('sorts by time, then name, and says why a file is not taken', async () => {
    await put('death_registration_full_20260110_b.csv')
    await put('death_registration_full_20260110_a.csv')
    await put('death_registration_delta_20260109T2359.jsonl.gz')
    await put('household_registration_full_20260101.csv')
    await put('unheard_of_full_20260101.csv')
    await put('death_registration_full_20260110.xls')
    await put('readme.txt')
    const { candidates, unclaimed } = await scan()
    expect(candidates.map((candidate) => candidate.name)).toEqual([
      'death_registration_delta_20260109T2359.jsonl.gz',
      'death_registration_full_20260110_a.csv',
      'death_registration_full_20260110_b.csv',
    ])
    expect(unclaimed.map(({ name, reason }) => [name, reason])).toEqual([
      ['death_registration_full_20260110.xls', 'format'],
      ['household_registration_full_20260101.csv', 'other_department'],
      ['readme.txt', 'name'],
      ['unheard_of_full_20260101.csv', 'unknown_dataset'],
    ])
  })

  it('leaves alone what systems put beside files, and waits for what is being brought', async () => {
    const litter = '.DS_Store ._death_registration_full_20260110.csv Thumbs.db desktop.ini ~$x.xlsx .nfs0001'
    for (const name of litter.split(' ')) await put(name)
    for (const name of ['.snapshot', 'lost+found', '@eaDir']) await mkdir(join(folder, name))
    const partial = ['.x_full_20260101.csv', 'a.crdownload', 'a.filepart', 'a.tmp']
    for (const name of [...partial, 'death_registration_full_20260110.csv.part']) await put(name)
    expect(await scan()).toEqual({
      candidates: [],
      unclaimed: [],
      unsettled: [],
      arriving: [...partial, 'death_registration_full_20260110.csv.part'],
    })
  })

  it('names links, folders and special files, and takes none', async () => {
    await mkdir(join(folder, 'death_registration_full_20260111.csv'))
    await symlink('/etc/passwd', join(folder, 'death_registration_full_20260112.csv'))
    execFileSync('mkfifo', [join(folder, 'death_registration_full_20260113.csv')])
    const { candidates, unclaimed } = await scan()
    expect(candidates).toEqual([])
    expect(unclaimed.map(({ reason }) => reason)).toEqual(['folder', 'link', 'special'])
  })

  it('says nothing of what another scan takes from the same folder', async () => {
    await put('death_registration_full_20260110.csv')
    const [wanted] = datasets.filter(({ id }) => id !== 'death_registration')
    const found = await scanSource(opened(), {
      datasets: wanted ? [wanted] : [],
      neighbours: datasets.filter((each) => each !== wanted),
      settleMs: 0,
      clock: systemClock,
    })
    expect(found).toMatchObject({ candidates: [], unclaimed: [] })
  })

  it('leaves a growing file for later and takes a young one that stands still', async () => {
    await put('death_registration_full_20260110_growing.csv', 'x', 0)
    await put('death_registration_full_20260110_still.csv', 'x', 0)
    const grow = setTimeout(
      () => void appendFile(join(folder, 'death_registration_full_20260110_growing.csv'), 'y'),
      60,
    )
    const { candidates, unsettled } = await scan(300)
    clearTimeout(grow)
    expect(candidates.map((candidate) => candidate.batch)).toEqual(['still'])
    expect(unsettled).toEqual(['death_registration_full_20260110_growing.csv'])
  })

  it('tells a missing folder', async () => {
    folder = join(folder, 'absent')
    expect(await scan()).toMatchObject({ unread: 'missing', candidates: [] })
  })
})

describe('permissions', () => {
  beforeEach(async () => {
    await chmod(folder, 0o755)
    await chmod(landing, 0o777)
  })

  it('that are missing for one file leave the others to be taken', async () => {
    for (const day of ['10', '11', '12']) await put(`death_registration_full_202601${day}.csv`, day)
    await chmod(join(folder, 'death_registration_full_20260111.csv'), 0)
    const taken = await asNobody(async () => {
      const { candidates } = await scan()
      return Promise.allSettled(candidates.map((candidate) => landFile(candidate, landing)))
    })
    expect(taken.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(taken[1]).toMatchObject({
      reason: {
        code: 'connectors.file_unreadable',
        fields: { file: 'death_registration_full_20260111.csv', reason: 'EACCES' },
      },
    })
  })

  it('that are missing for the folder are told, and those to enter it too', async () => {
    await put('death_registration_full_20260110.csv')
    await chmod(folder, 0)
    expect(await asNobody(() => scan())).toMatchObject({ unread: 'unreadable', candidates: [] })
    await chmod(folder, 0o744)
    expect(await asNobody(() => scan())).toMatchObject({
      unclaimed: [{ reason: 'unreadable' }],
      candidates: [],
    })
  })
})

describe('landing', () => {
  const name = 'death_registration_full_20260110.csv'

  it('lands read-only under its hash, once, and leaves the source', async () => {
    await put(name, 'content')
    const landed = await landFile(await one(), landing)
    expect(landed).toEqual({
      sha256: sha256('content'),
      bytes: 7,
      path: join(landing, 'death_registration', sha256('content')),
      fresh: true,
    })
    expect((await stat(landed.path)).mode & 0o777).toBe(0o400)
    expect(await landFile(await one(), landing)).toEqual({ ...landed, fresh: false })
    expect(await readFile(join(folder, name), 'utf8')).toBe('content')
    expect(await readdir(join(landing, 'death_registration'))).toEqual([landed.sha256])
  })

  it('lands nothing of a file that changed since it was seen, or while it was read', async () => {
    await put(name, 'a'.repeat(8 << 20))
    const seen = await one()
    const growing = landFile(seen, landing)
    await appendFile(join(folder, name), 'more')
    await expect(growing).rejects.toMatchObject({ code: 'connectors.file_changing', kind: 'transient' })
    await expect(landFile(seen, landing)).rejects.toMatchObject({ code: 'connectors.file_changing' })
    expect(await readdir(join(landing, 'death_registration'))).toEqual([])
  })

  it('does not follow a link put in the place of the file', async () => {
    await put(name)
    const seen = await one()
    await symlink('/etc/passwd', join(folder, 'other'))
    await expect(landFile({ ...seen, name: 'other' }, landing)).rejects.toMatchObject({
      code: 'connectors.source_gone',
    })
  })

  it('notices a landed file that is not what it was', async () => {
    await put(name, 'content')
    const landed = await landFile(await one(), landing)
    await chmod(landed.path, 0o644)
    await writeFile(landed.path, 'cont')
    await expect(landFile(await one(), landing)).rejects.toMatchObject({ code: 'connectors.landing_damaged' })
  })
})
