import {
  addNotices,
  inTransaction,
  listObjections,
  moveObjection,
  type Notice,
  type Objection,
} from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'
import { calendarOf, dayOf } from './days.ts'

/**
 * Reminds departments some working days before a deadline, and escalates (督办) what is past one: a notice for each
 * deadline and kind, given once. Returns how many were given.
 */
export async function remindAndEscalate(platform: Platform, foundation?: string): Promise<number> {
  const { db } = platform.ledger
  const at = platform.clock.now()
  const open = await listObjections(db, { open: true, ...(foundation === undefined ? {} : { foundation }) })
  const { workdays, objections } = platform.config
  const calendar = calendarOf(workdays)
  const due = open.flatMap((objection) =>
    noticesFor(objection, at, (day) => calendar.addWorkingDays(day, -objections.remindBefore)),
  )
  if (due.length === 0) return 0
  return inTransaction(db, async (tx) => {
    const added = await addNotices(tx, due)
    for (const { objection, kind, step, due: day } of added) {
      const event = kind === 'reminder' ? 'remind' : 'escalate'
      const detail = { step, due: day }
      await moveObjection(tx, objection, { event, actor: 'platform', at, detail })
    }
    return added.length
  })
}

/** What is left to be done on an objection, with its days. */
function stepsLeft({ state, acceptDue, verifyDue, closeDue }: Objection): [Notice['step'], string][] {
  const verified: [Notice['step'], string][] = [['close', closeDue]]
  if (state === 'verified') return verified
  if (state !== 'raised') return [['verify', verifyDue], ...verified]
  return [['accept', acceptDue], ['verify', verifyDue], ...verified]
}

function noticesFor(objection: Objection, at: Date, remindedFrom: (due: string) => string): Notice[] {
  const today = dayOf(at)
  const { id, department, raisedAt } = objection
  // Whoever heard of it today is not reminded of it today.
  if (today <= dayOf(raisedAt)) return []
  return stepsLeft(objection).flatMap(([step, due]): Notice[] => {
    const kind = today > due ? 'escalation' : today >= remindedFrom(due) ? 'reminder' : undefined
    return kind ? [{ objection: id, kind, department, step, at, due }] : []
  })
}
