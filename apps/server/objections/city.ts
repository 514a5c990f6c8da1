import type { Context } from 'hono'
import {
  followSubmission,
  listSubmitted,
  RowsRefused,
  readSubmission,
  submitObjections,
  withdrawSubmission,
  writeTemplate,
} from '../../../governance/objections/consumer/index.ts'
import { writeResult } from '../../../governance/objections/index.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { localeFor } from '../locale_for.ts'
import { type Caller, only } from './authorise.ts'
import { idempotencyKey, jsonBody, withSheet } from './body.ts'
import { checked } from './query.ts'
import { listQuery, objectSchema, templateQuery, uploadQuery } from './schemas.ts'
import { sheetResponse } from './sheet_response.ts'
import { followedView, listedView } from './views.ts'

/** A city objects to a row that it received. */
export async function postObjection(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  const key = idempotencyKey(c)
  const { request, package: packageId, ...row } = await jsonBody(c, objectSchema)
  const sender = { ...caller, idempotencyKey: key }
  const { submission, isNew } = await submitObjections(platform, sender, {
    request,
    package: packageId,
    rows: [row],
  })
  return c.json(
    followedView(await followSubmission(platform, caller.party, submission.id)),
    isNew ? 201 : 200,
  )
}

/** A city objects to many rows, in a workbook. */
export async function uploadObjections(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  const key = idempotencyKey(c)
  const { result, ...asked } = checked(uploadQuery, c.req.query())
  try {
    const { submission, isNew } = await withSheet(platform, c, async (file) => {
      const { rows, lines, faults } = await readSubmission(file)
      const lineOf = (at: number) => lines[at] ?? at + 1
      return submitObjections(
        platform,
        { ...caller, idempotencyKey: key },
        { ...asked, rows, faults, lineOf },
      )
    })
    return c.json(
      followedView(await followSubmission(platform, caller.party, submission.id)),
      isNew ? 201 : 200,
    )
  } catch (error) {
    if (!result || !(error instanceof RowsRefused)) throw error
    const locale = localeFor(c, platform.settings.locale)
    return sheetResponse(platform, c, 422, (path) => writeResult(path, error.faults, locale))
  }
}

/** The workbook in which a city lists what it objects to. */
export function getTemplate(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  const { lang, ...asked } = checked(templateQuery, c.req.query())
  const locale = lang ?? localeFor(c, platform.settings.locale)
  return sheetResponse(platform, c, 200, (path) =>
    writeTemplate(platform, path, { ...asked, city: only('city', caller), locale }),
  )
}

export async function listOfCity(platform: Platform, { party }: Caller, c: Context): Promise<Response> {
  const { state, open, limit, offset } = checked(listQuery, c.req.query())
  const found = await listSubmitted(platform, party, {
    ...{ limit, offset },
    ...(state ? { state } : {}),
    ...(open ? { open: open === 'true' } : {}),
  })
  return c.json({ objections: found.map(listedView) })
}

export async function oneOfCity(platform: Platform, { party }: Caller, c: Context): Promise<Response> {
  return c.json(followedView(await followSubmission(platform, party, c.req.param('id') ?? '')))
}

/** A city takes back what it submitted. */
export async function postWithdrawal(platform: Platform, { party }: Caller, c: Context): Promise<Response> {
  const { id } = await withdrawSubmission(platform, party, c.req.param('id') ?? '')
  return c.json(followedView(await followSubmission(platform, party, id)))
}
