import { type RawBuilder, sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Session } from '../engine/engine.ts'
import { stdColumns } from '../foundations/index.ts'
import { conflictsIn } from './conflicts.ts'
import { type BucketCounts, countsIn } from './counts.ts'
import { goldenColumns } from './golden.ts'
import { type Resolution, resolutionOf } from './model.ts'
import { joined, losersOf, winnersOf } from './winners.ts'

export interface BucketInput {
  catalogue: Catalogue
  foundation: Foundation
  bucket: number
  /** The live std rows of the bucket, by dataset. A dataset left out has no rows. */
  std: Record<string, RawBuilder<unknown>>
}

/** The rows of one bucket, good until `dispose`. Both relations are ordered by key. */
export interface BuiltBucket {
  /** Base table's shape without `bucket`. */
  golden: RawBuilder<unknown>
  /** Conflict table's shape without `bucket`. */
  conflicts: RawBuilder<unknown>
  counts: BucketCounts
  dispose(): Promise<void>
}

/**
 * Resolves the records of one bucket: the winner of every dataset and key, each element from its authority,
 * and the copies that disagree. Memory is bounded by the bucket; the work lies in temporary tables of
 * `session` until `dispose`. The same input rows in any order give the same output in the same order.
 */
export async function buildBucket(session: Session, input: BucketInput): Promise<BuiltBucket> {
  const resolution = resolutionOf(input.catalogue, input.foundation)
  const tables = new TemporaryTables(session, `${input.foundation.id}_${input.bucket}`)
  try {
    const records = await joinWinners(tables, resolution, input)
    const conflicts = await tables.create('conflicts', conflictsIn(resolution, records))
    return {
      golden: sql`(select ${goldenColumns(resolution)} from ${records})`,
      conflicts: sql`(select * from ${conflicts})`,
      counts: await countsIn(session, resolution, { records, conflicts, std: input.std }),
      dispose: () => tables.drop(),
    }
  } catch (error) {
    await tables.drop()
    throw error
  }
}

/** One row per key with the winners of all datasets side by side, ordered by key. */
async function joinWinners(
  tables: TemporaryTables,
  resolution: Resolution,
  input: BucketInput,
): Promise<RawBuilder<unknown>> {
  const key = sql.id(resolution.foundation.key)
  const given = resolution.datasets.filter((dataset) => input.std[dataset.id])
  const joinedUp = given.length > 0 ? given : resolution.datasets.slice(0, 1)
  const winners: RawBuilder<unknown>[] = []
  for (const dataset of joinedUp) winners.push(await winnersIn(tables, resolution, input, dataset))
  const all = winners.reduce((left, right) => sql`${left} full join ${right} using (${key})`)
  const absent = resolution.datasets.filter((dataset) => !joinedUp.includes(dataset))
  const nulls = absent.flatMap((dataset) => absentColumns(input.catalogue, resolution, dataset))
  return await tables.create(
    'records',
    sql`select ${sql.join([sql`*`, ...nulls])} from ${all} order by ${key}`,
  )
}

async function winnersIn(
  tables: TemporaryTables,
  resolution: Resolution,
  input: BucketInput,
  dataset: Dataset,
): Promise<RawBuilder<unknown>> {
  const std = input.std[dataset.id]
  const losers = std ? await tables.createUnlessEmpty(`losers_${dataset.id}`, losersOf(dataset, std)) : null
  const fields = fieldsUsed(resolution, dataset)
  const rows = std ?? noRows(input.catalogue, dataset)
  return winnersOf(dataset, { std: rows, losers, key: resolution.foundation.key, fields })
}

/** The joined columns of a dataset that has no rows at all: cheaper than joining nothing to everything. */
function absentColumns(
  catalogue: Catalogue,
  resolution: Resolution,
  dataset: Dataset,
): RawBuilder<unknown>[] {
  const types = new Map(stdColumns(catalogue, dataset).map(({ name, type }) => [name, type]))
  const places = { _extract: 'INTEGER', _line: 'BIGINT', _observed: 'TIMESTAMPTZ', _repair: 'VARCHAR' }
  const fields = fieldsUsed(resolution, dataset).map(
    (field) => [field, types.get(field) ?? 'VARCHAR'] as const,
  )
  return [...fields, ...Object.entries(places)].map(
    ([name, type]) => sql`null::${sql.raw(type)} as ${joined(dataset, name)}`,
  )
}

function fieldsUsed(resolution: Resolution, dataset: Dataset): string[] {
  const carriers = resolution.attributes.flatMap((attribute) => attribute.carriers)
  return carriers.filter((ref) => ref.dataset.id === dataset.id).map((ref) => ref.field)
}

function noRows(catalogue: Catalogue, dataset: Dataset): RawBuilder<unknown> {
  const columns = stdColumns(catalogue, dataset).map(
    ({ name, type }) => sql`null::${sql.raw(type)} as ${sql.id(name)}`,
  )
  return sql`(select ${sql.join(columns)} where false)`
}

let made = 0

/** Temporary tables of one build, with names of their own, dropped together. */
class TemporaryTables {
  private readonly session: Session
  private readonly stem: string
  private readonly names: RawBuilder<unknown>[] = []

  constructor(session: Session, what: string) {
    this.session = session
    made += 1
    this.stem = `resolve_${what}_${made}`
  }

  async create(what: string, query: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
    const name = sql.id(`${this.stem}_${what}`)
    await this.session.exec(sql`create temporary table ${name} as ${query}`)
    this.names.push(name)
    return name
  }

  async createUnlessEmpty(what: string, query: RawBuilder<unknown>): Promise<RawBuilder<unknown> | null> {
    const name = await this.create(what, query)
    const [row] = await this.session.rows<{ n: bigint }>(sql`select count(*) as n from ${name}`)
    return row && row.n > 0n ? name : null
  }

  async drop(): Promise<void> {
    for (const name of this.names.splice(0)) await this.session.exec(sql`drop table if exists ${name}`)
  }
}
