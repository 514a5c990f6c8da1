import { z } from '@hono/zod-openapi'
import type { ErrorCode } from '../../../../core/errors.ts'
import type { Text } from '../../../../core/locale.ts'
import {
  acceptObjection,
  correctObjection,
  rejectObjection,
  verifyObjection,
} from '../../../../governance/objections/act.ts'
import { applyAnswers } from '../../../../governance/objections/answers/apply.ts'
import { answerOutcomes } from '../../../../governance/objections/answers/outcomes.ts'
import { readAnswers } from '../../../../governance/objections/answers/read_sheet.ts'
import { writeAnswerSheet } from '../../../../governance/objections/answers/write_sheet.ts'
import type { Objection } from '../../../../governance/objections/ledger/record.ts'
import type { Platform } from '../../../../pipelines/platform.ts'
import { json, sheet } from '../../answers.ts'
import { jsonBody, sheetBody, workbook } from '../../body.ts'
import { route } from '../../route.ts'
import { detailOf, idParams, objectionDetailSchema, objectionOf } from './detail.ts'
import { languageSchema, resultAnswer, resultSchema, withResult } from './sheets.ts'

const answeredSchema = z
  .object({
    applied: z.boolean().openapi({ description: 'false: the same sheet had been applied before' }),
    rows: z.number().int(),
    counts: z
      .partialRecord(z.enum([...answerOutcomes, 'awaitingResend', 'awaitingSecond']), z.number().int())
      .openapi({
        description:
          'rows that were ended, by outcome; awaitingResend, awaitingSecond: left open until a later batch shows them mended, or a second person confirms that they are right',
      }),
  })
  .openapi('Answered')

/** The answer sheet of everything that the department still has to answer. */
export const getSheet = route({
  method: 'get',
  path: '/v1/objections/sheet',
  words: {
    'zh-CN': '部门待核处疑义的核处表',
    en: 'The answer sheet of what a department still has to answer',
  },
  act: 'objection.answer',
  rate: 'objections',
  query: z.object({ dataset: z.string().max(63).optional(), lang: languageSchema }),
  answers: { 200: sheet({ 'zh-CN': '待填写', en: 'to fill in' }) },
  async handle({ platform, caller, query: { dataset, lang }, locale }) {
    const asked = { department: caller.party.id, dataset, locale: lang ?? locale }
    return { status: 200, body: await workbook(platform, (path) => writeAnswerSheet(platform, path, asked)) }
  },
})

/** Applies a filled answer sheet, all of it or nothing. */
export const postAnswers = route({
  method: 'post',
  path: '/v1/objections/answers',
  words: {
    'zh-CN': '部门提交填好的核处表：整表生效，或全不生效',
    en: 'A department sends a filled answer sheet: all of it is applied, or nothing',
  },
  act: 'objection.answer',
  rate: 'objections',
  query: z.object({ result: resultSchema }),
  body: sheetBody,
  answers: {
    200: json(answeredSchema, { 'zh-CN': '已生效（本次或此前）', en: 'applied, now or before' }),
    422: resultAnswer,
  },
  refusals: ['objections.answers_refused', 'objections.no_answers'],
  handle({ platform, caller, query, body: file, locale }) {
    const department = caller.party.id
    return withResult({ platform, locale, query }, async () => {
      const answers = await readAnswers(platform, department, file)
      const applied = await applyAnswers(platform, { department, actor: caller.actor }, answers)
      const { isNew, rows, counts } = applied
      return { status: 200, body: { applied: isNew, rows, counts } }
    })
  },
})

const reason = z.string().trim().min(1).max(500)
const reasonSchema = z.strictObject({ reason }).openapi('Reason')
const optionalReasonSchema = z.strictObject({ reason: reason.optional() }).openapi('OptionalReason')

/** What a department may do to an objection to its data. */
export const acts = [
  actRoute('accept', optionalReasonSchema, acceptObjection, {
    'zh-CN': '部门受理疑义',
    en: 'A department takes an objection up',
  }),
  actRoute('verify', optionalReasonSchema, verifyObjection, {
    'zh-CN': '部门核实数据确有错误',
    en: 'A department has found that the data are wrong',
  }),
  actRoute(
    'correct',
    optionalReasonSchema,
    correctObjection,
    { 'zh-CN': '部门已更正全部所涉行', en: 'A department has mended all rows of an objection' },
    ['objections.not_resent'],
  ),
  actRoute('reject', reasonSchema, rejectObjection, {
    'zh-CN': '部门核实数据无误',
    en: 'A department has found that the data are right',
  }),
]

function actRoute<B extends { reason?: string | undefined }>(
  name: string,
  schema: z.ZodType<B>,
  act: (platform: Platform, id: number, by: B & { actor: string }) => Promise<Objection>,
  words: Text,
  refusals: ErrorCode[] = [],
) {
  return route({
    method: 'post',
    path: `/v1/objections/{id}/${name}`,
    words,
    act: 'objection.answer',
    rate: 'objections',
    params: idParams,
    body: jsonBody(schema),
    answers: { 200: json(objectionDetailSchema, { 'zh-CN': '已办理', en: 'done' }) },
    refusals: [
      ...(['objections.unknown', 'ledger.bad_transition', 'ledger.personal_data_in_text'] as const),
      ...refusals,
    ],
    object: ({ platform, params }) => objectionOf(platform, params.id),
    async handle({ platform, caller: { actor }, object: { id }, body, locale }) {
      await act(platform, id, { ...body, actor })
      return { status: 200, body: await detailOf(platform, id, locale) }
    },
  })
}
