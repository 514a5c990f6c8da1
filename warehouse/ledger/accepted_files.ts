import type { Selectable } from 'kysely'
import { appendAudit } from './audit.ts'
import { clean } from './json.ts'
import { inTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import { refusePersonalData } from './personal_data.ts'
import type { AcceptedFilesTable } from './schema.ts'

/** An officer's decision to take a file of a drop folder before its day; of exactly this file, as it looks now. */
export type AcceptedFile = Omit<Selectable<AcceptedFilesTable>, 'mtimeNs'> & { mtimeNs: bigint }

/**
 * Records that a file may be taken, and who said so in the audit log. Saying so twice changes nothing.
 * @throws ShuyuanError `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export function acceptFile(db: LedgerDb, file: AcceptedFile): Promise<void> {
  const reason = refusePersonalData(file.reason)
  const { mtimeNs, ...rest } = file
  return inTransaction(db, async (tx) => {
    const added = await tx
      .insertInto('acceptedFiles')
      .values({ ...rest, path: clean(file.path), mtimeNs: String(mtimeNs), reason })
      .onConflict((conflict) => conflict.doNothing())
      .returning('path')
      .executeTakeFirst()
    if (!added) return
    const { officer, account: actor, acceptedAt: at, dataset: subject, path, size } = file
    const detail = { file: path, size, officer, reason }
    await appendAudit(tx, { at, actor, action: 'accept_file', subject, detail })
  })
}

/** True where somebody has said that this file, as it looks now, may be taken. */
export async function isAccepted(
  db: LedgerDb,
  file: Pick<AcceptedFile, 'path' | 'size' | 'mtimeNs'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('acceptedFiles')
    .select('path')
    .where('path', '=', clean(file.path))
    .where('size', '=', file.size)
    .where('mtimeNs', '=', String(file.mtimeNs))
    .executeTakeFirst()
  return row !== undefined
}
