import type { Selectable } from 'kysely'
import { z } from 'zod'
import { fromJson, toJson } from '../../../warehouse/ledger/json.ts'
import { inLockedTransaction } from '../../../warehouse/ledger/locks.ts'
import type { ObjectionSubmissionsTable } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'

const groupSchema = z.object({
  dataset: z.string(),
  column: z.string().nullable(),
  reason: z.string(),
  rows: z.number().int(),
  /** Objections that its rows are told to; empty until they are raised. */
  objections: z.array(z.number().int()),
})
/** Rows of a submission that go to one department for one reason. */
export type SubmissionGroup = z.infer<typeof groupSchema>

/** What a city submitted at once. */
export type Submission = Omit<Selectable<ObjectionSubmissionsTable>, 'groups'> & { groups: SubmissionGroup[] }

export type NewSubmission = Omit<Submission, 'number' | 'status' | 'withdrawnAt'>

/** Records a submission before it is carried out. Its number is that of its statements in the lake. */
export function openSubmission(db: LedgerDb, wanted: NewSubmission): Promise<Submission> {
  return inLockedTransaction(db, 'objections', 'submissions', async (tx) => {
    const last = await tx
      .selectFrom('objectionSubmissions')
      .select((eb) => eb.fn.max('number').as('number'))
      .executeTakeFirst()
    const row = await tx
      .insertInto('objectionSubmissions')
      .values({ ...wanted, number: (last?.number ?? 0) + 1, groups: toJson(wanted.groups) })
      .returningAll()
      .executeTakeFirstOrThrow()
    return fromRow(row)
  })
}

/** Keeps how far an open submission has come, and that it is done, or never reached the lake. */
export async function updateSubmission(
  db: LedgerDb,
  number: number,
  change: { groups?: SubmissionGroup[]; status?: 'done' | 'dropped'; withdrawnAt?: Date },
): Promise<Submission> {
  const { groups, ...rest } = change
  const row = await db
    .updateTable('objectionSubmissions')
    .set({ ...rest, ...(groups ? { groups: toJson(groups) } : {}) })
    .where('number', '=', number)
    .returningAll()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

export interface SubmissionFilter {
  party?: string
  id?: string
  idempotency?: string
  status?: 'open' | 'done'
  limit?: number
  offset?: number
}

/** Submissions, newest first; those that never reached the lake are left out. */
export async function listSubmissions(db: LedgerDb, filter: SubmissionFilter = {}): Promise<Submission[]> {
  let query = db
    .selectFrom('objectionSubmissions')
    .selectAll()
    .where('status', '<>', 'dropped')
    .orderBy('number', 'desc')
  if (filter.party !== undefined) query = query.where('party', '=', filter.party)
  if (filter.id !== undefined) query = query.where('id', '=', filter.id)
  if (filter.idempotency !== undefined) query = query.where('idempotency', '=', filter.idempotency)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.limit !== undefined) query = query.limit(filter.limit)
  if (filter.offset !== undefined) query = query.offset(filter.offset)
  return (await query.execute()).map(fromRow)
}

function fromRow(row: Selectable<ObjectionSubmissionsTable>): Submission {
  const place = { table: 'objection_submissions', record: String(row.number), column: 'groups' }
  return { ...row, groups: fromJson(z.array(groupSchema), row.groups, place) }
}
