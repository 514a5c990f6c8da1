import type { Context } from 'hono'
import { actorOfGrant, anyone } from '../../access/authorise.ts'
import { partyOfGrant } from '../../access/grant.ts'
import { partyName } from '../../access/party.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { appendAudit } from '../../warehouse/ledger/audit.ts'
import { routeOf } from './log.ts'
import type { ServerParts } from './parts.ts'
import { minuteCount } from './rate.ts'

const MOST_A_MINUTE = 60

const failures = new WeakMap<Platform['ledger'], () => number>()

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
  const counted = failures.get(platform.ledger) ?? minuteCount()
  failures.set(platform.ledger, counted)
  const count = counted()
  if (count > MOST_A_MINUTE) return
  const [, id = '-'] = /^syt_([0-9a-f]{12})_/.exec(token) ?? []
  await appendAudit(platform.ledger.db, {
    at: platform.clock.now(),
    actor: 'unknown',
    action: 'sign_in_failed',
    subject: id,
    detail: { route: routeOf(c), ...(count === MOST_A_MINUTE ? { more: true } : {}) },
  })
}
