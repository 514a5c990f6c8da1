import {
  actorOfGrant,
  authorise,
  type DepartmentGrant,
  type Grant as GrantOfParty,
  issueGrant,
  type KnownGrants,
  knownGrants,
} from '../../access/index.ts'
import './locale.ts'

/** The right of a department to post events to some datasets. */
export type Grant = DepartmentGrant

/** What a department is handed, once: the bearer token, and the key for payloads in the queue. */
export interface Issued {
  grant: Grant
  token: string
  queueKey: string
}

/** Issues a token for events. Its file in `folder` is private to the platform's account. */
export async function issueToken(
  folder: string,
  options: { department: string; datasets: string[]; now: Date; until?: Date },
): Promise<Issued> {
  const { department, ...rest } = options
  const party = { kind: 'department', id: department } as const
  const { grant, token, queueKey = '' } = await issueGrant(folder, { ...rest, party, scopes: ['events'] })
  return { grant: forEvents(grant), token, queueKey }
}

/** Looks up grants for events; a token issued or withdrawn is noticed within two seconds. */
export interface Grants {
  /** Those for anything else too. */
  known: KnownGrants
  /** @throws ShuyuanError `events.unauthorised`, `events.forbidden` */
  byToken(token: string, now: Date): Promise<Grant>
  /** The grant that a queue payload names. @throws ShuyuanError `events.unauthorised`, `events.forbidden` */
  byId(id: string, now: Date): Promise<Grant>
}

export function openGrants(folder: string): Grants {
  const known = knownGrants(folder)
  return {
    known,
    byToken: async (token, now) => forEvents(await known.byToken(token, now)),
    byId: async (id, now) => forEvents(await known.byId(id, now)),
  }
}

/** @throws ShuyuanError `events.forbidden` unless the grant names the dataset */
export function assertGranted(grant: Grant, dataset: string): void {
  authorise(actorOfGrant(grant), 'events.post', { id: dataset })
}

function forEvents(grant: GrantOfParty | undefined): Grant {
  authorise(actorOfGrant(grant), 'events.post')
  return grant as Grant
}
