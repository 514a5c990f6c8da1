import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import type { Platform } from '../platform.ts'
import type { Act } from './act.ts'
import { dueDays } from './days.ts'
import { getObjection } from './ledger/list.ts'
import { moveObjection } from './ledger/move.ts'
import type { Objection } from './ledger/record.ts'
import { beginObjectionStep } from './ledger/steps.ts'
import './locale.ts'
import { closedRows, reopenStep } from './reopened_rows.ts'
import { withObjectionSteps } from './step_kinds.ts'

/**
 * Takes up a closed objection again, with its rows and new deadlines. Rows that a later objection holds stay with it.
 * @throws ShuyuanError `ledger.unknown_objection`, `ledger.bad_transition`, `objections.nothing_to_reopen`
 */
export async function reopenObjection(
  platform: Platform,
  id: number,
  act: Act & { reason: string },
): Promise<Objection> {
  const { db } = platform.ledger
  const { dataset } = await getObjection(db, id)
  await withObjectionSteps(platform, dataset, async () => {
    const rows = await closedRows(platform, dataset, id)
    const [counted] = await platform.engine.rows<{ n: number; fixed: number }>(
      sql`select count(*)::double as n, (count(*) filter (event <> 'rejected'))::double as fixed from ${rows}`,
    )
    const { n = 0, fixed = 0 } = counted ?? {}
    if (n === 0) throw new ShuyuanError('objections.nothing_to_reopen', { objection: id })
    const at = platform.clock.now()
    const step = await inTransaction(db, async (tx) => {
      const items = { open: n, fixed: -fixed }
      await moveObjection(tx, id, { ...act, event: 'reopen', at, due: dueDays(platform, at), items })
      return beginObjectionStep(tx, { dataset, kind: 'reopen', subject: id, at })
    })
    await reopenStep.take(platform, step)
  })
  return getObjection(db, id)
}
