import { inTransaction } from '../../warehouse/ledger/locks.ts'
import type { Platform } from '../platform.ts'
import { checkResent } from './answers/resent.ts'
import { closeStep } from './closed_rows.ts'
import { getObjection } from './ledger/list.ts'
import { moveObjection } from './ledger/move.ts'
import type { Objection } from './ledger/record.ts'
import { beginObjectionStep } from './ledger/steps.ts'
import { isMathematical } from './mathematical.ts'
import { withObjectionSteps } from './step_kinds.ts'

/** Who does it, and why. The reason is free text without personal data. */
export interface Act {
  actor: string
  reason?: string | undefined
}

/** The department takes the objection up. @throws ShuyuanError `ledger.unknown_objection`, `ledger.bad_transition` */
export function acceptObjection(platform: Platform, id: number, act: Act): Promise<Objection> {
  return moveObjection(platform.ledger.db, id, { ...act, event: 'accept', at: platform.clock.now() })
}

/** The department has looked into it: the data are wrong. @throws like `acceptObjection` */
export function verifyObjection(platform: Platform, id: number, act: Act): Promise<Objection> {
  return moveObjection(platform.ledger.db, id, { ...act, event: 'verify', at: platform.clock.now() })
}

/**
 * All its rows are mended, as a person says and a later batch shows; should they fail again, it is reopened.
 * @throws ShuyuanError `objections.not_resent`, else like `acceptObjection`
 */
export function correctObjection(platform: Platform, id: number, act: Act): Promise<Objection> {
  return close(platform, id, 'correct', act)
}

/**
 * The data are right, as the department says: the unchanged rows are not objected to again. Against a mathematical check
 * it is a claim that a second person must confirm (`confirmObjection`); until then the objection stays open.
 * @throws ShuyuanError `ledger.empty_text` without a reason, else like `acceptObjection`
 */
export function rejectObjection(
  platform: Platform,
  id: number,
  act: Act & { reason: string },
): Promise<Objection> {
  return close(platform, id, 'reject', act)
}

async function close(
  platform: Platform,
  id: number,
  kind: 'correct' | 'reject',
  act: Act,
): Promise<Objection> {
  const { db } = platform.ledger
  const { dataset, code } = await getObjection(db, id)
  await withObjectionSteps(platform, dataset, async () => {
    if (kind === 'correct') await checkResent(platform, id)
    if (kind === 'reject' && isMathematical(code)) return claimRight(platform, id, act)
    const at = platform.clock.now()
    const step = await inTransaction(db, async (tx) => {
      await moveObjection(tx, id, { ...act, event: kind, at })
      return beginObjectionStep(tx, { dataset, kind, subject: id, at })
    })
    await closeStep.take(platform, step)
  })
  return getObjection(db, id)
}

/** Records that the department says so, for a second person to confirm. */
async function claimRight({ ledger, clock }: Platform, id: number, act: Act): Promise<void> {
  const { itemsOpen } = await getObjection(ledger.db, id)
  const detail = { claim: 'right', rows: itemsOpen }
  const reason = act.reason ?? ''
  await moveObjection(ledger.db, id, { ...act, reason, event: 'progress', at: clock.now(), detail })
}
