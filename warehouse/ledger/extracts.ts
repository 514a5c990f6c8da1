import { type Selectable, sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { clean, fromJson, objectSchema, toJson } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { ExtractMode, ExtractStatus, ExtractsTable, formats } from './schema.ts'

/** The batch name of extracts that were accepted as events: none that a file's name can give. */
export const EVENTS_BATCH = '@events'

/** One landed file of a dataset. */
export type Extract = Omit<Selectable<ExtractsTable>, 'detail'> & { detail: Record<string, unknown> }

/** What is known of a file when it lands. */
export interface LandedFile {
  dataset: string
  department: string
  /** Of the file as received, lower-case hex. */
  sha256: string
  fileName: string
  bytes: number
  format: (typeof formats)[number]
  mode: ExtractMode
  asOf: Date
  batch?: string | null
  landedAt: Date
}

/**
 * Records a landed file and gives it the dataset's next number. The same bytes of the same mode and time again are the
 * same extract, whatever the file's name: `isNew` is false and nothing changes. What failed may be sent again, unless
 * somebody gave it up.
 * Safe against other processes landing at the same moment.
 */
export function recordExtract(db: LedgerDb, file: LandedFile): Promise<{ extract: Extract; isNew: boolean }> {
  return inLockedTransaction(db, 'extracts', file.dataset, async (tx) => {
    const known = await findExtractLike(tx, file)
    if (known) return { extract: known, isNew: false }
    return { extract: await insertExtract(tx, file), isNew: true }
  })
}

/** Records what a segment of events landed as, once; `file.batch` is that of events. */
export function recordSegment(
  db: LedgerDb,
  segment: string,
  file: LandedFile,
  places: { receipt: string; firstLine: number }[] = [],
): Promise<Extract> {
  return inLockedTransaction(db, 'extracts', file.dataset, async (tx) => {
    const { seq } = await tx
      .selectFrom('eventSegments')
      .select('seq')
      .where('segment', '=', segment)
      .executeTakeFirstOrThrow()
    if (seq !== null) return getExtract(tx, file.dataset, seq)
    const extract = await insertExtract(tx, file)
    await tx.updateTable('eventSegments').set({ seq: extract.seq }).where('segment', '=', segment).execute()
    if (places.length > 0) await tx.insertInto('eventLines').values(places).execute()
    return extract
  })
}

/** Records a file as the dataset's next extract; within the lock of `recordExtract`. */
export async function insertExtract(tx: LedgerDb, file: LandedFile): Promise<Extract> {
  const last = await tx
    .selectFrom('extracts')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('dataset', '=', file.dataset)
    .executeTakeFirst()
  const row = await tx
    .insertInto('extracts')
    .values({
      ...file,
      fileName: clean(file.fileName),
      batch: file.batch == null ? null : clean(file.batch),
      seq: (last?.seq ?? 0) + 1,
      detail: '{}',
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

/** How an extract fared. `received = accepted + quarantined` is checked by the database when it is ingested. */
export interface ExtractOutcome {
  status: Exclude<ExtractStatus, 'landed'>
  received?: number
  accepted?: number
  quarantined?: number
  warned?: number
  /** Digest of the rules that judged it. */
  ruleset?: string
  detail?: Record<string, unknown>
}

/** Notes that an extract is begun, and says for which time since it last came to a result. */
export async function beginExtract(db: LedgerDb, dataset: string, seq: number): Promise<number> {
  const [row] = await countAttempts(db, dataset, [seq], 1)
  if (!row) throw new ShuyuanError('ledger.unknown_extract', { dataset, seq })
  return row.attempts
}

/** Notes that extracts are begun together. */
export async function beginExtracts(db: LedgerDb, dataset: string, seqs: number[]): Promise<void> {
  await countAttempts(db, dataset, seqs, 1)
}

/** Takes back that extracts were begun: they ended for a reason that passes by itself, or each is begun alone. */
export async function forgiveExtracts(db: LedgerDb, dataset: string, seqs: number[]): Promise<void> {
  await countAttempts(db, dataset, seqs, -1)
}

function countAttempts(db: LedgerDb, dataset: string, seqs: number[], by: 1 | -1) {
  return db
    .updateTable('extracts')
    .set((eb) => ({ attempts: eb('attempts', '+', by) }))
    .where('dataset', '=', dataset)
    .where('seq', 'in', seqs)
    .returning('attempts')
    .execute()
}

/** Records how an extract fared. @throws ShuyuanError `ledger.unknown_extract` */
export async function finishExtract(
  db: LedgerDb,
  dataset: string,
  seq: number,
  outcome: ExtractOutcome,
): Promise<Extract> {
  const { detail, ...rest } = outcome
  const row = await db
    .updateTable('extracts')
    .set({ ...rest, attempts: 0, ...(detail ? { detail: toJson(detail) } : {}) })
    .where('dataset', '=', dataset)
    .where('seq', '=', seq)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_extract', { dataset, seq })
  return fromRow(row)
}

/** The extract of a dataset with this number. @throws ShuyuanError `ledger.unknown_extract` */
export async function getExtract(db: LedgerDb, dataset: string, seq: number): Promise<Extract> {
  const row = await extractsTable(db, dataset).where('seq', '=', seq).executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_extract', { dataset, seq })
  return fromRow(row)
}

/**
 * The extract of a file that has these bytes and stands for the same, if it landed before and did not fail, or was given up
 * for good. One that was withdrawn may come again.
 */
export async function findExtractLike(
  db: LedgerDb,
  file: Pick<LandedFile, 'dataset' | 'sha256' | 'mode' | 'asOf'>,
): Promise<Extract | undefined> {
  const row = await extractsTable(db, file.dataset)
    .where('sha256', '=', file.sha256)
    .where('mode', '=', file.mode)
    .where('asOf', '=', file.asOf)
    .where(
      sql<boolean>`(status not in ('failed', 'withdrawn') or (detail ? 'discarded' and not detail ? 'retriedAs'))`,
    )
    .where('batch', 'is distinct from', EVENTS_BATCH)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** A dataset's extracts in order, of one status where given. */
export async function listExtracts(
  db: LedgerDb,
  dataset: string,
  status?: ExtractStatus,
): Promise<Extract[]> {
  const all = extractsTable(db, dataset).orderBy('seq')
  const rows = await (status ? all.where('status', '=', status) : all).execute()
  return rows.map(fromRow)
}

/** How many extracts of each dataset stand how. */
export async function countExtracts(
  db: LedgerDb,
): Promise<{ dataset: string; status: ExtractStatus; extracts: number }[]> {
  const rows = await db
    .selectFrom('extracts')
    .select(({ fn }) => ['dataset', 'status', fn.countAll<string>().as('extracts')])
    .groupBy(['dataset', 'status'])
    .orderBy('dataset')
    .orderBy('status')
    .execute()
  return rows.map((row) => ({ ...row, extracts: Number(row.extracts) }))
}

/**
 * A dataset's extracts after number `seq`, in order, up to the first that is not processed yet; at most `limit`. Those that
 * were withdrawn are left out.
 */
export async function processedExtracts(
  db: LedgerDb,
  dataset: string,
  seq: number,
  limit: number,
): Promise<Extract[]> {
  const rows = await extractsTable(db, dataset)
    .where('seq', '>', seq)
    .where('status', '<>', 'withdrawn')
    .orderBy('seq')
    .limit(limit)
    .execute()
  const waiting = rows.findIndex(({ status }) => status === 'landed')
  return (waiting < 0 ? rows : rows.slice(0, waiting)).map(fromRow)
}

/** Numbers of a dataset's extracts before number `before` that were taken later than `asOf`. */
export async function overtakenBy(
  db: LedgerDb,
  dataset: string,
  before: number,
  asOf: Date,
): Promise<number[]> {
  const rows = await db
    .selectFrom('extracts')
    .select('seq')
    .where('dataset', '=', dataset)
    .where('seq', '<', before)
    .where('asOf', '>', asOf)
    .where('status', '<>', 'withdrawn')
    .execute()
  return rows.map(({ seq }) => seq)
}

/**
 * Extracts in a dataset's log that were taken later than this one, or at the same time and came later, in that order.
 * @param committed the last that was committed to the log in the order of numbers, though the ledger may not know it yet
 */
export async function takenAfter(
  db: LedgerDb,
  { dataset, asOf, seq }: Pick<Extract, 'dataset' | 'asOf' | 'seq'>,
  committed: number,
): Promise<Extract[]> {
  const rows = await extractsTable(db, dataset)
    .where((eb) => eb.or([eb('asOf', '>', asOf), eb.and([eb('asOf', '=', asOf), eb('seq', '>', seq)])]))
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'ingested'), eb('seq', '<', seq)]),
        eb.and([
          eb('status', 'in', ['ingested', 'landed']),
          eb('seq', '<=', committed),
          eb('seq', '<>', seq),
        ]),
      ]),
    )
    .orderBy('asOf')
    .orderBy('seq')
    .execute()
  return rows.map(fromRow)
}

/** The last extract of a dataset, of one status and mode and before number `before` where given. */
export async function lastExtract(
  db: LedgerDb,
  dataset: string,
  options: { status?: ExtractStatus; mode?: ExtractMode; before?: number } = {},
): Promise<Extract | undefined> {
  let query = extractsTable(db, dataset).orderBy('seq', 'desc').limit(1)
  if (options.status) query = query.where('status', '=', options.status)
  if (options.mode) query = query.where('mode', '=', options.mode)
  if (options.before !== undefined) query = query.where('seq', '<', options.before)
  const row = await query.executeTakeFirst()
  return row && fromRow(row)
}

/** When the newest ingested extract of these datasets was taken. */
export async function latestAsOf(db: LedgerDb, datasets: string[]): Promise<Date | undefined> {
  if (datasets.length === 0) return undefined
  const row = await db
    .selectFrom('extracts')
    .select('asOf')
    .where('dataset', 'in', datasets)
    .where('status', '=', 'ingested')
    .orderBy('asOf', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.asOf
}

const extractsTable = (db: LedgerDb, dataset: string) =>
  db.selectFrom('extracts').selectAll().where('dataset', '=', dataset)

function fromRow(row: Selectable<ExtractsTable>): Extract {
  const record = `${row.dataset} ${row.seq}`
  return {
    ...row,
    detail: fromJson(objectSchema, row.detail, { table: 'extracts', record, column: 'detail' }),
  }
}
