import { sql, type Transaction } from 'kysely'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import { isOpen } from '../../warehouse/ledger/objection_states.ts'
import type { LedgerSchema } from '../../warehouse/ledger/schema.ts'
import type { Platform } from '../platform.ts'
import { dueDays } from './days.ts'
import { addItems, lockObjections, moveObjection, type ObjectionMove } from './ledger/move.ts'
import type { Objection } from './ledger/record.ts'
import { endObjectionStep, type ObjectionStep } from './ledger/steps.ts'
import { type ItemEvent, openItems } from './rows/items.ts'

type Counts = Record<ItemEvent, number>
const NONE: Counts = { open: 0, again: 0, reopened: 0, fixed: 0, withdrawn: 0, rejected: 0 }

/**
 * Records in the ledger what a step did to items, and ends the step: objections of which no row is left to be mended
 * are corrected, those of which a row fails again are reopened. Counted from the lake, so that a step that was cut
 * off before this ends the same.
 */
export async function recordStepResult(
  platform: Platform,
  step: ObjectionStep,
  detail: Record<string, string | number> = {},
  also: (tx: Transaction<LedgerSchema>) => Promise<void> = async () => {},
): Promise<void> {
  const counts = await countsOf(platform, step)
  const at = platform.clock.now()
  const due = dueDays(platform, at)
  await inTransaction(platform.ledger.db, async (tx) => {
    const added = new Map<number, Added>()
    for (const before of await lockObjections(tx, [...counts.keys()])) {
      const counted = counts.get(before.id) ?? NONE
      const items = await apply(tx, before, counted, { at, actor: 'platform', detail, due })
      if (items) added.set(before.id, items)
    }
    await addItems(tx, added)
    await also(tx)
    await endObjectionStep(tx, step)
  })
}

/** Rows of the step's items by objection and event. */
async function countsOf({ lake, engine }: Platform, step: ObjectionStep): Promise<Map<number, Counts>> {
  const items = await openItems(lake, step.dataset)
  const found = new Map<number, Counts>()
  if (items.step < step.step) return found
  const rows = await engine.rows<{ objection: number; event: ItemEvent; n: number }>(
    sql`select objection, event, count(*)::double as n from ${items.events(step.step)} group by all order by all`,
  )
  for (const { objection, event, n } of rows) {
    found.set(objection, { ...(found.get(objection) ?? NONE), [event]: n })
  }
  return found
}

type Common = Required<Pick<ObjectionMove, 'at' | 'actor' | 'detail' | 'due'>>

type Added = NonNullable<ObjectionMove['items']>

/** Carries counts to an objection; gives the items that are more or fewer of one to which nothing happens by them. */
async function apply(
  tx: Transaction<LedgerSchema>,
  before: Objection,
  counts: Counts,
  { due, ...common }: Common,
): Promise<Added | undefined> {
  const { id } = before
  const corrected = counts.fixed + counts.withdrawn
  const items = {
    total: counts.open,
    open: counts.open + counts.reopened - corrected - counts.rejected,
    fixed: corrected - counts.reopened,
  }
  const detail = { ...common.detail, ...nonZero(counts) }
  const fails = counts.open + counts.reopened + counts.again > 0
  const left = before.itemsOpen + items.open
  const move = (event: ObjectionMove['event'], more: Partial<ObjectionMove> = {}) =>
    moveObjection(tx, id, { ...common, event, detail, ...more })
  if (!isOpen(before.state)) {
    // A person closed it: the step only carries that to its rows.
    if (!fails) return items
    await move('reopen', { due, items })
    // What failed again may have been mended by the same extracts.
    if (left === 0 && corrected > 0) await move('correct')
    return undefined
  }
  const event = left === 0 && corrected > 0 ? 'correct' : corrected > 0 ? 'progress' : 'again'
  if (event === 'again' && counts.again + counts.reopened === 0) return items
  await move(event, { items })
  return undefined
}

/** The counts that are not 0, for the history. */
function nonZero(counts: Counts): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
