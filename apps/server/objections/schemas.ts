import { z } from '@hono/zod-openapi'
import { answerOutcomes } from '../../../governance/objections/answers/index.ts'
import { consumerReasons, submittedRowSchema } from '../../../governance/objections/consumer/index.ts'
import { objectionStates } from '../../../governance/objections/ledger/index.ts'

const day = z.iso.date()
const instant = z.iso.datetime()
const state = z.enum(objectionStates)

/** One row that a city objects to. */
export const objectSchema = submittedRowSchema
  .extend({ request: z.string().max(63), package: z.string().max(100).optional() })
  .openapi('NewObjection')

export const reasonSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) }).openapi('Reason')
export const optionalReasonSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(500).optional() })
  .openapi('OptionalReason')

export const listQuery = z.object({
  state: state.optional(),
  open: z.enum(['true', 'false']).optional(),
  dataset: z.string().max(63).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})
export const uploadQuery = z.object({
  request: z.string().max(63),
  package: z.string().max(100).optional(),
  result: z.enum(['xlsx']).optional().openapi({ description: 'what is wrong as a workbook, not as JSON' }),
})
export const templateQuery = uploadQuery
  .omit({ result: true })
  .extend({ lang: z.enum(['zh-CN', 'en']).optional() })
export const sheetQuery = z.object({
  dataset: z.string().max(63).optional(),
  lang: z.enum(['zh-CN', 'en']).optional(),
})
export const answersQuery = uploadQuery.pick({ result: true })

const dues = z.object({ accept: day.nullable(), verify: day.nullable(), close: day.nullable() })
const event = z.object({ at: instant, event: z.string(), state, reason: z.string().nullable() })

export const submissionSchema = z
  .object({
    id: z.uuid(),
    request: z.string(),
    rows: z.number().int(),
    submittedAt: instant,
    withdrawnAt: instant.nullable(),
    states: z.array(state).openapi({ description: 'states of its objections' }),
  })
  .openapi('Submission')

export const followedSchema = submissionSchema
  .omit({ states: true })
  .extend({
    objections: z.array(
      z.object({
        number: z.number().int(),
        department: z.string(),
        state,
        column: z.string().nullable(),
        reason: z.enum(consumerReasons).nullable(),
        due: dues,
        closedAt: instant.nullable(),
        rows: z
          .record(z.string(), z.number().int())
          .openapi({ description: 'rows of this submission, by state' }),
        events: z.array(event),
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
    state,
    rows: z.object({ total: z.number().int(), open: z.number().int(), fixed: z.number().int() }),
    raisedAt: instant,
    due: dues,
    overdue: z.boolean(),
    closedAt: instant.nullable(),
    reopened: z.number().int(),
  })
  .openapi('Objection')

export const objectionDetailSchema = objectionSchema
  .extend({
    awaitsConfirmation: z.boolean().openapi({
      description:
        'somebody said that the data are right against a mathematical check; a second person has to confirm',
    }),
    events: z.array(event.extend({ actor: z.string() })),
    said: z.array(z.string()).openapi({ description: 'what consumers wrote' }),
    items: z.array(
      z.object({
        key: z.string().openapi({ description: 'masked' }),
        extract: z.number().int().nullable(),
        line: z.number().int().nullable(),
        state: z.string(),
      }),
    ),
  })
  .openapi('ObjectionDetail')

export const listSchema = z
  .object({ objections: z.array(z.union([submissionSchema, objectionSchema])) })
  .openapi('Objections')

export const answeredSchema = z
  .object({
    applied: z.boolean().openapi({ description: 'false: the same sheet had been applied before' }),
    rows: z.number().int(),
    counts: z
      .record(z.enum([...answerOutcomes, 'awaitingResend', 'awaitingSecond']), z.number().int())
      .openapi({
        description:
          'rows that were ended, by outcome; awaitingResend, awaitingSecond: left open until a later batch shows them mended, or a second person confirms that they are right',
      }),
  })
  .openapi('Answered')
