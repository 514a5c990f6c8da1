import type { Transaction } from 'kysely'
import { isOpen, type LedgerSchema, lockObjection, moveObjection } from '../../../warehouse/ledger/index.ts'

/** Answered rows of one objection that were open, by outcome. */
export interface AnsweredObjection {
  objection: number
  corrected: number
  cancelled: number
  right: number
  other: number
  /** What was said, joined; null: nothing. */
  notes: string | null
}

const LONGEST_REASON = 500

/**
 * Moves an objection by the answers to its rows: closed once none is left, as rejected where the data are right in all
 * of them, else as corrected. One that stays open is accepted by being answered.
 */
export async function moveAnswered(
  tx: Transaction<LedgerSchema>,
  answered: AnsweredObjection,
  by: { actor: string; at: Date; number: number },
): Promise<void> {
  const { objection: id, corrected, cancelled, right, other, notes } = answered
  const before = await lockObjection(tx, id)
  if (!isOpen(before.state)) return
  const { number, ...rest } = by
  const reason = notes ? notes.slice(0, LONGEST_REASON) : undefined
  const detail = told({ answers: number, corrected, cancelled, right, other })
  const [fixed, closed] = [corrected + cancelled, corrected + cancelled + right]
  const move = { ...rest, reason, detail, items: { open: -closed, fixed } }
  const left = before.itemsOpen - closed
  if (left <= 0 && closed > 0) {
    await moveObjection(tx, id, { ...move, event: fixed > 0 ? 'correct' : 'reject' })
    return
  }
  if (before.state === 'raised') await moveObjection(tx, id, { ...rest, event: 'accept' })
  await moveObjection(tx, id, { ...move, event: 'progress' })
}

/** The counts that are not 0. */
function told(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
