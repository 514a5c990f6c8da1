import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { Change, DataFile, LakeTable, Once, Replaced, Snapshot, Transaction } from './types.ts'

const FILE_NAME = /-\d+-[0-9a-f]{16}\.parquet$/
const VERSION = /^\d{6,}$/

/** Number of the last transaction of an application that a table has; 0: none. */
export function lastTransaction({ txns }: Pick<Snapshot, 'txns'>, app: string): number {
  return txns.get(app) ?? 0
}

/** True of a table that has the transaction. An application's transactions come in the order of their numbers. */
export function isCommitted(snapshot: Pick<Snapshot, 'txns'>, { app, version }: Transaction): boolean {
  return lastTransaction(snapshot, app) >= version
}

/** Stem of the files that a transaction writes, as `ingest-000017`. */
export function stemOf({ app, version }: Transaction): string {
  return `${app}-${String(version).padStart(6, '0')}`
}

/** The stem under which a file was staged: `ingest-000017` of `bucket=3/ingest-000017-0-<digest>.parquet`. */
export function stemOfFile({ path }: Pick<DataFile, 'path'>): string {
  return path.replace(/^.*\//, '').replace(FILE_NAME, '')
}

/** Files by the stem under which they were staged, in the order given. */
export function byStem<T extends Pick<DataFile, 'path'>>(files: T[]): Map<string, T[]> {
  const stems = new Map<string, T[]>()
  for (const file of files) {
    const stem = stemOfFile(file)
    stems.set(stem, [...(stems.get(stem) ?? []), file])
  }
  return stems
}

/** The files that the transactions wrote, in the order of the snapshot. */
export function filesOf({ files }: Pick<Snapshot, 'files'>, transactions: Transaction[]): DataFile[] {
  const wanted = new Set(transactions.map(stemOf))
  return files.filter((file) => wanted.has(stemOfFile(file)))
}

/** The files that any transaction of an application wrote, in the order of the snapshot. */
export function filesOfApp({ files }: Pick<Snapshot, 'files'>, app: string): DataFile[] {
  return files.filter((file) => {
    const stem = stemOfFile(file)
    return stem.startsWith(`${app}-`) && VERSION.test(stem.slice(app.length + 1))
  })
}

type Table = Pick<LakeTable, 'snapshot' | 'stage' | 'commit'>

/** See `LakeTable.once`. */
export async function commitOnce(
  table: Table,
  { operation, ...txn }: Once,
  bring: (before: Snapshot) => Promise<Omit<Change, 'readVersion' | 'txn' | 'operation'> | undefined>,
  before?: Snapshot,
): Promise<number> {
  const read = before ?? (await table.snapshot())
  if (isCommitted(read, txn)) return read.version
  const brought = await bring(read)
  return brought ? table.commit({ ...brought, readVersion: read.version, txn, operation }) : read.version
}

/** See `LakeTable.appendOnce`. */
export function appendOnce(table: Table, session: Session, rows: Relation, once: Once): Promise<number> {
  return commitOnce(table, once, async () => ({
    add: await table.stage(session, rows, { name: stemOf(once) }),
  }))
}

/** See `LakeTable.replaceIfChanged`. */
export async function replaceIfChanged(
  table: Table,
  session: Session,
  rows: Relation,
  { app, operation }: Pick<Once, 'app' | 'operation'>,
): Promise<Replaced> {
  const before = await table.snapshot()
  const add = await table.stage(session, rows, { name: app })
  if (samePaths(before.files, add)) return { version: before.version, changed: false }
  const version = await table.commit({
    add,
    remove: before.files,
    readVersion: before.version,
    txn: { app, version: before.version + 1 },
    operation,
  })
  return { version, changed: true }
}

/** Equal rows in equal order are written under equal names. */
function samePaths(before: { path: string }[], after: { path: string }[]): boolean {
  const paths = (files: { path: string }[]) => files.map(({ path }) => path).sort()
  return paths(before).join('\n') === paths(after).join('\n')
}
