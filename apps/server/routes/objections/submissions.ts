import { z } from '@hono/zod-openapi'
import type { ErrorCode } from '../../../../core/errors.ts'
import { submittedRowSchema } from '../../../../governance/objections/consumer/check_rows.ts'
import { followSubmission, withdrawSubmission } from '../../../../governance/objections/consumer/follow.ts'
import { readSubmission } from '../../../../governance/objections/consumer/read_sheet.ts'
import { type Submitted, submitObjections } from '../../../../governance/objections/consumer/submit.ts'
import { writeTemplate } from '../../../../governance/objections/consumer/template.ts'
import type { Platform } from '../../../../pipelines/platform.ts'
import { json, sheet } from '../../answers.ts'
import { jsonBody, sheetBody, workbook } from '../../body.ts'
import { route } from '../../route.ts'
import { idParams } from './detail.ts'
import { languageSchema, resultAnswer, resultSchema, withResult } from './sheets.ts'
import { followedSchema, followedView } from './views.ts'

/** One row that a city objects to. */
export const objectSchema = submittedRowSchema
  .extend({ request: z.string().max(63), package: z.string().max(100).optional() })
  .openapi('NewObjection')

const templateQuery = z.object({
  request: z.string().max(63),
  package: z.string().max(100).optional(),
  lang: languageSchema,
})
const uploadQuery = templateQuery.omit({ lang: true }).extend({ result: resultSchema })

const raised = {
  201: json(followedSchema, { 'zh-CN': '已提出', en: 'raised' }),
  200: json(followedSchema, { 'zh-CN': '此前已用同一键提出', en: 'raised before, under the same key' }),
} as const
const ofDelivery = [
  'objections.unknown_delivery',
  'objections.key_not_sent',
  'objections.delivery_too_old',
  'exchange.refused',
] as const satisfies ErrorCode[]
const ofRows = [
  ...ofDelivery,
  ...(['objections.rows_refused', 'objections.no_rows', 'objections.key_reused'] as const),
]

/** A city objects to a row that it received. */
export const postObjection = route({
  method: 'post',
  path: '/v1/objections',
  words: { 'zh-CN': '盟市对收到的一行数据提出疑义', en: 'A city objects to a row that it received' },
  act: 'objections.raise',
  rate: 'objections',
  idempotency: 'http.bad_key',
  body: jsonBody(objectSchema),
  answers: raised,
  refusals: ofRows,
  async handle({ platform, caller, key, body: { request, package: packageId, ...row } }) {
    const sender = { ...caller, idempotencyKey: key }
    const rows = { request, package: packageId, rows: [row] }
    return raisedReply(platform, caller, await submitObjections(platform, sender, rows))
  },
})

/** A city objects to many rows, in a workbook. */
export const uploadObjections = route({
  method: 'post',
  path: '/v1/objections/upload',
  words: {
    'zh-CN': '盟市以工作簿对多行提出疑义：全部有效，或全不采纳',
    en: 'A city objects to many rows: all are right, or none is taken',
  },
  act: 'objections.raise',
  rate: 'objections',
  idempotency: 'http.bad_key',
  query: uploadQuery,
  body: sheetBody,
  answers: { ...raised, 422: resultAnswer },
  refusals: ofRows,
  handle({ platform, caller, key, query, body: file, locale }) {
    const { request, package: packageId } = query
    return withResult({ platform, locale, query }, async () => {
      const { rows, lines, faults } = await readSubmission(file)
      const lineOf = (at: number) => lines[at] ?? at + 1
      const sender = { ...caller, idempotencyKey: key }
      const sent = { request, package: packageId, rows, faults, lineOf }
      return raisedReply(platform, caller, await submitObjections(platform, sender, sent))
    })
  },
})

/** The workbook in which a city lists what it objects to. */
export const getTemplate = route({
  method: 'get',
  path: '/v1/objections/template',
  words: {
    'zh-CN': '盟市提出疑义用的工作簿，列出向其交付的数据项',
    en: 'The workbook in which a city lists what it objects to, with the elements that it was sent',
  },
  act: 'objections.raise',
  rate: 'objections',
  query: templateQuery,
  answers: { 200: sheet({ 'zh-CN': '待填写', en: 'to fill in' }) },
  refusals: ofDelivery,
  async handle({ platform, caller, query: { lang, ...asked }, locale }) {
    const wanted = { ...asked, city: caller.party.id, locale: lang ?? locale }
    return { status: 200, body: await workbook(platform, (path) => writeTemplate(platform, path, wanted)) }
  },
})

/** A city takes back what it submitted. */
export const withdraw = route({
  method: 'post',
  path: '/v1/objections/{id}/withdraw',
  words: { 'zh-CN': '盟市撤回所提交的疑义', en: 'A city takes back what it submitted' },
  act: 'submission.withdraw',
  rate: 'objections',
  params: idParams,
  answers: { 200: json(followedSchema, { 'zh-CN': '已撤回', en: 'withdrawn' }) },
  refusals: ['objections.unknown_submission', 'objections.already_closed'],
  async handle({ platform, caller: { party }, params }) {
    const { id } = await withdrawSubmission(platform, party, params.id)
    return { status: 200, body: followedView(await followSubmission(platform, party, id)) }
  },
})

async function raisedReply(
  platform: Platform,
  { party }: { party: Parameters<typeof followSubmission>[1] },
  { submission, isNew }: Submitted,
) {
  const body = followedView(await followSubmission(platform, party, submission.id))
  return { status: isNew ? 201 : 200, body } as { status: 200 | 201; body: typeof body }
}
