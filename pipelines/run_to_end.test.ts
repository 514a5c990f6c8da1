import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { withLock } from '../warehouse/ledger/locks.ts'
import { getRun } from '../warehouse/ledger/runs.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { planRun } from './plan.ts'
import { runToEnd } from './run_to_end.ts'
import { startRun } from './runs.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
  for (const { id } of platform.catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
})
afterEach(() => platform.close())

const plan = (...targets: string[]) => planRun(platform.catalogue, platform.config, targets)
const status = async (run: number) => (await getRun(platform.ledger.db, run)).status

/** Begins a run and leaves it, as a killed process does. */
async function leave(...targets: string[]): Promise<number> {
  const queue = await platform.openQueue()
  try {
    return await startRun(platform, queue, plan(...targets), 'cli')
  } finally {
    await queue.close()
  }
}

/** Runs targets; gives the numbers of the runs that were gone on with and waited for. */
async function run(...targets: string[]) {
  const queue = await platform.openQueue()
  const resumed: number[] = []
  const waited: number[] = []
  const events = { resuming: (id: number) => resumed.push(id), waiting: (id: number) => waited.push(id) }
  try {
    const id = await runToEnd(platform, queue, plan(...targets), 'cli', events)
    return { id, resumed, waited }
  } finally {
    await queue.close()
  }
}

describe('a run', () => {
  it('leaves an unfinished run of other targets alone', async () => {
    const stranger = await leave('ingest.weather_stations')
    const own = await run('ingest.vaccinations')
    expect(own).toMatchObject({ resumed: [], waited: [] })
    expect(await status(own.id)).toBe('succeeded')
    expect(await status(stranger)).toBe('running')
    expect(await run('ingest.weather_stations')).toMatchObject({ resumed: [stranger] })
    expect(await status(stranger)).toBe('succeeded')
  })

  it('waits for one of the same targets that another process attends to', async () => {
    const other = await leave('ingest.vaccinations')
    await withLock(platform.ledger.db, `run:${other}`, async () => {
      expect(await run('ingest.vaccinations')).toMatchObject({ resumed: [], waited: [other] })
    })
  })

  it('carries out stages side by side, by default one for each core', async () => {
    expect(platform.config.queue.concurrency).toBe(Math.min(availableParallelism(), 16))
    const config = { ...platform.config, queue: { ...platform.config.queue, concurrency: 2 } }
    const queue = await platform.openQueue()
    const { db } = platform.ledger
    const stages = plan('ingest.vaccinations', 'ingest.weather_stations')
    const waiting = async () => {
      const [run] = await db.selectFrom('runs').select('id').execute()
      const pending = (await stagesOf(db, run?.id ?? 0)).filter((each) => each.status === 'pending')
      return pending.map(({ id }) => id)
    }
    let ended: Promise<number> | undefined
    const [first = '', last = ''] = [stages.stages[0]?.id, stages.stages.at(-1)?.id]
    await withLock(db, `stage:${first}`, async () => {
      ended = runToEnd({ ...platform, config }, queue, stages, 'cli')
      await vi.waitFor(
        async () => {
          expect(await waiting()).toContain(first)
          expect(await waiting()).not.toContain(last)
        },
        { timeout: 20_000 },
      )
    })
    expect(await status((await ended) ?? 0)).toBe('succeeded')
    await queue.close()
  })

  it('is left in order when asked, and gone on with by the next', async () => {
    const queue = await platform.openQueue()
    const asked = AbortSignal.abort()
    await expect(runToEnd(platform, queue, plan('person'), 'cli', {}, asked)).rejects.toMatchObject({
      code: 'pipelines.run_left',
    })
    await queue.close()
    const [left] = await platform.ledger.db.selectFrom('runs').select('id').execute()
    expect(
      (await stagesOf(platform.ledger.db, left?.id ?? 0)).every(({ status }) => status !== 'succeeded'),
    ).toBe(true)
    const again = await run('person')
    expect(again.resumed).toHaveLength(1)
    expect(await status(again.id)).toBe('succeeded')
  })
})
