import { actorOfGrant, authorise } from '../../access/authorise.ts'
import type { DepartmentGrant, Grant as GrantOfParty } from '../../access/grant.ts'
import { issueGrant } from '../../access/tokens.ts'
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
  return { grant: grant as Grant, token, queueKey }
}

/**
 * Holds that a grant is of a department that may post events to the dataset.
 * @throws ShuyuanError `events.unauthorised` without one, `events.forbidden` where it is for something else
 */
export function assertGranted(grant: GrantOfParty | undefined, dataset: string): asserts grant is Grant {
  authorise(actorOfGrant(grant), 'events.post', { id: dataset })
}
