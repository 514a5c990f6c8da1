import { sql } from 'kysely'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { render } from '../../core/locale.ts'
import { inTransaction } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'
import { carryAnswers } from './answers/carry.ts'
import { redoDispute } from './dispute/index.ts'
import { objectToExtracts } from './extracts/index.ts'
import {
  endObjectionStep,
  getObjection,
  isOpen,
  moveObjection,
  type ObjectionStep,
  openObjectionStep,
} from './ledger/index.ts'
import { type ItemEvent, isOpenItem, openItems, standing } from './rows/index.ts'
import './locale.ts'
import { carryReopened } from './reopened_rows.ts'
import { settleStep } from './settle.ts'
import { commitItems } from './steps.ts'

/** Finishes the step of a process that died, where one was left. The caller holds the dataset's lock. */
export async function finishOpenStep(platform: Platform, dataset: string): Promise<void> {
  const step = await openObjectionStep(platform.ledger.db, dataset)
  if (!step) return
  const known = datasetOf(platform.catalogue, dataset)
  if (step.kind === 'extract') await objectToExtracts(platform, known)
  if (step.kind === 'release')
    await redoDispute(platform, foundationOf(platform.catalogue, known.foundation), dataset)
  // Without rows in the lake nothing happened yet: whoever makes the register again begins anew.
  if (step.kind === 'reprocess') await settleStep(platform, step, { reprocess: step.subject })
  if (step.kind === 'raise') await finishRaise(platform, step)
  if (step.kind === 'reject' || step.kind === 'correct') await carryToItems(platform, step)
  if (step.kind === 'answer') await carryAnswers(platform, step)
  if (step.kind === 'reopen') await carryReopened(platform, step)
}

/** What a person objected to is in the lake, or the request failed and the objection has no rows. */
async function finishRaise(platform: Platform, step: ObjectionStep): Promise<void> {
  if ((await openItems(platform.lake, step.dataset)).step >= step.step) return settleStep(platform, step)
  const { db } = platform.ledger
  const { state, itemsTotal } = await getObjection(db, step.subject)
  await inTransaction(db, async (tx) => {
    if (itemsTotal === 0 && isOpen(state))
      await moveObjection(tx, step.subject, {
        event: 'reject',
        actor: 'platform',
        at: platform.clock.now(),
        reason: render('zh-CN', 'objections.cut_off'),
      })
    await endObjectionStep(tx, step)
  })
}

/** Tells the rows of an objection that a person closed it. */
export async function carryToItems(platform: Platform, step: ObjectionStep): Promise<void> {
  const { lake, engine } = platform
  const { events } = await openItems(lake, step.dataset)
  const event: ItemEvent = step.kind === 'reject' ? 'rejected' : 'fixed'
  const rows = sql`(select * replace (${sql.lit(event)} as event) from ${standing(events())}
    where objection = ${sql.lit(step.subject)} and ${isOpenItem()})`
  await commitItems(platform, engine, step, rows)
  await settleStep(platform, step)
}
