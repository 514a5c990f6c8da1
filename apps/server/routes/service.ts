import { z } from '@hono/zod-openapi'
import { intakeHealth } from '../../../pipelines/events/health.ts'
import { json } from '../answers.ts'
import { askedLocale } from '../locale_for.ts'
import { route } from '../route.ts'

const healthSchema = z
  .object({ status: z.enum(['ok', 'degraded']), accepting: z.boolean(), failing: z.array(z.string()) })
  .openapi('Health')

export const health = route({
  method: 'get',
  path: '/health',
  words: {
    'zh-CN': '能否接收事件、是否正常发布',
    en: 'Whether events can be accepted and are being published',
  },
  act: 'public.read',
  answers: {
    200: json(healthSchema, { 'zh-CN': '正在接收', en: 'accepting' }),
    503: json(healthSchema, { 'zh-CN': '暂不接收', en: 'not accepting' }),
  },
  async handle({ platform, serving }) {
    const body = await intakeHealth(platform, serving.drainer)
    return { status: body.accepting ? 200 : 503, body }
  },
})

/** In Chinese for who asks for it, else in English, as most tools are. */
export const document = route({
  method: 'get',
  path: '/openapi.json',
  words: { 'zh-CN': '本说明', en: 'This document' },
  act: 'public.read',
  headers: z.object({ 'accept-language': z.string().optional() }),
  answers: {
    200: json(z.looseObject({ openapi: z.string(), paths: z.looseObject({}).optional() }), {
      'zh-CN': 'OpenAPI 3.1 文档',
      en: 'OpenAPI 3.1',
    }),
  },
  handle({ serving, headers }) {
    return { status: 200, body: { ...serving.document(askedLocale(headers['accept-language']) ?? 'en') } }
  },
})
