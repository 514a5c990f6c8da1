import { sql } from 'kysely'
import { keepsHistory } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { type TemporaryTables, withTemporaryTables } from '../engine/temporary.ts'
import { buildBucket, columnsRead } from '../resolve/build.ts'
import { diff } from '../resolve/diff.ts'
import { manyRows, statesOf } from '../resolve/states.ts'
import { type Affected, affectedKeys } from './affected.ts'
import type { Build } from './build.ts'
import type { Output, Staged, StagedTables } from './outputs.ts'
import { changedIn } from './scope.ts'
import type { Sources } from './sources.ts'

/** What one increment works with. */
interface Increment {
  build: Build
  sources: Sources
  session: Session
  tables: TemporaryTables
  affected: Affected
}

/**
 * Makes single records anew: the old rows are deleted where they lie, the new ones go to files of their own. The
 * tables then hold the same rows as if they had been made from scratch.
 */
export function stageIncrement(build: Build, sources: Sources): Promise<StagedTables> {
  return build.warehouse.engine.withSession((session) =>
    withTemporaryTables(session, `increment_${build.foundation.id}`, async (tables) => {
      const affected = await affectedKeys(build, sources, session, tables)
      if (affected.buckets.length === 0) return new Map()
      return stageRecords({ build, sources, session, tables, affected })
    }),
  )
}

async function stageRecords(increment: Increment): Promise<StagedTables> {
  const { build, tables, session } = increment
  const { foundation, warehouse, outputs, asOf } = build
  const std: Record<string, Relation> = {}
  const staged: StagedTables = new Map()
  for (const id of Object.keys(build.inputs)) {
    const dataset = datasetOf(warehouse.catalogue, id)
    const all = keepsHistory(dataset) && hasChanges(increment, id)
    const columns = all ? undefined : columnsRead(warehouse.catalogue, foundation, dataset)
    const rows = increment.sources.rowsOf(id, increment.affected.keys, columns)
    if (rows) std[id] = await tables.create(`rows_${id}`, rows)
  }
  const built = await buildBucket(session, {
    catalogue: warehouse.catalogue,
    foundation,
    bucket: 'increment',
    std,
    marks: marksOf(increment),
    asOf,
  })
  try {
    if (!outputs.base.done) staged.set(outputs.base.table.name, await stageGolden(increment, built.golden))
    if (!outputs.conflicts.done)
      staged.set(
        outputs.conflicts.table.name,
        await replace(increment, outputs.conflicts, conflictsOf(increment, built.conflicts), [
          foundation.key,
          'element',
          'copy_dataset',
          'copy_field',
        ]),
      )
  } finally {
    await built.dispose()
  }
  for (const output of outputs.states) {
    const rows = std[output.dataset ?? '']
    if (rows && !output.done && hasChanges(increment, output.dataset ?? ''))
      staged.set(output.table.name, await stageStates(increment, output, rows))
  }
  return staged
}

function marksOf({ sources: { disputed }, affected }: Increment): Relation | undefined {
  return disputed && sql`(select * from ${disputed} where key in (select key from ${affected.keys}))`
}

function conflictsOf({ sources, affected }: Increment, conflicts: Relation): Relation {
  return sources.withDoubts(conflicts, affected.buckets, affected.keys)
}

function hasChanges({ build, affected }: Increment, dataset: string): boolean {
  return build.keysChanged || affected.buckets.some((bucket) => changedIn(build, dataset, bucket))
}

async function stageGolden(increment: Increment, golden: Relation): Promise<Staged> {
  const { build, session, tables } = increment
  const { foundation, outputs } = build
  const { table } = outputs.base
  const previous = await previousRows(increment, outputs.base, {
    key: foundation.key,
    columns: sql`*`,
  })
  const next = await tables.create('golden', golden)
  const changed = diff({ foundation, previous: sql`(select * exclude (_file, _row) from ${previous})`, next })
  const staged = await replaceWith(increment, outputs.base, { previous, next, order: [foundation.key] })
  const changes = await table.stageChanges(session, withBucket(increment, changed), {
    name: build.name,
    partitionBy: 'bucket',
    orderBy: sql`${sql.id(foundation.key)}, _change_type desc`,
  })
  return { ...staged, changes }
}

async function stageStates(increment: Increment, output: Output, rows: Relation): Promise<Staged> {
  const { build, tables } = increment
  const dataset = datasetOf(build.warehouse.catalogue, output.dataset ?? '')
  const many = await tables.createUnlessEmpty(`many_${dataset.id}`, manyRows(dataset, rows))
  const next = statesOf(dataset, rows, many)
  return replace(increment, output, next, [dataset.key, ...dataset.recordKey, '_valid_from'])
}

async function replace(
  increment: Increment,
  output: Output,
  next: Relation,
  order: string[],
): Promise<Staged> {
  const previous = await previousRows(increment, output, {
    key: order[0] ?? '',
    columns: sql`_file, _row`,
  })
  return replaceWith(increment, output, { previous, next, order })
}

/** The rows that the affected keys have now, with their places. */
async function previousRows(
  { tables, affected }: Increment,
  output: Output,
  { key, columns }: { key: string; columns: Relation },
): Promise<Relation> {
  const { table, before } = output
  const now = table.select(before, { buckets: affected.buckets, positions: true })
  return tables.create(
    `previous_${table.name.replace('/', '_')}`,
    sql`select ${columns} from ${now} where ${sql.id(key)} in (select key from ${affected.keys})`,
  )
}

async function replaceWith(
  increment: Increment,
  output: Output,
  { previous, next, order }: { previous: Relation; next: Relation; order: string[] },
): Promise<Staged> {
  const { build, session, affected } = increment
  const add = await output.table.stage(session, withBucket(increment, next, order[0]), {
    name: build.name,
    partitionBy: 'bucket',
    orderBy: sql.join(order.map((column) => sql.id(column))),
  })
  const deletes = await output.table.stageDeletes(
    session,
    output.before,
    sql`(select _file, _row from ${previous})`,
    { name: build.name },
  )
  return { add, deletes, changes: [], replaced: [], changed: affected.buckets }
}

function withBucket({ build }: Increment, rows: Relation, key = build.foundation.key): Relation {
  return sql`select *, ${bucketOf(sql.id(key), build.foundation.buckets)} as bucket from ${rows}`
}
