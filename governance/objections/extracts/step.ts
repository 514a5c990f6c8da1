import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { dayOf } from '../../../core/day.ts'
import { everyRow, type Relation, rowsTogether } from '../../../warehouse/engine/relation.ts'
import { withTemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { values } from '../../../warehouse/engine/values.ts'
import type { Platform } from '../../platform.ts'
import { stepKind } from '../../step.ts'
import { answerEvents } from '../answers/answered_rows.ts'
import { byPlatform, withObjections } from '../groups.ts'
import { answerSteps } from '../ledger/answers.ts'
import { countObjections } from '../ledger/list.ts'
import type { ObjectionStep } from '../ledger/steps.ts'
import { failureEvents } from '../rows/changes.ts'
import { itemRows } from '../rows/items.ts'
import { recordStepResult } from '../step_result.ts'
import { commitItems } from '../steps.ts'
import { compare, correctedItems, fails, seqsOf, type Work } from './compare.ts'
import { objectToFindings } from './findings.ts'
import { departmentsOf, nextPortion, type Portion } from './portions.ts'
import { ruleVersions } from './rows.ts'

/**
 * Looks at one portion of a dataset's extracts: objects to its failing rows, mends those that pass, and records both. What
 * was begun is found again from the extracts.
 */
export const extractStep = stepKind<ObjectionStep, Pick<Work, 'dataset' | 'portion'>>({
  async recall(platform, step) {
    const dataset = datasetOf(platform.catalogue, step.dataset)
    const portion = await nextPortion(platform, dataset, step)
    return portion ? { dataset, portion } : null
  },
  async commit(platform, step, { dataset, portion }) {
    if (!(await concerned(platform, dataset, portion))) return
    await platform.engine.withSession((session) =>
      withTemporaryTables(session, 'object', async (tables) => {
        const rows = await itemsOfPortion({ platform, dataset, portion, session, tables })
        await commitItems(platform, session, step, rows)
      }),
    )
  },
  record: (platform, step, { dataset, portion }) =>
    recordStepResult(platform, step, { extract: portion.last.seq }, (tx) =>
      objectToFindings(tx, platform, dataset, portion, byPlatform(platform)),
    ),
})

/** True where the portion may change how rows stand: some of it fail, or there is something to mend. */
async function concerned(platform: Platform, dataset: Dataset, portion: Portion): Promise<boolean> {
  const { db } = platform.ledger
  const open = { dataset: dataset.id, open: true }
  return (
    fails(portion) ||
    (await countObjections(db, { ...open, cause: 'rule' })) > 0 ||
    ((await answerSteps(db, dataset.id)).length > 0 && (await countObjections(db, open)) > 0)
  )
}

/** What the portion does to rows, in `itemColumns` without `step`. */
async function itemsOfPortion(work: Work): Promise<Relation> {
  const { platform, session, dataset, portion, tables } = work
  const compared = await compare(work)
  const events = await tables.create(
    'events',
    sql`select e.*, d.department, null::varchar as counterpart from ${failureEvents(compared)} as e
      join ${await departmentRows(work)} as d on d.extract = e.extract`,
  )
  const describe = await describing(work)
  const failed = await tables.create(
    'failed',
    sql`from ${await withObjections(platform, session, events, describe)}`,
  )
  const corrections = await correctedItems(work, compared, failed)
  const parts = corrections ? [failed, corrections] : [failed]
  const changes = await tables.create('told', everyRow(rowsTogether(parts)))
  const shown = portion.applied ? await nowShown(platform, dataset.id, portion.last.seq) : undefined
  const others =
    shown &&
    sql`(select * from ${shown} as s
      where not exists (select 1 from ${changes} as t where t.cause = s.cause and t.item = s.item))`
  return itemRows(others ? rowsTogether([changes, others]) : changes, dataset, portion.last.seq)
}

/** Rows that were answered as mended or off the register before, which extracts up to this one now show. */
async function nowShown(platform: Platform, dataset: string, upTo: number): Promise<Relation | undefined> {
  const events = await answerEvents(platform, dataset, { upTo })
  return events && sql`(select * from ${events} where event = 'fixed')`
}

async function departmentRows({ platform, dataset, portion }: Work): Promise<Relation> {
  const departments = await departmentsOf(platform, dataset, portion)
  return values(
    { extract: 'INTEGER', department: 'VARCHAR' },
    [...departments].map(([extract, department]) => ({ extract, department })),
  )
}

/** One objection per rule, department and portion. */
async function describing({
  platform,
  dataset,
  portion,
}: Work): Promise<Parameters<typeof withObjections>[3]> {
  const versions = await ruleVersions(platform, dataset, seqsOf(portion))
  const extract = portion.last.seq
  return ({ cause: _cause, ...group }) => ({
    ...group,
    cause: 'rule',
    same: { dataset: dataset.id, rule: group.rule, extract, department: group.department },
    dataset: dataset.id,
    foundation: dataset.foundation,
    raisedBy: 'platform',
    ruleVersion: versions.get(group.rule ?? '') ?? null,
    period: dayOf(portion.last.asOf).slice(0, 7),
    extract,
  })
}
