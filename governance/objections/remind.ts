import { dayOf } from '../../core/day.ts'
import { workCalendar } from '../../core/workdays.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import type { Platform } from '../platform.ts'
import { dueDays } from './days.ts'
import { listObjections } from './ledger/list.ts'
import { moveObjection, setDueDays } from './ledger/move.ts'
import { addNotices, type Notice } from './ledger/notices.ts'
import type { Objection } from './ledger/record.ts'

/**
 * Reminds departments some working days before a deadline, and escalates (督办) what is past one: a notice for each
 * deadline and kind, given once. Returns how many were given.
 */
export async function remindAndEscalate(platform: Platform, foundation?: string): Promise<number> {
  const { db } = platform.ledger
  const at = platform.clock.now()
  const listed = await listObjections(db, { open: true, ...(foundation === undefined ? {} : { foundation }) })
  const open = await Promise.all(listed.map((objection) => withDeadlines(platform, objection)))
  const { workdays, objections } = platform.config
  const calendar = workCalendar(workdays)
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

/** The objection with the deadlines that could not be known when it was raised, once their year's calendar is there. */
async function withDeadlines(platform: Platform, objection: Objection): Promise<Objection> {
  if (objection.closeDue !== null) return objection
  const due = dueDays(platform, objection.reopened > 0 ? platform.clock.now() : objection.raisedAt)
  if (due.close === null) return objection
  await setDueDays(platform.ledger.db, objection.id, due)
  return { ...objection, acceptDue: due.accept, verifyDue: due.verify, closeDue: due.close }
}

/** What is left to be done on an objection, with its days. */
function openSteps({ state, acceptDue, verifyDue, closeDue }: Objection): [Notice['step'], string | null][] {
  const verified: [Notice['step'], string | null][] = [['close', closeDue]]
  if (state === 'verified') return verified
  if (state !== 'raised') return [['verify', verifyDue], ...verified]
  return [['accept', acceptDue], ['verify', verifyDue], ...verified]
}

function noticesFor(objection: Objection, at: Date, remindedFrom: (due: string) => string): Notice[] {
  const today = dayOf(at)
  const { id, department, raisedAt } = objection
  // Whoever heard of it today is not reminded of it today.
  if (today <= dayOf(raisedAt)) return []
  return openSteps(objection).flatMap(([step, due]): Notice[] => {
    if (due === null) return []
    const kind = today > due ? 'escalation' : today >= remindedFrom(due) ? 'reminder' : undefined
    return kind ? [{ objection: id, kind, department, step, at, due }] : []
  })
}
