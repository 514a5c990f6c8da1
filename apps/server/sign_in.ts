import type { Context } from 'hono'
import { actorOfGrant, anyone } from '../../access/authorise.ts'
import { partyOfGrant } from '../../access/grant.ts'
import { partyName } from '../../access/party.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { appendAudit } from '../../warehouse/ledger/audit.ts'
import { routeOf } from './log.ts'
import type { ServerParts } from './parts.ts'

const MOST_A_MINUTE = 60
const MINUTE_MS = 60_000

const windows = new WeakMap<Platform['ledger'], { from: number; count: number }>()

/** Who shows a token that is in force; anybody, where there is none. The log names who it is; a failed sign-in is audited. */
export async function signIn({ platform, grants }: ServerParts, c: Context) {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  const grant = await grants.byToken(token, platform.clock.now())
  if (!grant) {
    await recordFailedSignIn(platform, c, token)
    return { actor: anyone }
  }
  const party = partyOfGrant(grant)
  c.set('party', partyName(party))
  c.set('token', grant.id)
  return { actor: actorOfGrant(grant), party, token: grant.id }
}

/**
 * Keeps a failed sign-in in the audit log: the id that the token claims, never its secret. At most so many a minute, so that
 * guessing does not fill the log: the last of them says that more may follow.
 */
async function recordFailedSignIn(platform: Platform, c: Context, token: string): Promise<void> {
  const now = performance.now()
  const known = windows.get(platform.ledger)
  const window = known && now - known.from < MINUTE_MS ? known : { from: now, count: 0 }
  window.count += 1
  windows.set(platform.ledger, window)
  if (window.count > MOST_A_MINUTE) return
  const [, id = '-'] = /^syt_([0-9a-f]{12})_/.exec(token) ?? []
  await appendAudit(platform.ledger.db, {
    at: platform.clock.now(),
    actor: 'unknown',
    action: 'sign_in_failed',
    subject: id,
    detail: { route: routeOf(c), ...(window.count === MOST_A_MINUTE ? { more: true } : {}) },
  })
}
