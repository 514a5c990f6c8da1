import { randomUUID } from 'node:crypto'
import { ShuyuanError } from '../../core/errors.ts'
import type { Action } from './actions.ts'
import { type Committer, tryCommit } from './commit.ts'
import { commitInfo } from './commit_actions.ts'
import { PROPERTIES, protocolOf } from './protocol.ts'
import { checkedSchema, schemaDifference, schemaString } from './schema.ts'
import { snapshotOf } from './state.ts'
import type { Column, CreateOptions, Snapshot } from './types.ts'

/** What a table is created with. */
export interface Definition {
  schema: Column[]
  partitionBy: string[]
  changeFeed: boolean
  deletionVectors: boolean
  evolve: CreateOptions['evolve']
}

/** Creates version 0, or checks that the table there is the same; see `LakeTable.create`. */
export async function createTable(committer: Committer, wanted: Definition): Promise<void> {
  const { place, reader } = committer
  const definition = { ...wanted, schema: checkedSchema(place.table, wanted.schema, wanted.partitionBy) }
  if (!(await reader.latest())) {
    const txnId = randomUUID()
    if (await tryCommit(place, 0, firstActions(committer, definition, txnId), txnId)) return
  }
  const state = await reader.latest()
  if (!state) throw new ShuyuanError('lake.no_table', { table: place.table })
  const problem = difference(snapshotOf(place, state), definition)
  if (problem) throw new ShuyuanError('lake.schema_mismatch', { table: place.table, problem })
}

function difference(have: Snapshot, want: Definition): string | null {
  const columns = schemaDifference(have.schema, want.schema)
  if (columns) return columns
  if (have.partitionBy.join() !== want.partitionBy.join()) {
    return `it is partitioned by (${have.partitionBy.join()}), wanted (${want.partitionBy.join()})`
  }
  if (have.changeFeed !== want.changeFeed) return `its change feed is ${onOff(have.changeFeed)}`
  return have.deletionVectors === want.deletionVectors
    ? null
    : `its deletion vectors are ${onOff(have.deletionVectors)}`
}

const onOff = (on: boolean) => (on ? 'on' : 'off')

function firstActions(committer: Committer, definition: Definition, txnId: string): Action[] {
  const time = committer.clock.now().getTime()
  return [
    commitInfo(time, 'CREATE TABLE', true, txnId),
    { protocol: protocolOf(definition.deletionVectors) },
    {
      metaData: {
        id: randomUUID(),
        name: committer.place.table,
        format: { provider: 'parquet', options: {} },
        schemaString: schemaString(definition.schema),
        partitionColumns: definition.partitionBy,
        configuration: configurationOf(definition),
        createdTime: time,
      },
    },
  ]
}

function configurationOf(definition: Definition): Record<string, string> {
  return {
    [PROPERTIES.inCommitTimestamps]: 'true',
    [PROPERTIES.checkpointInterval]: '10',
    ...(definition.changeFeed ? { [PROPERTIES.changeFeed]: 'true' } : {}),
    ...(definition.deletionVectors ? { [PROPERTIES.deletionVectors]: 'true' } : {}),
  }
}
