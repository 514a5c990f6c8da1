import { z } from '@hono/zod-openapi'
import { actorFor, authorise } from '../../../../access/authorise.ts'
import { dayOf } from '../../../../core/day.ts'
import { followSubmission, listSubmitted } from '../../../../governance/objections/consumer/follow.ts'
import { listObjections } from '../../../../governance/objections/list.ts'
import { json } from '../../answers.ts'
import { route } from '../../route.ts'
import { detailOf, idParams, objectionDetailSchema, objectionOf } from './detail.ts'
import {
  followedSchema,
  followedView,
  listedView,
  objectionSchema,
  objectionView,
  stateSchema,
  submissionSchema,
} from './views.ts'

const listQuery = z.object({
  state: stateSchema.optional(),
  open: z.enum(['true', 'false']).optional(),
  dataset: z.string().max(63).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})

export const list = route({
  method: 'get',
  path: '/v1/objections',
  words: {
    'zh-CN': '盟市所提交的疑义（新的在前），或部门收到的疑义（旧的在前）',
    en: 'What a city submitted, or the objections to a department, newest or oldest first',
  },
  act: 'objections.read',
  rate: 'objections',
  query: listQuery,
  answers: {
    200: json(
      z.object({ objections: z.array(z.union([submissionSchema, objectionSchema])) }).openapi('Objections'),
      { 'zh-CN': '依令牌所属而定', en: 'by the kind of token' },
    ),
  },
  async handle({ platform, caller: { party }, locale, query }) {
    const { state, open, dataset, overdue, limit, offset } = query
    if (party.kind === 'city') {
      const found = await listSubmitted(platform, party, {
        ...{ limit, offset },
        ...(state ? { state } : {}),
        ...(open ? { open: open === 'true' } : {}),
      })
      return { status: 200, body: { objections: found.map(listedView) } }
    }
    const found = await listObjections(platform, {
      ...{ department: party.id, limit, offset },
      ...(state ? { states: [state] } : {}),
      ...(open === 'true' ? { open: true } : {}),
      ...(dataset ? { dataset } : {}),
      ...(overdue === 'true' ? { open: true, dueBefore: dayOf(platform.clock.now()) } : {}),
    })
    return { status: 200, body: { objections: found.map((each) => objectionView(platform, each, locale)) } }
  },
})

export const show = route({
  method: 'get',
  path: '/v1/objections/{id}',
  words: { 'zh-CN': '其中一项，含办理经过', en: 'One of them, with what happened to it' },
  act: 'objections.read',
  rate: 'objections',
  params: idParams,
  answers: {
    200: json(z.union([followedSchema, objectionDetailSchema]), {
      'zh-CN': '依令牌所属而定',
      en: 'by the kind of token',
    }),
  },
  refusals: ['objections.unknown_submission', 'objections.unknown'],
  async handle({ platform, caller: { party }, locale, params: { id } }) {
    if (party.kind === 'city')
      return { status: 200, body: followedView(await followSubmission(platform, party, id)) }
    const objection = authorise(actorFor(party), 'objection.read', await objectionOf(platform, id))
    return { status: 200, body: await detailOf(platform, objection.id, locale) }
  },
})
