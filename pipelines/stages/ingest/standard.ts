import type { Dataset } from '../../../catalog/dataset.ts'
import { type Ends, endsOf } from '../../../quality/ends/ends.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { withTemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { isCommitted, lastTransaction, pendingOf, stemOf } from '../../../warehouse/lake/transactions.ts'
import { type Extract, takenAfter } from '../../../warehouse/ledger/extracts.ts'
import { deltaRows, dumpRows, rowsOfDeltas, withoutExtract } from '../../../warehouse/resolve/log.ts'
import { stageRows } from '../../../warehouse/resolve/standard_rows.ts'
import type { Platform } from '../../platform.ts'
import { restated } from './restated.ts'

export interface AcceptedExtract {
  dataset: Dataset
  seq: number
  mode: 'full' | 'delta'
  asOf: Date
  accepted: Relation
  quarantined: Relation
  /** The override that lets a held extract pass: it may come after later ones. */
  override?: number | undefined
}

/**
 * Brings an extract to the log std/<dataset>, once: a delta's accepted rows, or what a full dump changes against the
 * state of the register when it was taken (see `dumpRows`). The first dump is all new. Where full dumps that were taken
 * later are there already, what they brought of the same records is stated again in the same commit (see `restated`), so
 * that the log is the one that the extracts would have made in order. Tells for which records the dump's lines leave a
 * doubt.
 */
export async function commitStandard(
  platform: Platform,
  session: Session,
  extract: AcceptedExtract,
): Promise<Ends['doubt']> {
  const { dataset, seq, mode, asOf, override } = extract
  const txn =
    override === undefined ? { app: 'ingest', version: seq } : { app: 'override', version: override }
  const table = platform.lake.table(`std/${dataset.id}`)
  const snapshot = await table.snapshot()
  const later = await takenAfter(
    platform.ledger.db,
    { dataset: dataset.id, asOf, seq },
    lastTransaction(snapshot, 'ingest'),
  )
  const compared = mode === 'full' && snapshot.files.length > 0
  const std = withoutExtract(table.select(snapshot), { asOf, seq }, later.length > 0)
  return withTemporaryTables(session, 'ends', async (tables) => {
    const ends = compared ? await endsOf(platform, session, tables, { ...extract, std }) : undefined
    if (isCommitted(snapshot, txn)) return ends?.doubt
    const rows = ends ? dumpRows({ ...extract, std, mentioned: ends.mentioned }) : deltaRows(extract)
    const dumps = later.filter((each) => each.mode === 'full')
    const name = stemOf(txn)
    const { add, ...change } =
      dumps.length > 0
        ? await restated(platform, session, { dataset, table, snapshot, rows, dumps, name })
        : { add: await stageRows(platform, session, table, dataset, rows, { name }) }
    await table.commit({
      add,
      // What a dump appends depends on what was read, so that it may not race with another writer.
      ...(compared ? { remove: [] } : {}),
      ...change,
      readVersion: snapshot.version,
      txn,
      operation: mode === 'full' ? 'MERGE' : 'APPEND',
    })
    return ends?.doubt
  })
}

/**
 * Brings several deltas to the log std/<dataset> by one version, each once: what each would have brought by itself. No full
 * dump in the log was taken later than any of them.
 * @param accepted rows of these extracts, and of others that do not come to the log
 */
export async function commitDeltas(
  platform: Platform,
  session: Session,
  dataset: Dataset,
  extracts: Pick<Extract, 'seq' | 'asOf'>[],
  accepted: Relation,
): Promise<void> {
  const table = platform.lake.table(`std/${dataset.id}`)
  const snapshot = await table.snapshot()
  const seqs = pendingOf(
    snapshot,
    'ingest',
    extracts.map(({ seq }) => seq),
  )
  const [first, version] = [seqs[0], seqs.at(-1)]
  if (first === undefined || version === undefined) return
  const pending = extracts.filter(({ seq }) => seqs.includes(seq))
  const rows = rowsOfDeltas(dataset, accepted, pending)
  const name = stemOf({ app: 'ingest', version, first })
  await table.commit({
    add: await stageRows(platform, session, table, dataset, rows, { name }),
    readVersion: snapshot.version,
    txn: { app: 'ingest', version },
    operation: 'APPEND',
  })
}
