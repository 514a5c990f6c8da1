import { createHmac } from 'node:crypto'
import { platformKeys } from '../exchange/keys.ts'
import type { Platform } from './platform.ts'

/** Names a record in the audit log: equal for equal keys, unreadable without the platform's key. */
export async function pseudonym(platform: Pick<Platform, 'paths'>, subject: string): Promise<string> {
  const keys = await platformKeys(platform.paths.keys)
  return createHmac('sha256', keys.hashKeyFor('audit')).update(subject).digest('hex').slice(0, 16)
}
