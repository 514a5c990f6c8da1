import type { Dataset } from '../../catalog/dataset.ts'
import { compare, correctedItems, seqsOf, type Work } from '../../governance/objections/extracts/compare.ts'
import { carryFindings } from '../../governance/objections/extracts/findings.ts'
import {
  currentRuleItems,
  differences,
  eventsOf,
  firstFailures,
} from '../../governance/objections/extracts/judged_again.ts'
import { departmentsOf, portionsOf } from '../../governance/objections/extracts/portions.ts'
import { byPlatform, withObjections } from '../../governance/objections/groups.ts'
import { beginObjectionStep, objectionWatermark } from '../../governance/objections/ledger/steps.ts'
import { reprocessStep } from '../../governance/objections/reprocess_step.ts'
import { failureEvents } from '../../governance/objections/rows/changes.ts'
import { currentItems, ITEMS, itemRows, openItems } from '../../governance/objections/rows/items.ts'
import { withObjectionSteps } from '../../governance/objections/step_kinds.ts'
import { commitItems } from '../../governance/objections/steps.ts'
import { everyRow, type Relation, rowsTogether } from '../../warehouse/engine/relation.ts'

import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { values } from '../../warehouse/engine/values.ts'
import type { Extract } from '../../warehouse/ledger/extracts.ts'
import type { Reprocess } from '../../warehouse/ledger/reprocesses.ts'
import { itemColumns } from '../../warehouse/tables/objections.ts'
import type { Platform } from '../platform.ts'
import { openShadow } from './shadow.ts'

/** A register as it stands, or as it will: its tables and the outcomes of its extracts. */
export interface World {
  platform: Platform
  extracts: Extract[]
}

/**
 * Brings objections to what the present rules say, before the rows are put in place: how the extracts would have left
 * them is worked out for the register as it stands and as it will be, and what differs is carried to the objections that
 * stand. What people decided about them stays. Repeated, it finds nothing left to do.
 */
export async function carryObjections(
  platform: Platform,
  dataset: Dataset,
  reprocess: Reprocess,
  { before, after }: { before: World; after: World },
): Promise<void> {
  const { db } = platform.ledger
  const looked = await objectionWatermark(db, dataset.id, 'extract')
  if (looked === 0) return
  await withObjectionSteps(platform, dataset.id, async () => {
    const session = await platform.engine.session()
    const tables = new TemporaryTables(session, 'again')
    try {
      const upTo = ({ seq }: Extract) => seq <= looked
      const work = { dataset, session, tables }
      const was = await workedOut({ ...work, ...before, extracts: before.extracts.filter(upTo), name: 'was' })
      const will = await workedOut({ ...work, ...after, extracts: after.extracts.filter(upTo), name: 'will' })
      const current = await tables.create(
        'stands',
        currentRuleItems((await openItems(platform.lake, dataset.id)).events()),
      )
      const events = await tables.create('events', differences(was, will, current))
      const step = await beginObjectionStep(db, {
        ...{ dataset: dataset.id, kind: 'reprocess', subject: reprocess.id, at: platform.clock.now() },
      })
      const departments = await departmentRows(platform, dataset, after.extracts)
      const named = eventsOf(dataset, events, departments)
      const raised = await withObjections(platform, session, named, ({ cause: _cause, ...group }) => ({
        ...group,
        cause: 'rule',
        same: {
          dataset: dataset.id,
          rule: group.rule,
          extract: looked,
          department: group.department,
          again: 'reprocess',
        },
        dataset: dataset.id,
        foundation: dataset.foundation,
        raisedBy: 'platform',
        extract: looked,
      }))
      const rows = itemRows(raised, dataset)
      const also = (tx: Parameters<typeof carryFindings>[0]) =>
        carryFindings(
          tx,
          platform,
          dataset,
          { before: before.extracts.filter(upTo), after: after.extracts.filter(upTo) },
          byPlatform(platform),
        )
      await reprocessStep.take(platform, step, { session, rows, also })
    } finally {
      await tables.drop()
      session.close()
    }
  })
}

/** How the failed rules of a register stand once its extracts were looked at in order. */
async function workedOut(
  input: World & Pick<Work, 'dataset' | 'session' | 'tables'> & { name: string },
): Promise<Relation> {
  const { dataset, session, tables, name } = input
  const shadow = await openShadow(input.platform, dataset, {
    name: `objections-${dataset.id}-${name}`,
    names: [ITEMS],
  })
  try {
    const platform = { ...input.platform, lake: shadow.lake }
    const items = await openItems(platform.lake, dataset.id)
    let step = 0
    for (const portion of portionsOf(input.extracts)) {
      step += 1
      const own = new TemporaryTables(session, `again_${name}`)
      try {
        const work: Work = { platform, dataset, portion, session, tables: own }
        const compared = await compare(work)
        const failed = await own.create('failed', firstFailures(failureEvents(compared)))
        const mends = await correctedItems(work, compared, failed)
        const rows = itemRows(rowsTogether(mends ? [failed, mends] : [failed]), dataset, portion.last.seq)
        const at = {
          dataset: dataset.id,
          step,
          kind: 'extract',
          subject: portion.last.seq,
          status: 'open',
        } as const
        await commitItems(platform, session, { ...at, at: portion.last.landedAt }, rows)
      } finally {
        await own.drop()
      }
    }
    const { events } = await openItems(platform.lake, dataset.id)
    const none = values(itemColumns(), [])
    return await tables.create(name, everyRow(currentItems(items.step === 0 && step === 0 ? none : events())))
  } finally {
    await shadow.remove()
  }
}

async function departmentRows(platform: Platform, dataset: Dataset, extracts: Extract[]): Promise<Relation> {
  const rows: { extract: number; department: string }[] = []
  for (const portion of portionsOf(extracts))
    for (const [extract, department] of await departmentsOf(platform, dataset, portion))
      if (seqsOf(portion).includes(extract)) rows.push({ extract, department })
  return values({ extract: 'INTEGER', department: 'VARCHAR' }, rows)
}
