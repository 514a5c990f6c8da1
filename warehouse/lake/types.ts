import type { Column } from '../engine/column.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { DeletionVector } from './deletion_vector/descriptor.ts'

/** A Parquet file that is part of a version. `path` is relative to the table, not URL-encoded. */
export interface DataFile {
  path: string
  partitionValues: Record<string, string | null>
  /** Bytes. */
  size: number
  /** Rows that are not deleted. */
  rows: number
  /** The partition value `bucket`, where the table has one. */
  bucket?: number | undefined
  /** Milliseconds since 1970, when it was committed. */
  modificationTime: number
  /** Delta statistics, JSON, of all rows in the file, deleted ones included. */
  stats?: string | undefined
  /** Which of its rows are deleted; undefined when none is. Opaque. */
  deletionVector?: DeletionVector | undefined
  /** It holds the first so many columns of the schema, the others are NULL; undefined: all. */
  columns?: number | undefined
}

/** A written file that no version holds yet. */
export interface StagedFile {
  path: string
  partitionValues: Record<string, string | null>
  size: number
  rows: number
  bucket?: number | undefined
  stats: string
  /** Columns of the table when it was written. */
  columns: number
}

/** Rows of one file that a commit will delete. */
export interface StagedDelete {
  /** The file as the snapshot has it. */
  file: DataFile
  /** Rows that go, those already deleted not counted. */
  rows: number
  /** All deleted rows of the file, old and new; null when no row is left and the file goes. */
  deletionVector: DeletionVector | null
}

/** One version of a table, whole. */
export interface Snapshot {
  version: number
  /** Commit time (in-commit timestamp). */
  timestamp: Date
  schema: Column[]
  partitionBy: string[]
  /** Sorted by path. */
  files: DataFile[]
  /** Highest transaction version per application id. */
  txns: Map<string, number>
  changeFeed: boolean
  deletionVectors: boolean
  /** The version whose definition this is: 0, or that of the last `create` that replaced it (`evolve: 'replace'`). */
  definedAt: number
  /** Where the positions of the deleted rows are; from `LakeTable.snapshot`. Opaque. */
  deleted?: DeletedRows | undefined
}

/** A file of positions, and the number under which each data file with a deletion vector stands in it. */
export interface DeletedRows {
  /** Path in the table. */
  path: string
  numbers: ReadonlyMap<string, number>
}

/** A commit of an application, by its number: numbers of an application rise. */
export interface Transaction {
  app: string
  version: number
}

/** A transaction that a table takes once. */
export interface Once extends Transaction {
  /** Delta operation name for the history. */
  operation: string
}

/** What became of a table whose rows were to be replaced. */
export interface Replaced {
  /** The version that has the rows. */
  version: number
  /** False: it had them before. */
  changed: boolean
}

/** What a commit does. Without `remove` and `deletes` it is a blind append, which never conflicts with other appends. */
export interface Change {
  add: StagedFile[]
  /** Files of `readVersion` that end; give it (even empty) whenever what is added depends on what was read. */
  remove?: DataFile[]
  /** Rows of files of `readVersion` that end, from `stageDeletes`. A file that is in `remove` too just goes. */
  deletes?: StagedDelete[]
  /**
   * Staged change rows, of every bucket that changed. When given, even empty, a bucket that is rewritten
   * without change rows has the same content as before, and readers of the feed see nothing of it. Left out,
   * the feed is derived from the files: every removed row deleted, every added row inserted.
   */
  cdc?: StagedFile[]
  readVersion: number
  txn: Transaction
  /** Delta operation name for the history, as `WRITE`. */
  operation: string
  /** Buckets the change was computed from; left out, with `remove` or `deletes`: the whole table. */
  readBuckets?: number[]
}

/** One line of a table's history. */
export interface Commit {
  version: number
  timestamp: Date
  operation: string
  txn: Transaction | null
  /** The first of the transactions that it stands for, where its files say so: one version may bring what several would. */
  first: number | null
  filesAdded: number
  filesRemoved: number
  rowsAdded: number
}

export interface StageOptions {
  /** Deterministic stem of the file names: letters, digits, `_ - .`. The content's digest is added to it. */
  name: string
  /** For partitioned tables: the query has the column `bucket`. One pass; the order of rows in a file is free. */
  partitionBy?: 'bucket'
  /** For partitioned tables: all rows belong to this bucket and the query has no column `bucket`. */
  bucket?: number
  /** Rows that readers skip or read together; left out, as many as the engine takes. */
  rowGroup?: number
  /** Order of rows within each file, for byte-equal files. With `partitionBy` it costs a second pass. */
  orderBy?: Expression
}

export interface CreateOptions {
  partitionBy?: string[]
  changeFeed?: boolean
  /** Lets `stageDeletes` delete single rows. Readers then need Delta reader version 3. */
  deletionVectors?: boolean
  /**
   * What may happen to a table that has another definition. `replace`, for tables that are derived from others:
   * one commit puts the new definition and removes all files; the owner fills the table again. `add`, for logs:
   * nullable columns may be new, wherever in `schema`; older rows have NULL in them. Left out: nothing.
   */
  evolve?: 'replace' | 'add'
}

/** How a table is written anew. */
export interface Rewrite {
  /** All rows of the table from then on, in the columns given; each part goes to files of its own stem. */
  parts: { name: string; rows: Relation }[]
  /** The version that the rows were made from. */
  readVersion: number
  txn?: Transaction
  /** Delta operation name for the history. */
  operation: string
}

export interface SelectOptions {
  files?: DataFile[]
  buckets?: number[]
  positions?: boolean
}

export interface Vacuumed {
  removed: number
  bytes: number
}

export interface CompactOptions {
  /** Column that has in each row the number of the transaction that brought it; default `_extract`. */
  column?: string
  /** Fewer files of one application and partition are left as they are; default 8. */
  fewest?: number
}

/** What a compaction did. */
export interface Compacted {
  /** The version that it made, or the latest where there was nothing to do. */
  version: number
  /** Files that went, and files in their place. */
  merged: number
  into: number
}

/** What a check of a table's files found. */
export interface Verified {
  /** Files that were looked at, and their bytes. */
  files: number
  bytes: number
  /** Those of which the content was compared with its digest. */
  read: number
  faults: FileFault[]
}

/**
 * A file that is not as it was written. `nameless`: its name holds no digest, so nothing of ours wrote it. `positions`:
 * it says of other rows that they are deleted.
 */
export interface FileFault {
  /** In the lake. */
  path: string
  fault: 'missing' | 'size' | 'content' | 'nameless' | 'positions'
}

export interface LakeTable {
  readonly name: string
  exists(): Promise<boolean>
  /**
   * Idempotent. `lake.schema_mismatch` when the table exists with another definition and `evolve` does not
   * allow the difference.
   */
  create(schema: Column[], options?: CreateOptions): Promise<void>
  /**
   * Puts other columns and other rows in the place of all there are, as one version: readers see the old or the new
   * table. Files of the same content stay. A transaction that is already in the table changes nothing. Who read an
   * earlier version and commits later gets `lake.conflict`, and so does this where `readVersion` is not the latest.
   */
  rewrite(session: Session, schema: Column[], how: Rewrite): Promise<number>
  /** The latest version, or the one asked for. Errors `lake.no_table`, `lake.version_unknown`, `lake.no_version_at`. */
  snapshot(at?: { version?: number; timestamp?: Date }): Promise<Snapshot>
  /**
   * A relation for FROM with all columns and the rows that are not deleted; typed and empty when there are no
   * files. `files` are files of the snapshot (`lake.file_not_in_snapshot`). With `positions` it also has
   * `_file VARCHAR` (path in the table) and `_row BIGINT` (position in the file, from 0), for `stageDeletes`.
   */
  select(snapshot: Snapshot, options?: SelectOptions): Relation
  /**
   * Writes the rows as Parquet files that no version holds yet. The query's columns are the table's, in any
   * order. The same rows in the same order give the same names and bytes; leftovers of dead processes go.
   */
  stage(session: Session, query: Relation, options: StageOptions): Promise<StagedFile[]>
  /** Like `stage`, for change rows: the query also has `_change_type`. */
  stageChanges(session: Session, query: Relation, options: StageOptions): Promise<StagedFile[]>
  /**
   * The deletion of the rows that `rows` names by `_file` and `_row`, as `select` with `positions` gives them;
   * twice is once. Writes nothing: vectors lie in the commit. The result is the same for the same rows.
   * Errors `lake.deletion_vectors_off`, `lake.row_unknown`.
   */
  stageDeletes(
    session: Session,
    snapshot: Snapshot,
    rows: Relation,
    options: { name: string },
  ): Promise<StagedDelete[]>
  /**
   * Publishes the change as one version and returns its number. A transaction that is already in the table
   * returns its version and changes nothing. Errors `lake.conflict` (transient: read again, rebuild),
   * `lake.txn_out_of_order`, `lake.staged_missing`.
   */
  commit(change: Change): Promise<number>
  /**
   * Commits what `bring` stages unless the table has the transaction, or a later one of its application: what was cut
   * off between its commits can start over. `bring` gets the version it changes, `before` or else the latest, and may
   * find that there is nothing to commit. Returns the version that has the transaction. Errors as of `commit`.
   */
  once(
    transaction: Once,
    bring: (before: Snapshot) => Promise<Omit<Change, 'readVersion' | 'txn' | 'operation'> | undefined>,
    before?: Snapshot,
  ): Promise<number>
  /** Appends rows under the transaction's own stem, once. Not for partitioned tables. */
  appendOnce(session: Session, rows: Relation, transaction: Once): Promise<number>
  /**
   * Puts rows in the place of all there are, as one version, unless they are the same in the same order. For tables
   * without partitions that `app` alone writes, under a lock of the caller's.
   */
  replaceIfChanged(session: Session, rows: Relation, how: Pick<Once, 'app' | 'operation'>): Promise<Replaced>
  /**
   * The rows that extracts brought to the latest version, as a relation like that of `select`: of their files nothing
   * else is read. `app` is the application of their transactions; in a table of all datasets it is the dataset.
   */
  ofExtract(seqs: number[], app?: string): Promise<Relation>
  /**
   * The rows that transactions brought to a version, as a relation like that of `select`.
   * @param column that has the number of a row's transaction, in tables that are compacted; default `_extract`
   */
  ofTransactions(snapshot: Snapshot, transactions: Transaction[], column?: string): Relation
  /**
   * Changes made by the versions `from` to `to`, both included: the table's columns, `_change_type` (insert,
   * update_preimage, update_postimage, delete), `_commit_version BIGINT`, `_commit_timestamp TIMESTAMPTZ`.
   */
  changes(from: number, to: number): Promise<Relation>
  /** Buckets that differ between two versions: what the versions after `from`, up to `to`, changed. */
  changedBuckets(from: number, to: number): Promise<Set<number>>
  history(): Promise<Commit[]>
  /**
   * Merges small files, of each partition and application by themselves, into fewer: the same rows, in a version of its
   * own that readers of changes do not see. Each row is written again a few times in the life of a table, however often
   * this is called. Rows of a transaction stay where `ofTransactions` finds them: files are left alone of which not every
   * row has in `column` the number of its transaction, and those that rows were deleted of. Whoever commits meanwhile
   * comes first; then nothing may be done.
   */
  compact(session: Session, options?: CompactOptions): Promise<Compacted>
  /** Removes files that no kept or recent version needs; see vacuum.ts. */
  vacuum(options: { retainHours: number; keepVersions: number[] }): Promise<Vacuumed>
  /**
   * Reads the files of the latest version and of `versions` and compares them with what the log says; see verify.ts.
   * @param options.since only what was written since then is read, of the rest only size and presence are looked at
   */
  verify(versions?: number[], options?: { since?: Date }): Promise<Verified>
}

export interface Lake {
  /** A table by name, as `std/household_registration`. Does no I/O. */
  table(name: string): LakeTable
  /** Names of the tables that are there, sorted. */
  names(): Promise<string[]>
}
