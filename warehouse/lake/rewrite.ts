import { randomUUID } from 'node:crypto'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import type { Session } from '../engine/session.ts'
import { type Committer, tryCommit } from './commit.ts'
import { addOf, commitInfo, removeOf } from './commit_actions.ts'
import { evolved } from './create.ts'
import { checkedSchema } from './schema.ts'
import { stageFiles } from './stage.ts'
import { snapshotOf } from './state.ts'
import type { Rewrite, StagedFile } from './types.ts'

/**
 * Replaces columns and rows of a table by one version; see `LakeTable.rewrite`. Files whose content is the same stay.
 */
export async function rewriteTable(
  committer: Committer,
  session: Session,
  columns: Column[],
  { parts, readVersion, txn, operation }: Rewrite,
): Promise<number> {
  const { place, reader, clock } = committer
  const state = await reader.latest()
  if (!state?.metaData) throw new ShuyuanError('lake.no_table', { table: place.table })
  const known = txn && state.txns.get(txn.app)
  if (known && known.version >= txn.version) return state.version
  const conflict = () =>
    new ShuyuanError('lake.conflict', {
      table: place.table,
      version: readVersion + 1,
      operation,
      reason: 'its rows were read before',
    })
  if (state.version !== readVersion) throw conflict()
  const have = snapshotOf(place, state)
  const { partitionBy, changeFeed, deletionVectors } = have
  const schema = checkedSchema(place.table, columns, partitionBy)
  const target = { place, schema, extra: [], partitionBy, folder: '' }
  const staged: StagedFile[] = []
  for (const { name, rows } of parts)
    staged.push(
      ...(await stageFiles(target, session, rows, {
        name,
        ...(partitionBy.length > 0 ? { partitionBy: 'bucket' as const } : {}),
      })),
    )
  const time = Math.max(clock.now().getTime(), state.time + 1)
  const paths = new Set(staged.map((file) => file.path))
  const kept = new Set(
    have.files.flatMap(({ path, deletionVector }) => (paths.has(path) && !deletionVector ? [path] : [])),
  )
  const definition = { schema, partitionBy, changeFeed, deletionVectors }
  const version = state.version + 1
  const txnId = randomUUID()
  const actions = [
    commitInfo(time, operation, false, txnId),
    ...(txn ? [{ txn: { appId: txn.app, version: txn.version, lastUpdated: time } }] : []),
    {
      metaData: evolved(
        state.metaData,
        { operation: 'REPLACE TABLE', definition },
        { version, columns: have.schema.length },
      ),
    },
    ...have.files
      .filter((file) => !kept.has(file.path))
      .map((file) => ({ remove: removeOf(state, file, time, true) })),
    ...staged
      .filter((file) => !kept.has(file.path))
      .map((file) => ({ add: { ...addOf(state, file, time), dataChange: true } })),
  ]
  if (!(await tryCommit(place, version, actions, txnId))) throw conflict()
  return version
}
