import type { Context } from 'hono'
import { ShuyuanError } from '../../../core/errors.ts'
import {
  AnswersRefused,
  applyAnswers,
  readAnswers,
  writeAnswerSheet,
} from '../../../governance/objections/answers/index.ts'
import { saidOf } from '../../../governance/objections/consumer/index.ts'
import {
  acceptObjection,
  claimOf,
  correctObjection,
  dayOf,
  getObjection,
  itemsOf,
  listObjections,
  rejectObjection,
  verifyObjection,
  writeResult,
} from '../../../governance/objections/index.ts'
import { isOpen } from '../../../governance/objections/ledger/index.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { localeFor } from '../locale_for.ts'
import { type Caller, only } from './authorise.ts'
import { jsonBody, withSheet } from './body.ts'
import { checked } from './query.ts'
import { answersQuery, listQuery, optionalReasonSchema, reasonSchema, sheetQuery } from './schemas.ts'
import { sheetResponse } from './sheet_response.ts'
import { itemView, objectionView } from './views.ts'

const MOST_ITEMS = 100

export async function listOfDepartment(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  const { state, open, dataset, overdue, limit, offset } = checked(listQuery, c.req.query())
  const found = await listObjections(platform, {
    ...{ department: only('department', caller), limit, offset },
    ...(state ? { states: [state] } : {}),
    ...(open === 'true' ? { open: true } : {}),
    ...(dataset ? { dataset } : {}),
    ...(overdue === 'true' ? { open: true, dueBefore: dayOf(platform.clock.now()) } : {}),
  })
  const locale = localeFor(c, platform.settings.locale)
  return c.json({ objections: found.map((each) => objectionView(platform, each, locale)) })
}

export async function oneOfDepartment(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  return c.json(await detailOf(platform, c, await idFor(platform, caller, c)))
}

/** What a department may do to an objection to its data. */
export const acts = {
  accept: acceptObjection,
  verify: verifyObjection,
  correct: correctObjection,
  reject: rejectObjection,
} as const

export async function postAct(
  platform: Platform,
  caller: Caller,
  c: Context,
  act: keyof typeof acts,
): Promise<Response> {
  const id = await idFor(platform, caller, c)
  const { actor } = caller
  if (act === 'reject') await rejectObjection(platform, id, { actor, ...(await jsonBody(c, reasonSchema)) })
  else await acts[act](platform, id, { actor, ...(await jsonBody(c, optionalReasonSchema)) })
  return c.json(await detailOf(platform, c, id))
}

/** The answer sheet of everything that the department still has to answer. */
export function getSheet(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  const department = only('department', caller)
  const { dataset, lang } = checked(sheetQuery, c.req.query())
  const locale = lang ?? localeFor(c, platform.settings.locale)
  return sheetResponse(platform, c, 200, (path) =>
    writeAnswerSheet(platform, path, { department, dataset, locale }),
  )
}

/** Applies a filled answer sheet, all of it or nothing. */
export async function postAnswers(platform: Platform, caller: Caller, c: Context): Promise<Response> {
  const department = only('department', caller)
  const { result } = checked(answersQuery, c.req.query())
  try {
    const { isNew, rows, counts } = await withSheet(platform, c, async (file) =>
      applyAnswers(
        platform,
        { department, actor: caller.actor },
        await readAnswers(platform, department, file),
      ),
    )
    return c.json({ applied: isNew, rows, counts })
  } catch (error) {
    if (!result || !(error instanceof AnswersRefused)) throw error
    const locale = localeFor(c, platform.settings.locale)
    return sheetResponse(platform, c, 422, (path) => writeResult(path, error.faults, locale))
  }
}

/** The objection that is asked for. @throws ShuyuanError `objections.unknown`, of another department too */
async function idFor(platform: Platform, caller: Caller, c: Context): Promise<number> {
  const department = only('department', caller)
  const id = /^[1-9]\d{0,8}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : 0
  const [found] = await listObjections(platform, { ids: [id], department })
  if (!found) throw new ShuyuanError('objections.unknown')
  return id
}

async function detailOf(platform: Platform, c: Context, id: number) {
  const objection = await getObjection(platform, id)
  const items = await itemsOf(platform, id, { limit: MOST_ITEMS })
  return {
    ...objectionView(platform, objection, localeFor(c, platform.settings.locale)),
    awaitsConfirmation: isOpen(objection.state) && claimOf(objection) !== undefined,
    events: objection.events.map(({ at, event, toState, reason, actor }) => ({
      ...{ at, event, state: toState, reason, actor },
    })),
    said: await saidOf(platform, objection),
    items: items.map(itemView),
  }
}
