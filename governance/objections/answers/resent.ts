import { sql } from 'kysely'
import { ShuyuanError } from '../../../core/errors.ts'
import { listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'
import { getObjection } from '../ledger/list.ts'
import { objectionWatermark } from '../ledger/steps.ts'
import { currentItems, isOpenItem, openItems } from '../rows/items.ts'
import '../locale.ts'
import { provenRows } from './answered_rows.ts'

/**
 * Checks that every open row of an objection came again since it was objected to: accepted under its key with a changed
 * value, or off the register. One to an extract as a whole needs a later extract that was taken in.
 * @throws ShuyuanError `objections.not_resent`, `ledger.unknown_objection`
 */
export async function checkResent(platform: Platform, id: number): Promise<void> {
  const { dataset, extract, itemsOpen } = await getObjection(platform.ledger.db, id)
  const upTo = await objectionWatermark(platform.ledger.db, dataset, 'extract')
  const { events } = await openItems(platform.lake, dataset)
  const open = sql`(select * from ${currentItems(events())} where objection = ${sql.lit(id)} and ${isOpenItem()})`
  const proven = await provenRows(
    platform,
    dataset,
    sql`(select *, null::integer as resend from ${open})`,
    upTo,
  )
  const [counted] = await platform.engine.rows<{ total: number; shown: number }>(
    sql`select (select count(*)::double from ${open}) as total,
      (select count(*)::double from ${proven} where changed or ended) as shown`,
  )
  const { total = 0, shown = 0 } = counted ?? {}
  if (total === 0 ? await cameAgain(platform, dataset, extract) : shown >= total) return
  const rows = total === 0 ? itemsOpen : total - shown
  throw new ShuyuanError('objections.not_resent', { objection: id, rows, total: Math.max(total, itemsOpen) })
}

async function cameAgain({ ledger }: Platform, dataset: string, extract: number | null): Promise<boolean> {
  const taken = await listExtracts(ledger.db, dataset, 'ingested')
  return taken.some(({ seq }) => seq > (extract ?? 0))
}
