import { userInfo } from 'node:os'
import { appendAudit } from '../warehouse/ledger/audit.ts'
import type { Platform } from './platform.ts'

/** Adds a line to the audit log: who did what to which subject. `detail` holds identifiers and counts only. */
export async function record(
  platform: Platform,
  action:
    | 'publish'
    | 'deliver'
    | 'receipt'
    | 'trace'
    | 'query'
    | 'grant'
    | 'revoke'
    | 'candidates'
    | 'objections'
    | 'decide'
    | 'undo'
    | 'accept_rule'
    | 'withdraw_rule',
  subject: string,
  detail: Record<string, string | number>,
): Promise<void> {
  await appendAudit(platform.ledger.db, { at: platform.clock.now(), actor: actor(), action, subject, detail })
}

/** Who acts: the operating system's user; a number where it has no name. */
export function actor(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
