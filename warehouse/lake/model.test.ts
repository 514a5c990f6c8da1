import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './fixture.ts'
import type { Lake, LakeTable } from './types.ts'

/** A table as a plain map: what the lake must agree with after any sequence of operations. */
type Rows = Map<number, string>

type Operation =
  | { kind: 'append'; ids: number[] }
  | { kind: 'overwrite'; ids: number[] }
  | { kind: 'rewrite'; bucket: number; ids: number[]; told: boolean }
  | { kind: 'repeat' }
  | { kind: 'reopen' }
  | { kind: 'vacuum' }

const ids = fc.uniqueArray(fc.nat(30), { maxLength: 6 })
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), ids }),
  fc.record({ kind: fc.constant('overwrite' as const), ids }),
  fc.record({ kind: fc.constant('rewrite' as const), bucket: fc.nat(3), ids, told: fc.boolean() }),
  fc.constant({ kind: 'repeat' as const }),
  fc.constant({ kind: 'reopen' as const }),
  fc.constant({ kind: 'vacuum' as const }),
)

let fixture: Fixture

beforeAll(async () => {
  fixture = await openFixture()
  fixture.clock.at = Date.parse('2100-01-01T00:00:00Z') // every file is old enough for vacuum
})

afterAll(() => fixture.close())

const bucketOfId = (id: number) => id % 4

/** Runs operations on the lake and on the model side by side. */
class Run {
  readonly versions: Rows[] = [new Map()]
  private readonly name: string
  private lake: Lake
  private seq = 0

  constructor(name: string) {
    this.name = name
    this.lake = fixture.lake
  }

  get table(): LakeTable {
    return this.lake.table(this.name)
  }

  private get current(): Rows {
    return this.versions.at(-1) ?? new Map()
  }

  async apply(step: Operation): Promise<void> {
    if (step.kind === 'reopen') this.lake = await fixture.reopen()
    else if (step.kind === 'repeat') await this.repeat()
    else if (step.kind === 'vacuum')
      await this.table.vacuum({ retainHours: 0, keepVersions: this.versions.map((_, version) => version) })
    else await this.change(step)
  }

  private async change(step: Exclude<Operation, { kind: 'reopen' | 'repeat' | 'vacuum' }>): Promise<void> {
    this.seq += 1
    const value = `s${this.seq}`
    const before = await this.table.snapshot()
    const fresh = step.ids.filter((id) =>
      step.kind === 'append'
        ? !this.current.has(id)
        : step.kind !== 'rewrite' || bucketOfId(id) === step.bucket,
    )
    const ended = (id: number) =>
      step.kind === 'overwrite' || (step.kind === 'rewrite' && bucketOfId(id) === step.bucket)
    const next: Rows = new Map([
      ...[...this.current].filter(([id]) => !ended(id)),
      ...fresh.map((id) => [id, value] as const),
    ])
    const rows = fresh.map((id) => ({ id, name: value }))
    const options = { name: value, partitionBy: 'bucket' as const }
    const add = await this.table.stage(fixture.engine, people(rows), options)
    const removed = before.files.filter(
      (file) => step.kind === 'overwrite' || file.bucket === (step as { bucket?: number }).bucket,
    )
    const cdc =
      step.kind === 'rewrite' && step.told ? await this.changeRows(this.current, next, value) : undefined
    const remove = step.kind === 'append' ? {} : { remove: removed }
    const version = await this.table.commit({
      add,
      ...remove,
      ...(cdc ? { cdc } : {}),
      readVersion: before.version,
      txn: { app: 'model', version: this.seq },
      operation: step.kind,
    })
    expect(version).toBe(this.versions.length)
    this.versions.push(next)
  }

  private async changeRows(old: Rows, next: Rows, name: string) {
    const typed = (from: Rows, not: Rows, type: string) => {
      const rows = [...from]
        .filter(([id, value]) => not.get(id) !== value)
        .map(([id, value]) => ({ id, name: value }))
      return sql`SELECT *, ${type}::VARCHAR AS _change_type FROM (${people(rows)})`
    }
    const query = sql`${typed(old, next, 'delete')} UNION ALL ${typed(next, old, 'insert')}`
    return this.table.stageChanges(fixture.engine, query, { name, partitionBy: 'bucket' })
  }

  private async repeat(): Promise<void> {
    if (this.seq === 0) return
    const txn = { app: 'model', version: this.seq }
    expect(await this.table.commit({ add: [], readVersion: 0, txn, operation: 'repeat' })).toBe(
      this.versions.length - 1,
    )
  }

  async check(): Promise<void> {
    for (const [version, rows] of this.versions.entries()) {
      expect(await this.rowsOf(version), `version ${version}`).toEqual([...rows].sort(([a], [b]) => a - b))
    }
    expect(await this.replayedFeed()).toEqual([...this.current].sort(([a], [b]) => a - b))
  }

  private async rowsOf(version: number): Promise<[number, string][]> {
    const snapshot = await this.table.snapshot({ version })
    const rows = await fixture.engine.rows<{ id: bigint; name: string }>(
      sql`SELECT id, name FROM ${this.table.select(snapshot)} ORDER BY id`,
    )
    expect(snapshot.files.reduce((sum, file) => sum + file.rows, 0)).toBe(rows.length)
    return rows.map((row) => [Number(row.id), row.name])
  }

  /** The rows that are left when every change of the feed is applied to nothing. */
  private async replayedFeed(): Promise<[number, string][]> {
    const changes = await this.table.changes(0, this.versions.length - 1)
    const rows = await fixture.engine.rows<{ id: bigint; name: string }>(
      sql`SELECT id, name FROM ${changes} GROUP BY id, name
          HAVING count(*) FILTER (_change_type = 'insert') > count(*) FILTER (_change_type = 'delete') ORDER BY id`,
    )
    return rows.map((row) => [Number(row.id), row.name])
  }
}

it('agrees with a plain map after any sequence of operations', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 14 }), async (steps) => {
      run += 1
      const model = new Run(`model/run_${run}`)
      await model.table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true })
      for (const step of steps) await model.apply(step)
      await model.check()
    }),
    { numRuns: 15 },
  )
})
