import { authorise } from '../../access/authorise.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import { actAs } from '../officer.ts'
import type { Platform } from '../platform.ts'
import { actor } from '../record.ts'
import { answerStep } from './answers/carry.ts'
import { countAnswered } from './answers/count.ts'
import { moveAnswered } from './answers/move.ts'
import { answersOf } from './ledger/answers.ts'
import { getObjection } from './ledger/list.ts'
import { moveObjection } from './ledger/move.ts'
import type { Objection, ObjectionHistory } from './ledger/record.ts'
import { beginObjectionStep } from './ledger/steps.ts'
import './locale.ts'
import { closeStep } from './closed_rows.ts'
import { withObjectionSteps } from './step_kinds.ts'

/** What the department said of an objection as a whole, and who. */
export interface Claim {
  actor: string
  reason: string | null
}

/**
 * The claim that the data of an objection are right against a mathematical check, while it waits for a second person.
 * One from before it was reopened counts no more.
 */
export function claimOf({ events }: { events: ObjectionHistory[] }): Claim | undefined {
  const since = events.slice(events.findLastIndex(({ event }) => event === 'reopen') + 1)
  const claimed = since.findLast(({ detail }) => detail.claim === 'right')
  return claimed && { actor: claimed.actor, reason: claimed.reason }
}

/**
 * A second person confirms that the data are right against a mathematical check: an officer of jobs.config.ts with an
 * account, and not who said so first. Ends the objection, or the rows of it that were answered so.
 * @throws ShuyuanError `objections.nothing_to_confirm`, `objections.same_person`, those of `actAs`,
 *   `ledger.unknown_objection`
 */
export async function confirmObjection(
  platform: Platform,
  id: number,
  by: { officer: string; reason?: string | undefined },
): Promise<Objection> {
  actAs(platform, by.officer)
  const { dataset } = await getObjection(platform.ledger.db, id)
  await withObjectionSteps(platform, dataset, async () => {
    const claim = claimOf(await getObjection(platform.ledger.db, id))
    if (claim) await confirmClaim(platform, { id, dataset, claim, ...by })
    else await confirmAnswers(platform, { id, dataset, ...by })
  })
  return getObjection(platform.ledger.db, id)
}

interface Confirming {
  id: number
  dataset: string
  officer: string
  reason?: string | undefined
}

async function confirmClaim(
  platform: Platform,
  { id, dataset, claim, officer, reason }: Confirming & { claim: Claim },
): Promise<void> {
  checkOther(id, claim.actor)
  const at = platform.clock.now()
  const step = await inTransaction(platform.ledger.db, async (tx) => {
    const why = [claim.reason, reason].filter((each) => each).join('；')
    const move = { actor: actor(), reason: why, at, detail: { officer, claimed_by: claim.actor } }
    await moveObjection(tx, id, { ...move, event: 'reject' })
    return beginObjectionStep(tx, { dataset, kind: 'reject', subject: id, at })
  })
  await closeStep.take(platform, step)
}

/** Confirms what answer sheets said of its rows, one sheet after the other. */
async function confirmAnswers(
  platform: Platform,
  { id, dataset, officer, reason }: Confirming,
): Promise<void> {
  const { db } = platform.ledger
  const waiting = await countAnswered(platform, dataset, {})
  const numbers = waiting
    .filter(({ objection, awaitingSecond }) => objection === id && awaitingSecond > 0)
    .map(({ answers }) => answers)
  if (numbers.length === 0) throw new ShuyuanError('objections.nothing_to_confirm', { objection: id })
  for (const { actor: first } of await answersOf(db, numbers)) checkOther(id, first)
  for (const number of numbers) {
    const at = platform.clock.now()
    const found = await countAnswered(platform, dataset, { number, confirming: id })
    const step = await inTransaction(db, async (tx) => {
      for (const each of found) {
        const confirmed: Record<string, string | number> =
          each.objection === id ? { officer, confirmed: number } : {}
        await moveAnswered(tx, each, { actor: actor(), at, reason, detail: confirmed })
      }
      return beginObjectionStep(tx, { dataset, kind: 'answer', subject: number, at })
    })
    await answerStep.take(platform, step)
  }
}

function checkOther(id: number, first: string): void {
  authorise({ kind: 'account', account: actor() }, 'objection.confirm', { objection: id, first })
}
