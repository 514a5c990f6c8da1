import { z } from '@hono/zod-openapi'
import { datasetOf, presentField } from '../../../../catalog/lookup.ts'
import { dayOf } from '../../../../core/day.ts'
import type { Locale } from '../../../../core/locale.ts'
import type { Followed } from '../../../../governance/objections/consumer/follow.ts'
import { consumerReasons, reasonOfCode } from '../../../../governance/objections/consumer/reasons.ts'
import type { ObjectionItem } from '../../../../governance/objections/items.ts'
import type { Objection } from '../../../../governance/objections/ledger/record.ts'
import type { Submission } from '../../../../governance/objections/ledger/submissions.ts'
import { problemWords } from '../../../../governance/objections/words.ts'
import type { Platform } from '../../../../pipelines/platform.ts'
import { maskKey } from '../../../../quality/mask_key.ts'
import {
  isOpen,
  type ObjectionState,
  objectionStates,
} from '../../../../warehouse/ledger/objection_states.ts'

const day = z.iso.date()
const instant = z.iso.datetime()
export const stateSchema = z.enum(objectionStates)

const dues = z.object({ accept: day.nullable(), verify: day.nullable(), close: day.nullable() })
export const eventSchema = z.object({
  ...{ at: instant, event: z.string(), state: stateSchema, reason: z.string().nullable() },
})

export const submissionSchema = z
  .object({
    id: z.uuid(),
    request: z.string(),
    rows: z.number().int(),
    submittedAt: instant,
    withdrawnAt: instant.nullable(),
    states: z.array(stateSchema).openapi({ description: 'states of its objections' }),
  })
  .openapi('Submission')

export const followedSchema = submissionSchema
  .omit({ states: true })
  .extend({
    objections: z.array(
      z.object({
        number: z.number().int(),
        department: z.string(),
        state: stateSchema,
        column: z.string().nullable(),
        reason: z.enum(consumerReasons).nullable(),
        due: dues,
        closedAt: instant.nullable(),
        rows: z
          .record(z.string(), z.number().int().optional())
          .openapi({ description: 'rows of this submission, by state' }),
        events: z.array(eventSchema),
      }),
    ),
  })
  .openapi('FollowedSubmission')

export const objectionSchema = z
  .object({
    number: z.number().int(),
    dataset: z.string(),
    field: z.string().nullable(),
    column: z.string().nullable(),
    cause: z.string(),
    problem: z.string(),
    raisedBy: z.string(),
    state: stateSchema,
    rows: z.object({ total: z.number().int(), open: z.number().int(), fixed: z.number().int() }),
    raisedAt: instant,
    due: dues,
    overdue: z.boolean(),
    closedAt: instant.nullable(),
    reopened: z.number().int(),
  })
  .openapi('Objection')

/** How a city sees what it submitted. */
function submissionView({ id, request, rows, at, withdrawnAt }: Submission) {
  return { id, request, rows, submittedAt: at.toISOString(), withdrawnAt: instantOf(withdrawnAt) }
}

export function listedView({ submission, states }: { submission: Submission; states: ObjectionState[] }) {
  return { ...submissionView(submission), states }
}

/** The same with what became of it: of its own rows, nothing of what others object to. */
export function followedView({ submission, objections }: Followed): z.input<typeof followedSchema> {
  return {
    ...submissionView(submission),
    objections: objections.map(({ objection, events, rows }) => ({
      number: objection.id,
      department: objection.department,
      state: objection.state,
      column: objection.columnName,
      reason: reasonOfCode(objection.code) ?? null,
      due: dueOf(objection),
      closedAt: instantOf(objection.closedAt),
      rows,
      events: events.map(eventView),
    })),
  }
}

/** How a department sees an objection to its data. */
export function objectionView(
  platform: Platform,
  objection: Objection,
  locale: Locale,
): z.input<typeof objectionSchema> {
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
      raisedAt: raisedAt.toISOString(),
      closedAt: instantOf(closedAt),
      reopened,
    },
    problem: problemWords(platform.catalogue, objection, locale),
    rows: { total: objection.itemsTotal, open: objection.itemsOpen, fixed: objection.itemsFixed },
    due: dueOf(objection),
    overdue: isOpen(state) && objection.closeDue !== null && objection.closeDue < dayOf(platform.clock.now()),
  }
}

export function eventView({ at, event, toState, reason }: Followed['objections'][number]['events'][number]) {
  return { at: at.toISOString(), event, state: toState, reason }
}

export function itemView({ key, extract, line, event }: ObjectionItem) {
  return { key: maskKey(key), extract, line, state: event }
}

function dueOf({ acceptDue, verifyDue, closeDue }: Pick<Objection, 'acceptDue' | 'verifyDue' | 'closeDue'>) {
  return { accept: acceptDue, verify: verifyDue, close: closeDue }
}

function instantOf(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}
