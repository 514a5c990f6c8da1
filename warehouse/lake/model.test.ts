import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { Change, Lake, LakeTable, Snapshot } from './types.ts'

/** A table as a plain map: what the lake must agree with after any sequence of operations. */
type Rows = Map<number, string>

type Operation =
  | { kind: 'append'; ids: number[] }
  | { kind: 'overwrite'; ids: number[] }
  | { kind: 'rewrite'; bucket: number; ids: number[]; told: boolean }
  | { kind: 'update'; ids: number[]; gone: number[]; told: boolean }
  | { kind: 'widen' }
  | { kind: 'repeat' }
  | { kind: 'reopen' }
  | { kind: 'vacuum' }

const ids = fc.uniqueArray(fc.nat(30), { maxLength: 6 })
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), ids }),
  fc.record({ kind: fc.constant('overwrite' as const), ids }),
  fc.record({ kind: fc.constant('rewrite' as const), bucket: fc.nat(3), ids, told: fc.boolean() }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('update' as const), ids, gone: ids, told: fc.boolean() }),
  },
  fc.constant({ kind: 'widen' as const }),
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

/** Where an operation changes rows of the table. */
type Changing = Extract<Operation, { ids: number[] }>

/** Runs operations on the lake and on the model side by side. */
class Run {
  readonly versions: Rows[] = [new Map()]
  private readonly name: string
  private lake: Lake
  private seq = 0
  /** The version of transaction `seq`. */
  private committed = 0
  private width = 0

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
    else if (step.kind === 'widen') await this.widen()
    else await this.change(step)
  }

  private async widen(): Promise<void> {
    this.width += 1
    const options = { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true }
    await this.table.create([...PEOPLE, ...this.added], { ...options, evolve: 'add' })
    this.versions.push(this.current)
  }

  private get added() {
    return Array.from({ length: this.width }, (_, index) => ({
      name: `x${index}`,
      type: 'INTEGER',
      nullable: true,
    }))
  }

  private rowsIn(rows: Rows, not?: Rows) {
    const listed = [...rows].filter(([id, value]) => not?.get(id) !== value)
    const extra = this.added.map(({ name }) => sql`, 7 AS ${sql.id(name)}`)
    return sql`SELECT *${sql.join(extra, sql``)} FROM (${people(listed.map(([id, name]) => ({ id, name })))})`
  }

  private async change(step: Changing): Promise<void> {
    this.seq += 1
    const value = `s${this.seq}-${this.width}`
    const before = await this.table.snapshot()
    const fresh: Rows = new Map(step.ids.filter((id) => this.takes(step, id)).map((id) => [id, value]))
    const next: Rows = new Map([...[...this.current].filter(([id]) => !ends(step, id)), ...fresh])
    const options = { name: value, partitionBy: 'bucket' as const }
    const add = await this.table.stage(fixture.engine, this.rowsIn(fresh), options)
    const cdc = 'told' in step && step.told ? await this.changeRows(next, value) : undefined
    const version = await this.table.commit({
      add,
      ...(await this.ended(step, before)),
      ...(cdc ? { cdc } : {}),
      readVersion: before.version,
      txn: { app: 'model', version: this.seq },
      operation: step.kind,
    })
    expect(version).toBe(this.versions.length)
    this.committed = version
    this.versions.push(next)
  }

  private takes(step: Changing, id: number): boolean {
    if (step.kind === 'append') return !this.current.has(id)
    return step.kind !== 'rewrite' || bucketOfId(id) === step.bucket
  }

  /** The files or rows that the step ends. */
  private async ended(step: Changing, before: Snapshot): Promise<Pick<Change, 'remove' | 'deletes'>> {
    if (step.kind === 'append') return {}
    if (step.kind === 'overwrite') return { remove: before.files }
    if (step.kind === 'rewrite') return { remove: before.files.filter((file) => file.bucket === step.bucket) }
    const gone = sql.join([-1, ...step.ids, ...step.gone])
    const rows = sql`SELECT _file, _row FROM ${this.table.select(before, { positions: true })} WHERE id IN (${gone})`
    const name = `s${this.seq}`
    return { deletes: await this.table.stageDeletes(fixture.engine, before, rows, { name }) }
  }

  private async changeRows(next: Rows, name: string) {
    const typed = (from: Rows, not: Rows, type: string) =>
      sql`SELECT *, ${type}::VARCHAR AS _change_type FROM (${this.rowsIn(from, not)})`
    const query = sql`${typed(this.current, next, 'delete')} UNION ALL ${typed(next, this.current, 'insert')}`
    return this.table.stageChanges(fixture.engine, query, { name, partitionBy: 'bucket' })
  }

  private async repeat(): Promise<void> {
    if (this.seq === 0) return
    const txn = { app: 'model', version: this.seq }
    const change = { add: [], readVersion: 0, txn, operation: 'repeat' }
    expect(await this.table.commit(change)).toBe(this.committed)
  }

  async check(): Promise<void> {
    for (const [version, rows] of this.versions.entries()) {
      expect(await this.rowsOf(version), `version ${version}`).toEqual([...rows].sort(([a], [b]) => a - b))
    }
    expect(await this.replayedFeed()).toEqual([...this.current].sort(([a], [b]) => a - b))
  }

  private async rowsOf(version: number): Promise<[number, string][]> {
    const snapshot = await this.table.snapshot({ version })
    const added = snapshot.schema.filter((column) => column.name.startsWith('x'))
    const filled = added.map((column) => sql` + CAST(${sql.id(column.name)} IS NOT NULL AS INTEGER)`)
    const rows = await fixture.engine.rows<{ id: bigint; name: string; filled: number }>(
      sql`SELECT id, name, 0 ${sql.join(filled, sql``)} AS filled FROM ${this.table.select(snapshot)} ORDER BY id`,
    )
    expect(rows.map((row) => row.filled)).toEqual(rows.map((row) => Number(row.name.split('-')[1])))
    expect(snapshot.files.reduce((sum, file) => sum + file.rows, 0)).toBe(rows.length)
    for (const bucket of [0, 1, 2, 3]) {
      const some = sql`SELECT id, name FROM ${this.table.select(snapshot)} WHERE bucket = ${bucket} ORDER BY id`
      const wanted = rows.filter((row) => bucketOfId(Number(row.id)) === bucket)
      expect(await fixture.engine.rows(some)).toEqual(wanted.map(({ id, name }) => ({ id, name })))
    }
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

/** Whether the step ends the row of that id that was there. */
function ends(step: Changing, id: number): boolean {
  if (step.kind === 'append') return false
  if (step.kind === 'update') return step.ids.includes(id) || step.gone.includes(id)
  return step.kind === 'overwrite' || bucketOfId(id) === step.bucket
}

it('agrees with a plain map after any sequence of operations', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 14 }), async (steps) => {
      run += 1
      const model = new Run(`model/run_${run}`)
      await model.table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true })
      for (const step of steps) await model.apply(step)
      await model.check()
    }),
    { numRuns: 20 },
  )
})
