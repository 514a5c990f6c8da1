import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ShuyuanError } from '../../../core/errors.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { authorise, type Caller, type Gatekeeper, only } from './authorise.ts'
import {
  getTemplate,
  listOfCity,
  oneOfCity,
  postObjection,
  postWithdrawal,
  uploadObjections,
} from './city.ts'
import { acts, getSheet, listOfDepartment, oneOfDepartment, postAct, postAnswers } from './department.ts'

export const objectionLimits = { jsonBytes: 64 << 10, sheetBytes: 20 << 20 } as const

type Handler = (platform: Platform, caller: Caller, c: Context) => Promise<Response>

/** Objections: cities raise and follow them, departments answer them. */
export function addObjectionRoutes(
  app: OpenAPIHono,
  platform: Platform,
  gate: Gatekeeper,
  answer: (c: Context, error: unknown) => Response,
): void {
  const limit = (maxSize: number) =>
    bodyLimit({ maxSize, onError: (c) => answer(c, new ShuyuanError('http.too_large', { most: maxSize })) })
  const [json, sheet] = [limit(objectionLimits.jsonBytes), limit(objectionLimits.sheetBytes)]
  const as = (handler: Handler) => async (c: Context) =>
    handler(platform, await authorise(platform, gate, c), c)
  const ofCity = (handler: Handler) =>
    as(async (given, caller, c) => {
      only('city', caller)
      return handler(given, caller, c)
    })
  const byParty = (city: Handler, department: Handler) =>
    as((given, caller, c) => (caller.party.kind === 'city' ? city : department)(given, caller, c))
  app.get('/v1/objections', byParty(listOfCity, listOfDepartment))
  app.post('/v1/objections', json, ofCity(postObjection))
  app.post('/v1/objections/upload', sheet, ofCity(uploadObjections))
  app.get('/v1/objections/template', as(getTemplate))
  app.get('/v1/objections/sheet', as(getSheet))
  app.post('/v1/objections/answers', sheet, as(postAnswers))
  app.get('/v1/objections/:id', byParty(oneOfCity, oneOfDepartment))
  app.post('/v1/objections/:id/withdraw', json, ofCity(postWithdrawal))
  for (const act of Object.keys(acts) as (keyof typeof acts)[])
    app.post(
      `/v1/objections/:id/${act}`,
      json,
      as((given, caller, c) => postAct(given, caller, c, act)),
    )
}
