import { randomUUID } from 'node:crypto'
import { ShuyuanError } from '../../core/errors.ts'
import type { Action, MetaData } from './actions.ts'
import { type Committer, tryCommit } from './commit.ts'
import { commitInfo, removeOf } from './commit_actions.ts'
import { type Definition, difference, type Evolution, evolutionTo } from './definition.ts'
import { allowsVectors, numberProperty, PROPERTIES, protocolOf } from './protocol.ts'
import { checkedSchema, schemaString } from './schema.ts'
import { snapshotOf, type TableState } from './state.ts'
import type { CreateOptions } from './types.ts'

/**
 * Creates version 0, or brings the table there to the definition as far as `evolve` allows; see
 * `LakeTable.create`. Who loses the race for a version looks again at what the winner left.
 */
export async function createTable(
  committer: Committer,
  wanted: Definition,
  evolve: CreateOptions['evolve'],
): Promise<void> {
  const { place, reader } = committer
  const want = { ...wanted, schema: checkedSchema(place.table, wanted.schema, wanted.partitionBy) }
  const txnId = randomUUID()
  for (;;) {
    const state = await reader.latest()
    const actions = state
      ? nextActions(committer, state, want, { evolve, txnId })
      : firstActions(committer, want, txnId)
    if (!actions || (await tryCommit(place, (state?.version ?? -1) + 1, actions, txnId))) return
  }
}

function firstActions({ place, clock }: Committer, definition: Definition, txnId: string): Action[] {
  const time = clock.now().getTime()
  const named = { id: randomUUID(), name: place.table, format: { provider: 'parquet', options: {} } }
  const metaData = { ...named, ...definedBy(definition, {}), createdTime: time }
  const protocol = protocolOf(definition.deletionVectors)
  return [commitInfo(time, 'CREATE TABLE', true, txnId), { protocol }, { metaData }]
}

/** The commit that brings the table to the definition; null when it has it. `lake.schema_mismatch`. */
function nextActions(
  { place, clock }: Committer,
  state: TableState,
  want: Definition,
  { evolve, txnId }: { evolve: CreateOptions['evolve']; txnId: string },
): Action[] | null {
  const have = snapshotOf(place, state)
  const problem = difference(have, want)
  if (!problem) return null
  const evolution = evolutionTo(have, want, evolve)
  if (!evolution || !state.metaData || !state.protocol)
    throw new ShuyuanError('lake.schema_mismatch', { table: place.table, problem })
  const time = Math.max(clock.now().getTime(), state.time + 1)
  const isUpgrade = want.deletionVectors && !allowsVectors(state.protocol)
  const gone = evolution.operation === 'REPLACE TABLE' ? have.files : []
  return [
    commitInfo(time, evolution.operation, false, txnId),
    ...(isUpgrade ? [{ protocol: protocolOf(true) }] : []),
    {
      metaData: evolved(state.metaData, evolution, {
        version: state.version + 1,
        columns: have.schema.length,
      }),
    },
    ...gone.map((file) => ({ remove: removeOf(state, file, time, true) })),
  ]
}

/** The table's metadata after the step. `columns` is how many the table had before it. */
export function evolved(
  before: MetaData,
  { operation, definition }: Evolution,
  { version, columns }: { version: number; columns: number },
): MetaData {
  const replaces = operation === 'REPLACE TABLE'
  const definedAt = replaces ? version : numberProperty(before, PROPERTIES.definedAt)
  const known = replaces ? null : numberProperty(before, PROPERTIES.firstColumns)
  const firstColumns = operation === 'ADD COLUMNS' ? (known ?? columns) : known
  return {
    ...before,
    ...definedBy(definition, {
      ...(definedAt === null ? {} : { [PROPERTIES.definedAt]: String(definedAt) }),
      ...(firstColumns === null ? {} : { [PROPERTIES.firstColumns]: String(firstColumns) }),
    }),
  }
}

function definedBy(definition: Definition, properties: Record<string, string>) {
  return {
    schemaString: schemaString(definition.schema),
    partitionColumns: definition.partitionBy,
    configuration: {
      [PROPERTIES.inCommitTimestamps]: 'true',
      [PROPERTIES.checkpointInterval]: '10',
      ...(definition.changeFeed ? { [PROPERTIES.changeFeed]: 'true' } : {}),
      ...(definition.deletionVectors ? { [PROPERTIES.deletionVectors]: 'true' } : {}),
      ...properties,
    },
  }
}
