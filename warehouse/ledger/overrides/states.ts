import { ShuyuanError } from '../../../core/errors.ts'
import type { OverrideStatus } from './schema.ts'

export type OverrideEvent = 'use' | 'revoke'

/** Every state × every event; `null`: refused. An override is used once, or taken back before. */
export const overrideTransitions: Record<OverrideStatus, Record<OverrideEvent, OverrideStatus | null>> = {
  open: { use: 'used', revoke: 'revoked' },
  used: { use: null, revoke: null },
  revoked: { use: null, revoke: null },
}

/** The state after `event`. @throws ShuyuanError `ledger.bad_transition` */
export function nextOverrideStatus(id: number, state: OverrideStatus, event: OverrideEvent): OverrideStatus {
  const next = overrideTransitions[state][event]
  if (!next) throw new ShuyuanError('ledger.bad_transition', { subject: `override ${id}`, state, event })
  return next
}
