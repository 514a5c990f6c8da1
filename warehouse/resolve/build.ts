import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { TemporaryTables } from '../engine/temporary.ts'
import { stdColumns } from '../tables/datasets.ts'
import { conflictsIn } from './conflicts.ts'
import { goldenColumns } from './golden.ts'
import { type Resolution, resolutionOf } from './model.ts'
import { joined, winnersIn } from './winners.ts'

export interface BucketInput {
  catalogue: Catalogue
  foundation: Foundation
  /** Names the work; it need not be one bucket only. */
  bucket: number | string
  /** The std rows of the bucket, by dataset, nothing taken back among them. A dataset left out has no rows. */
  std: Record<string, Relation>
  /** The columns in dispute: rows `key, disputed`, one per key. Left out: none are. */
  marks?: Relation | undefined
  /** When the newest of the inputs was taken: what may be shown until an earlier day has expired. */
  asOf?: Date | undefined
}

/** The rows of one bucket, good until `dispose`. Both relations are ordered by key. */
export interface BuiltBucket {
  /** Base table's shape without `bucket`. */
  golden: Relation
  /** Conflict table's shape without `bucket`. */
  conflicts: Relation
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
      golden: sql`(select ${goldenColumns(resolution, input.asOf)} from ${records})`,
      conflicts: sql`(select * from ${conflicts})`,
      dispose: () => tables.drop(),
    }
  } catch (error) {
    await tables.drop()
    throw error
  }
}

/** One row per key with the winners of all datasets side by side and what is in dispute, ordered by key. */
async function joinWinners(
  tables: TemporaryTables,
  resolution: Resolution,
  input: BucketInput,
): Promise<Relation> {
  const key = sql.id(resolution.foundation.key)
  const given = resolution.datasets.filter((dataset) => input.std[dataset.id])
  const joinedUp = given.length > 0 ? given : resolution.datasets.slice(0, 1)
  const winners: Relation[] = []
  for (const dataset of joinedUp) {
    const std = input.std[dataset.id] ?? noRows(input.catalogue, dataset)
    const fields = fieldsUsed(resolution, dataset)
    winners.push(await winnersIn(tables, dataset, { std, key: resolution.foundation.key, fields }))
  }
  const all = winners.reduce((left, right) => sql`${left} full join ${right} using (${key})`)
  const absent = resolution.datasets.filter((dataset) => !joinedUp.includes(dataset))
  const nulls = absent.flatMap((dataset) => absentColumns(input.catalogue, resolution, dataset))
  const marked = input.marks
    ? sql`${all} left join (select key as ${key}, disputed from ${input.marks}) using (${key})`
    : sql`(select *, null::varchar[] as disputed from ${all})`
  return await tables.create(
    'records',
    sql`select ${sql.join([sql`*`, ...nulls])} from ${marked} order by ${key}`,
  )
}

/** The joined columns of a dataset that has no rows at all: cheaper than joining nothing to everything. */
function absentColumns(catalogue: Catalogue, resolution: Resolution, dataset: Dataset): Expression[] {
  const types = new Map(stdColumns(catalogue, dataset).map(({ name, type }) => [name, type]))
  const places = { _extract: 'INTEGER', _line: 'BIGINT', _observed: 'TIMESTAMPTZ', _repair: 'VARCHAR' }
  const fields = fieldsUsed(resolution, dataset).map(
    (field) => [field, types.get(field) ?? 'VARCHAR'] as const,
  )
  return [...fields, ...Object.entries(places)].map(
    ([name, type]) => sql`null::${sql.raw(type)} as ${joined(dataset, name)}`,
  )
}

/** The columns of std/<dataset> that golden records are made from. */
export function columnsRead(catalogue: Catalogue, foundation: Foundation, dataset: Dataset): string[] {
  const resolution = resolutionOf(catalogue, foundation)
  const places = ['_extract', '_line', '_op', '_repair', '_from', '_as_of']
  const fields = [...identityOf(dataset), dataset.eventTime, ...fieldsUsed(resolution, dataset)]
  return [...new Set([...places, ...fields])]
}

/** The fields that golden records and conflicts are made of, and those that tell what a source answers for. */
function fieldsUsed(resolution: Resolution, dataset: Dataset): string[] {
  const measured = resolution.measures.flatMap(({ sources, fallbacks }) => [...sources, ...fallbacks])
  const carriers = [...resolution.attributes.flatMap((attribute) => attribute.carriers), ...measured]
  const carried = carriers.filter((ref) => ref.dataset.id === dataset.id).map((ref) => ref.field)
  const scopes = resolution.attributes.flatMap((attribute) =>
    attribute.sources.flatMap(({ dataset: { id }, when }) => (when && id === dataset.id ? [when.field] : [])),
  )
  return [...new Set([...carried, ...scopes])]
}

function noRows(catalogue: Catalogue, dataset: Dataset): Relation {
  const columns = stdColumns(catalogue, dataset).map(
    ({ name, type }) => sql`null::${sql.raw(type)} as ${sql.id(name)}`,
  )
  return sql`(select ${sql.join(columns)} where false)`
}
