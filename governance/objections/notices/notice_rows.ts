import { dayOf } from '../../../core/day.ts'
import { type Locale, render } from '../../../core/locale.ts'
import { workCalendar } from '../../../core/workdays.ts'
import { isOpen } from '../../../warehouse/ledger/objection_states.ts'
import type { Platform } from '../../platform.ts'
import { ifCovered } from '../days.ts'
import { listObjections } from '../ledger/list.ts'
import { listNotices, type Notice } from '../ledger/notices.ts'
import type { Objection } from '../ledger/record.ts'
import { datasetWords, fieldWords, problemWords } from '../words.ts'
import './locale.ts'

/** A notice that still stands: its objection is open. */
export interface OpenNotice {
  notice: Notice
  objection: Objection
  /** Working days after the deadline up to today; 0 before it, and where the calendar does not know today's year. */
  late: number
}

/**
 * Notices to a department whose objections are open, the most urgent first: escalations, then by deadline. Where there
 * is an escalation, the reminder before it is left out.
 */
export async function openNotices(platform: Platform, department: string): Promise<OpenNotice[]> {
  const { db } = platform.ledger
  const notices = await listNotices(db, { department })
  const ids = [...new Set(notices.map(({ objection }) => objection))]
  const open = new Map((await listObjections(db, { ids })).map((each) => [each.id, each]))
  const late = lateness(platform)
  const escalated = new Set(notices.filter(({ kind }) => kind === 'escalation').map(nameOf))
  return notices
    .filter((notice) => notice.kind === 'escalation' || !escalated.has(nameOf(notice)))
    .flatMap((notice) => {
      const objection = open.get(notice.objection)
      return objection && isOpen(objection.state) && isDue(notice, objection)
        ? [{ notice, objection, late: late(notice.due) }]
        : []
    })
    .sort((a, b) => orderOf(a) - orderOf(b) || (a.notice.due < b.notice.due ? -1 : 1))
}

export const noticeColumns = [
  'objection',
  'dataset',
  'field',
  'problem',
  'rows',
  'step',
  'due',
  'late',
  'raised_by',
] as const

/** The notice as a row of a sheet, in words. */
export function noticeRow(
  platform: Platform,
  { notice, objection, late }: OpenNotice,
  locale: Locale,
): string[] {
  const { catalogue } = platform
  return [
    String(objection.id),
    datasetWords(catalogue, objection.dataset, locale),
    fieldWords(catalogue, objection, locale),
    problemWords(catalogue, objection, locale),
    String(objection.itemsOpen),
    render(locale, `objections.step.${notice.step}`),
    notice.due,
    String(late),
    objection.raisedBy,
  ]
}

/** False of a step that was done meanwhile, or whose deadline was set anew. */
function isDue({ step, due }: Notice, objection: Objection): boolean {
  if (step === 'accept') return objection.state === 'raised' && objection.acceptDue === due
  if (step === 'verify') return objection.state !== 'verified' && objection.verifyDue === due
  return objection.closeDue === due
}

const nameOf = ({ objection, step, due }: Notice) => `${objection} ${step} ${due}`

function orderOf({ notice }: OpenNotice): number {
  return notice.kind === 'escalation' ? 0 : 1
}

function lateness({ config, clock }: Platform): (due: string) => number {
  const calendar = workCalendar(config.workdays)
  const today = dayOf(clock.now())
  return (due) => Math.max(0, ifCovered(() => calendar.workingDaysBetween(due, today)) ?? 0)
}
