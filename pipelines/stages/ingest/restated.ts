import type { Dataset } from '../../../catalog/dataset.ts'
import { acceptedRows } from '../../../governance/decisions/accepted.ts'
import { decisionsBefore, undoneDecisions } from '../../../governance/decisions/apply.ts'
import { endsOf, hasUnclearRows } from '../../../quality/ends/ends.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { withTemporaryTables } from '../../../warehouse/engine/temporary.ts'
import type { Change, LakeTable, Snapshot } from '../../../warehouse/lake/types.ts'
import type { Extract } from '../../../warehouse/ledger/extracts.ts'
import {
  failingOf,
  type LateLog,
  logBefore,
  openLateLog,
  stageLate,
  stateDump,
  takeBack,
} from '../../../warehouse/resolve/late.ts'
import type { Platform } from '../../platform.ts'

/** A late extract, and the log that it comes to. */
export interface Late {
  dataset: Dataset
  table: LakeTable
  /** The log without the extract. */
  snapshot: Snapshot
  /** What the extract brings to the log: std's columns without `bucket`. */
  rows: Relation
  /** The full dumps that were taken later and are in the log, in the order of their times. */
  dumps: Extract[]
  /** Stem of the names of the files that are written. */
  name: string
}

/**
 * What a late extract changes in the log: its own rows; and, of the same keys, the rows that each later full dump brings
 * now that the register before it is another. Rows that a dump brought before and would not bring now are deleted. What
 * the dumps said is read again from their rows as received, without those that were rejected, with the decisions of people
 * that were in force then; nothing is judged anew. A row that a person rescued begins where it would have, had the late
 * extract been there; one that was taken back stays taken back.
 */
export async function restated(
  platform: Platform,
  session: Session,
  late: Late,
): Promise<Pick<Change, 'add' | 'deletes' | 'remove'>> {
  const { dataset, name } = late
  const quarantine = platform.lake.table(`quarantine/${dataset.id}`)
  const dumps = late.dumps.map(({ seq }) => seq)
  const failing = failingOf(quarantine.select(await quarantine.snapshot()), dumps)
  // Which records are kept for a line that nobody can read depends on all that the dump does not have.
  const whole = await hasUnclearRows(session, dataset, failing)
  return withTemporaryTables(session, 'late', async (tables) => {
    const log = await openLateLog(platform.catalogue, session, tables, { ...late, failing, dumps, whole })
    for (const dump of late.dumps) await state(platform, log, dump, failing)
    await takeBack(log, await undoneDecisions(platform, dataset))
    return stageLate(log, late, name)
  })
}

/** Adds to the log what a dump brings to it. */
async function state(platform: Platform, log: LateLog, dump: Extract, failing: Relation): Promise<void> {
  const { session, dataset, keys } = log
  const quarantined = failingOf(failing, [dump.seq])
  await withTemporaryTables(session, 'late_dump', async (tables) => {
    const decisions = await decisionsBefore(platform, dataset, dump.seq)
    const judged = { dataset, extract: dump, quarantined, keys, decisions }
    const accepted = await acceptedRows(platform, session, tables, judged)
    const std = logBefore(log, dump)
    const given = { dataset, asOf: dump.asOf, accepted, quarantined, std }
    const { mentioned } = await endsOf(platform, session, tables, given)
    await stateDump(log, tables, dump, { accepted, quarantined, std, mentioned })
  })
}
