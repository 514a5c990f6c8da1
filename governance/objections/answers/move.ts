import type { Transaction } from 'kysely'
import { isOpen } from '../../../warehouse/ledger/objection_states.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'
import { lockObjection, moveObjection } from '../ledger/move.ts'

/** Rows of one objection that were open, by what was answered: what ended them first, then what is awaited. */
export interface AnsweredObjection {
  objection: number
  /** Number of the answers. */
  answers: number
  corrected: number
  cancelled: number
  right: number
  other: number
  /** Said to be mended or off the register, and no later batch shows it yet. */
  awaitingResend: number
  /** Said to be right against a mathematical check, and no second person confirmed it yet. */
  awaitingSecond: number
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
  by: { actor: string; at: Date; reason?: string | undefined; detail?: Record<string, string | number> },
): Promise<void> {
  const { objection: id, answers, corrected, cancelled, right, other, notes } = answered
  const { awaitingResend, awaitingSecond } = answered
  const before = await lockObjection(tx, id)
  if (!isOpen(before.state)) return
  const { actor, at } = by
  const why = [notes, by.reason].filter((each) => each).join('；')
  const reason = why === '' ? undefined : why.slice(0, LONGEST_REASON)
  const counts = nonZero({ answers, corrected, cancelled, right, other, awaitingResend, awaitingSecond })
  const detail = { ...counts, ...by.detail }
  const [fixed, closed] = [corrected + cancelled, corrected + cancelled + right]
  const move = { actor, at, reason, detail, items: { open: -closed, fixed } }
  const left = before.itemsOpen - closed
  if (left <= 0 && closed > 0) {
    await moveObjection(tx, id, { ...move, event: fixed > 0 ? 'correct' : 'reject' })
    return
  }
  if (before.state === 'raised') await moveObjection(tx, id, { actor, at, event: 'accept' })
  await moveObjection(tx, id, { ...move, event: 'progress' })
}

/** The counts that are not 0. */
function nonZero(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
