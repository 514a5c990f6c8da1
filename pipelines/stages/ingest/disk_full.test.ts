import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import { listObjections } from '../../../governance/objections/ledger/list.ts'
import { scoredExtracts } from '../../../governance/scores/extracts.ts'
import { alike } from '../../../test/support/alike.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { listExtracts } from '../../../warehouse/ledger/extracts.ts'
import { stagesOf } from '../../../warehouse/ledger/stages.ts'
import { platformStatus } from '../../status.ts'

const DATASET = 'social_insurance'
const FILE = 'social_insurance_full_20260901.csv'
const ROWS = 30_000
const HEADER = '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间'

/** A small file system is mounted over `folder`, with what the folder held, while `work` is done. */
async function withLittleSpace(folder: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const kept = mkdtempSync(join(tmpdir(), 'kept-'))
  cpSync(folder, kept, { recursive: true })
  mount(folder)
  try {
    cpSync(kept, folder, { recursive: true })
    await work()
    rmSync(kept, { recursive: true })
    cpSync(folder, kept, { recursive: true })
  } finally {
    execFileSync('umount', ['-l', folder])
  }
  rmSync(folder, { recursive: true })
  cpSync(kept, folder, { recursive: true })
}

const mount = (folder: string) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder], { stdio: 'pipe' })

/** Why no file system can be mounted here; undefined: one can. */
function cannotMount(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'))
  try {
    mount(folder)
    execFileSync('umount', ['-l', folder])
    return undefined
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
const missing = cannotMount()
if (missing) console.warn(`\n${'!'.repeat(80)}\nFULL DISKS WERE NOT TRIED: ${missing}\n${'!'.repeat(80)}\n`)

let platform: TestPlatform
const waiting = alike(
  (like) => startTestPlatform({ like }),
  async ({ paths, run }) => {
    for (const { id } of catalogue.departments) mkdirSync(paths.drop(id), { recursive: true })
    await run(`ingest.${DATASET}`)
    writeFileSync(join(paths.drop('human_resources'), FILE), `${[HEADER, ...lines()].join('\n')}\n`)
  },
)
beforeEach(async () => {
  platform = await waiting()
})
afterEach(() => platform.close())

/** Rows of which each is another. */
function lines(): string[] {
  return Array.from({ length: ROWS }, (_, at) => {
    const id = citizenId(
      `1501021981${String(1 + (at % 28)).padStart(4, '01')}${String(at % 1000).padStart(3, '0')}`,
    )
    const phone = `138${String((at * 7919) % 100_000_000).padStart(8, '0')}`
    return `${id},巴雅尔,${Number(id[16]) % 2 === 1 ? 1 : 2},${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)},,2015-03-01,${5000 + at},${phone},2026-01-05 10:00:00`
  })
}

async function outcome() {
  const [extract] = await listExtracts(platform.ledger.db, DATASET)
  const table = platform.lake.table(`std/${DATASET}`)
  const std = await table.snapshot()
  const [row] = await platform.engine.rows<{ rows: number; digest: string }>(
    sql`select count(*)::double as rows, md5(string_agg(r::varchar, '|' order by _line)) as digest from ${table.select(std)} as r`,
  )
  return {
    status: extract?.status,
    attempts: extract?.attempts,
    counts: [extract?.received, extract?.accepted, extract?.quarantined],
    ...row,
  }
}

let undisturbed: Awaited<ReturnType<typeof outcome>>

describe.skipIf(missing)('a disk that is full', () => {
  it('is compared with one that is not', async () => {
    await platform.run(`ingest.${DATASET}`)
    undisturbed = await outcome()
    expect(undisturbed).toMatchObject({ status: 'ingested', attempts: 0 })
    expect(undisturbed.rows).toBeGreaterThan(500)
  })

  it.each([
    ['landing', (root: TestPlatform['paths']) => root.landing, undefined],
    ['the working folder', (root: TestPlatform['paths']) => root.work, 'landed'],
    ['the rows as received', (root: TestPlatform['paths']) => join(root.lake, 'raw', DATASET), 'landed'],
    ['the standard layer', (root: TestPlatform['paths']) => join(root.lake, 'std', DATASET), 'landed'],
  ])('under %s leaves the file to be taken by the next run, and blames nobody', async (_what, of, status) => {
    const folder = of(platform.paths)
    await withLittleSpace(folder, async () => {
      for (let time = 0; time < 4; time++) {
        const run = await platform.run(`ingest.${DATASET}`)
        const problems = (await stagesOf(platform.ledger.db, run)).flatMap((stage) => stage.problems)
        expect(problems.map(({ code }) => code)).toEqual([expect.stringMatching(/disk_full/)])
      }
      expect(await listExtracts(platform.ledger.db, DATASET)).toMatchObject(
        status ? [{ status, attempts: 0 }] : [],
      )
      expect((await scoredExtracts(platform)).size).toBe(0)
      const { waitingReasons } = await platformStatus(platform)
      const error = { code: expect.stringMatching(/disk_full/) }
      expect(waitingReasons).toEqual([
        expect.objectContaining({ dataset: DATASET, run: 5, error: expect.objectContaining(error) }),
      ])
    })
    await platform.run(`ingest.${DATASET}`)
    expect(await outcome()).toEqual(undisturbed)
    expect((await platformStatus(platform)).waitingReasons).toEqual([])
    expect(readdirSync(platform.paths.work)).toEqual([])
    expect(await listObjections(platform.ledger.db, {})).toEqual([])
  })
})
