import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { open } from '../apps/cli/wiring.ts'
import { catalogue } from '../catalog/catalogue.ts'
import { sha256 } from '../core/hash.ts'
import { readSettings } from '../core/settings.ts'
import { generateProvince } from '../demo/province.ts'
import { Random } from '../demo/random.ts'
import { getObjection, listObjections } from '../governance/objections/ledger/list.ts'
import { ITEMS } from '../governance/objections/rows/items.ts'
import type { Platform } from '../pipelines/platform.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { activeRuns } from '../warehouse/ledger/runs.ts'
import { topicsOf } from '../warehouse/topics/declared.ts'
import { CAMPAIGN, campaign } from './support/campaign.ts'

const KILLS = campaign({ short: 6, long: 50, variable: 'KILLS' })
const EARLIEST_MS = 900
const LEAST_SPREAD_MS = 3500
/** Sets no extract aside, though one may be under way at several kills in succession. */
const PATIENT = 'test/support/patient.config.ts'
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1_000_000))
const folders: string[] = []

/** Everything that is published or kept, as a digest a table: rows in the order of their content. */
async function contents(platform: Platform): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  const add = async (name: string, version?: number) => {
    const table = platform.lake.table(name)
    const relation = table.select(await table.snapshot(version === undefined ? {} : { version }))
    const rows = await platform.engine.rows<{ line: string }>(
      sql`select to_json(r)::varchar as line from ${relation} as r order by 1`,
    )
    digests[name] = `${rows.length} rows, ${sha256(rows.map((row) => row.line).join('\n'))}`
  }
  for (const { id } of [...catalogue.foundations, ...topicsOf(platform)]) {
    const release = await latestRelease(platform.ledger.db, id)
    digests[`release/${id}`] = String(release?.number)
    for (const [name, version] of Object.entries(release?.tables ?? {})) await add(name, version)
  }
  for (const { id } of catalogue.datasets) {
    for (const layer of ['raw', 'std', 'quarantine']) await add(`${layer}/${id}`)
    const extracts = await listExtracts(platform.ledger.db, id)
    digests[`extracts/${id}`] = extracts
      .map((each) => `${each.seq} ${each.fileName} ${each.status} ${each.received}`)
      .join('\n')
  }
  await add('quality/history')
  return { ...digests, ...(await objectionsOf(platform)) }
}

/**
 * Objections with all that happened to them, and what happened to their rows. Numbers follow the order of raising,
 * pseudonyms the platform's own secret: both are left out.
 */
async function objectionsOf({ ledger, lake, engine }: Platform): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const { id, fingerprint } of await listObjections(ledger.db)) {
    const { events, itemsTotal, itemsOpen, itemsFixed } = await getObjection(ledger.db, id)
    const counts = `${itemsTotal} ${itemsOpen} ${itemsFixed}`
    digests[`objection/${fingerprint}`] = `${counts} ${events.map(({ event }) => event).join(' ')}`
  }
  const rowsOf = async (name: string, without: string[]) => {
    const table = lake.table(name)
    const columns = sql.join(without.map((column) => sql.id(column)))
    const rows = await engine.rows<{ line: string }>(
      sql`select to_json(r)::varchar as line from (select * exclude (${columns}) from ${table.select(await table.snapshot())}) as r order by 1`,
    )
    digests[name] = `${rows.length} rows, ${sha256(rows.map((row) => row.line).join('\n'))}`
  }
  await rowsOf(ITEMS, ['objection', 'item'])
  for (const { id } of catalogue.foundations) await rowsOf(`marks/${id}`, ['objection'])
  return digests
}

async function contentsOf(root: string): Promise<Record<string, string>> {
  const opened = await open({ ...readSettings({}), dataRoot: root })
  try {
    expect(await activeRuns(opened.platform.ledger.db)).toEqual([])
    return await contents(opened.platform)
  } finally {
    await opened.close()
  }
}

function folder(name: string): string {
  const root = mkdtempSync(join(tmpdir(), `shuyuan-${name}-`))
  folders.push(root)
  return root
}

function start(root: string): ChildProcess {
  const args = ['--config', PATIENT, '--data', root, 'run', '--no-progress']
  return spawn(process.execPath, ['bin/shuyuan.cjs', ...args], {
    stdio: 'ignore',
    env: { ...process.env, SHUYUAN_LANG: 'en', SHUYUAN_THREADS: '2' },
  })
}

/** How long runs may live that are killed: their moments lie over the whole of a run, however few they are. */
interface Moments {
  random: Random
  spreadMs: number
}

/** Starts and kills runs on `root` until one ends by itself; returns how many were killed. */
async function killUntilDone(root: string, { random, spreadMs }: Moments, most: number): Promise<number> {
  for (let kills = 0; ; ) {
    const child = start(root)
    const ended = once(child, 'exit')
    const wait = kills < most ? EARLIEST_MS + random.int(spreadMs) : 600_000
    const done = await Promise.race([ended.then(() => true), sleep(wait, false, { ref: false })])
    if (done) return kills
    child.kill('SIGKILL')
    await ended
    kills += 1
  }
}

/**
 * What a release finds to disagree is marked in the next one. A process that was killed when its run had just ended
 * has had that run already, so that both are brought to where a further run changes nothing.
 */
async function publishMarks(root: string): Promise<void> {
  for (let runs = 0; runs < 2; runs++) await once(start(root), 'exit')
}

describe(`kill -9 at ${KILLS} random moments, seed ${seed} (KILL_SEED repeats it)`, () => {
  afterAll(() => {
    for (const root of folders) rmSync(root, { recursive: true, force: true })
  })

  it('ends as an undisturbed run does', { timeout: 300_000 + 60_000 * KILLS, ...CAMPAIGN }, async () => {
    const province = folder('province')
    await generateProvince({ out: province, seed, people: 2000, organisations: 200, stage: 'initial' })
    const copyOf = (name: string) => {
      const root = folder(name)
      cpSync(province, root, { recursive: true, preserveTimestamps: true })
      return root
    }
    const calm = copyOf('calm')
    const begun = performance.now()
    await once(start(calm), 'exit')
    const wholeMs = performance.now() - begun
    await publishMarks(calm)
    const expected = await contentsOf(calm)
    const spreadMs = Math.max(LEAST_SPREAD_MS, Math.round((2 * wholeMs) / (KILLS + 1)))
    const moments = { random: new Random(seed, 1, 0), spreadMs }
    for (let kills = 0; kills < KILLS; ) {
      const killed = copyOf('killed')
      kills += await killUntilDone(killed, moments, KILLS - kills)
      await publishMarks(killed)
      expect(await contentsOf(killed)).toEqual(expected)
    }
  })
})
