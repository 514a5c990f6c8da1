import { datasetOf, presentField } from '../../../catalog/lookup.ts'
import type { Locale } from '../../../core/locale.ts'
import { type Followed, reasonOfCode } from '../../../governance/objections/consumer/index.ts'
import {
  dayOf,
  type Objection,
  type ObjectionItem,
  problemWords,
} from '../../../governance/objections/index.ts'
import { isOpen, type ObjectionState, type Submission } from '../../../governance/objections/ledger/index.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { maskKey } from '../../../quality/index.ts'

/** How a city sees what it submitted. */
export function submissionView({ id, request, rows, at, withdrawnAt }: Submission) {
  return { id, request, rows, submittedAt: at, withdrawnAt }
}

export function listedView({ submission, states }: { submission: Submission; states: ObjectionState[] }) {
  return { ...submissionView(submission), states }
}

/** The same with what became of it: of its own rows, nothing of what others object to. */
export function followedView({ submission, objections }: Followed) {
  return {
    ...submissionView(submission),
    objections: objections.map(({ objection, events, rows }) => ({
      number: objection.id,
      department: objection.department,
      state: objection.state,
      column: objection.columnName,
      reason: reasonOfCode(objection.code) ?? null,
      due: dueOf(objection),
      closedAt: objection.closedAt,
      rows,
      events: events.map(({ at, event, toState, reason }) => ({ at, event, state: toState, reason })),
    })),
  }
}

/** How a department sees an objection to its data. */
export function objectionView(platform: Platform, objection: Objection, locale: Locale) {
  const { id, dataset, field, columnName, cause, raisedBy, state, raisedAt, closedAt, reopened } = objection
  return {
    ...{
      number: id,
      dataset,
      field: field && presentField(datasetOf(platform.catalogue, dataset), field),
      column: columnName,
      cause,
      raisedBy,
      state,
      raisedAt,
      closedAt,
      reopened,
    },
    problem: problemWords(platform.catalogue, objection, locale),
    rows: { total: objection.itemsTotal, open: objection.itemsOpen, fixed: objection.itemsFixed },
    due: dueOf(objection),
    overdue: isOpen(state) && objection.closeDue !== null && objection.closeDue < dayOf(platform.clock.now()),
  }
}

export function itemView({ key, extract, line, event }: ObjectionItem) {
  return { key: maskKey(key), extract, line, state: event }
}

function dueOf({ acceptDue, verifyDue, closeDue }: Pick<Objection, 'acceptDue' | 'verifyDue' | 'closeDue'>) {
  return { accept: acceptDue, verify: verifyDue, close: closeDue }
}
