import type { Context } from 'hono'
import { type KnownGrants, mayUse, type Party, partyName, partyOfGrant } from '../../../access/index.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { recordFailedSignIn } from '../sign_in.ts'
import type { RequestRate } from './rate.ts'

/** Who may use the interface of objections, and how often. */
export interface Gatekeeper {
  grants: KnownGrants
  rate: RequestRate
}

/** Whoever asks, and the name under which the history knows what he did. */
export interface Caller {
  party: Party
  actor: string
}

/** @throws ShuyuanError `parties.unauthorised`, `parties.forbidden`, `http.too_many_requests` */
export async function authorise(
  platform: Platform,
  { grants, rate }: Gatekeeper,
  c: Context,
): Promise<Caller> {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  const grant = await grants.byToken(token, platform.clock.now())
  if (!grant) {
    await recordFailedSignIn(platform, c, token)
    throw new ShuyuanError('parties.unauthorised')
  }
  const party = partyOfGrant(grant)
  c.set('party', partyName(party))
  c.set('token', grant.id)
  rate.count(grant.id)
  if (!mayUse(grant, 'objections')) throw new ShuyuanError('parties.forbidden', { party: partyName(party) })
  return { party, actor: `${partyName(party)} ${grant.id}` }
}

/** @throws ShuyuanError `parties.forbidden` unless a party of `kind` asks */
export function only(kind: Party['kind'], { party }: Caller): string {
  if (party.kind !== kind) throw new ShuyuanError('parties.forbidden', { party: partyName(party) })
  return party.id
}
