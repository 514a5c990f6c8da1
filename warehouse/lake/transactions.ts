import { sql } from 'kysely'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { Change, DataFile, LakeTable, Once, Replaced, Snapshot, Transaction } from './types.ts'

const FILE_NAME = /-\d+-[0-9a-f]{16}\.parquet$/
/** Of a transaction, or of those that were merged: `ingest-000017`, `ingest-000001.000128`. */
const STEM = /^(.+)-(\d{6,})(?:\.(\d{6,}))?$/

/** Number of the last transaction of an application that a table has; 0: none. */
export function lastTransaction({ txns }: Pick<Snapshot, 'txns'>, app: string): number {
  return txns.get(app) ?? 0
}

/** True of a table that has the transaction. An application's transactions come in the order of their numbers. */
export function isCommitted(snapshot: Pick<Snapshot, 'txns'>, { app, version }: Transaction): boolean {
  return lastTransaction(snapshot, app) >= version
}

/**
 * Stem of the files that a transaction writes, as `ingest-000017`; of one that brings what several would have brought, from
 * `first` on, as `ingest-000012.000017`.
 */
export function stemOf({ app, version, first = version }: Transaction & { first?: number }): string {
  const [from, to] = [first, version].map((number) => String(number).padStart(6, '0'))
  return from === to ? `${app}-${to}` : `${app}-${from}.${to}`
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

/** The transactions of which a file may have rows: those of an application from one to another, or one alone. */
export interface FileTransactions {
  app: string
  first: number
  last: number
}

/** What the name of a file says of its transactions; undefined of a file that was not named after any. */
export function transactionsOf(file: Pick<DataFile, 'path'>): FileTransactions | undefined {
  const [, app, first, last = first] = STEM.exec(stemOfFile(file)) ?? []
  return app === undefined ? undefined : { app, first: Number(first), last: Number(last) }
}

/** Stem of the file in which files of one application are merged. */
export function mergedStem(files: Pick<DataFile, 'path'>[]): string {
  const all = files.flatMap((file) => transactionsOf(file) ?? [])
  const [first, last] = [
    Math.min(...all.map((each) => each.first)),
    Math.max(...all.map((each) => each.last)),
  ]
  return stemOf({ app: all[0]?.app ?? '', version: last, first })
}

/** The files that have rows of the transactions, in the order of the snapshot; merged ones have others too. */
export function filesOf({ files }: Pick<Snapshot, 'files'>, transactions: Transaction[]): DataFile[] {
  const versions = versionsByApp(transactions)
  return files.filter((file) => {
    const { app, first, last } = transactionsOf(file) ?? {}
    if (app === undefined || first === undefined || last === undefined) return false
    const wanted = versions.get(app)
    return first === last ? wanted?.has(first) : [...(wanted ?? [])].some((it) => it >= first && it <= last)
  })
}

/** The files that any transaction of an application wrote, in the order of the snapshot. */
export function filesOfApp({ files }: Pick<Snapshot, 'files'>, app: string): DataFile[] {
  return files.filter((file) => transactionsOf(file)?.app === app)
}

/** The rows that transactions brought; see `LakeTable.ofTransactions`. */
export function rowsOfTransactions(
  select: (files: DataFile[]) => Relation,
  snapshot: Pick<Snapshot, 'files'>,
  transactions: Transaction[],
  column: string,
): Relation {
  const files = filesOf(snapshot, transactions)
  const merged = files.filter(isMerged)
  if (merged.length === 0) return select(files)
  const parts = [...versionsByApp(transactions)].flatMap(([app, versions]) => {
    const own = filesOfApp({ files: merged }, app)
    const wanted = sql.join([...versions].map((version) => sql.lit(version)))
    return own.length === 0 ? [] : [sql`SELECT * FROM ${select(own)} WHERE ${sql.id(column)} IN (${wanted})`]
  })
  const whole = sql`SELECT * FROM ${select(files.filter((file) => !isMerged(file)))}`
  return sql`(${sql.join([whole, ...parts], sql` UNION ALL `)})`
}

/**
 * The rows of a table, by the stems of its files, that are not of the transactions of other files.
 * @param column that has the number of a row's transaction
 */
export function partsBesides(
  table: Pick<LakeTable, 'select'>,
  snapshot: Snapshot,
  others: Pick<DataFile, 'path'>[],
  column = '_extract',
): { name: string; rows: Relation }[] {
  const names = new Set(byStem(others).keys())
  const versions = others.flatMap((file) => transactionsOf(file)?.first ?? [])
  const besides = sql`${sql.id(column)} NOT IN (${sql.join(versions.map((version) => sql.lit(version)))})`
  return [...byStem(snapshot.files)].flatMap(([name, files]) => {
    if (names.has(name)) return []
    const rows = sql`SELECT * FROM ${table.select(snapshot, { files })}`
    return [
      { name, rows: files.some(isMerged) && versions.length > 0 ? sql`${rows} WHERE ${besides}` : rows },
    ]
  })
}

/** True of a file that has rows of several transactions. */
function isMerged(file: Pick<DataFile, 'path'>): boolean {
  const { first, last } = transactionsOf(file) ?? {}
  return first !== last
}

function versionsByApp(transactions: Transaction[]): Map<string, Set<number>> {
  const versions = new Map<string, Set<number>>()
  for (const { app, version } of transactions)
    versions.set(app, (versions.get(app) ?? new Set<number>()).add(version))
  return versions
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

/** How rows of extracts are appended. */
export interface AppendedExtracts {
  app: string
  /** Delta operation name for the history. */
  operation: string
  /** The rows of these extracts, with the number of each in `_extract`. */
  rows: (seqs: number[]) => Relation
}

/**
 * Appends the rows of extracts by one version, those of each once: extracts that the table has, as a commit that was cut
 * off from its further ones left it, are left out. One version stands for the transactions of all of them.
 * @param seqs rising
 */
export async function appendExtracts(
  table: Table,
  session: Session,
  seqs: number[],
  { app, operation, rows }: AppendedExtracts,
): Promise<void> {
  const before = await table.snapshot()
  const pending = pendingOf(before, app, seqs)
  const [first, version] = [pending[0], pending.at(-1)]
  if (first === undefined || version === undefined) return
  const once = { app, version, operation }
  const bring = async () => ({
    add: await table.stage(session, rows(pending), { name: stemOf({ app, version, first }) }),
  })
  await commitOnce(table, once, bring, before)
}

/** The extracts that a table does not have yet. */
export function pendingOf(snapshot: Pick<Snapshot, 'txns'>, app: string, seqs: number[]): number[] {
  return seqs.filter((version) => !isCommitted(snapshot, { app, version }))
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
