import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import type { Platform } from '../../platform.ts'
import { answerEvents } from '../answers/answered_rows.ts'
import { dayOf } from '../days.ts'
import { byPlatform, withObjections } from '../groups.ts'
import { answerSteps, beginObjectionStep, countObjections } from '../ledger/index.ts'
import { failureEvents } from '../rows/index.ts'
import { settleStep } from '../settle.ts'
import { commitItems } from '../steps.ts'
import { compare, fails, mended, seqsOf, type Work } from './compare.ts'
import { objectToFindings } from './findings.ts'
import { departmentsOf, type Portion } from './portions.ts'
import { ruleVersions } from './rows.ts'

/**
 * Looks at one portion of a dataset's extracts: objects to its failing rows, mends those that pass, and records both.
 * Cut off anywhere, the same again ends the same. The caller holds the dataset's lock.
 */
export async function objectToPortion(platform: Platform, dataset: Dataset, portion: Portion): Promise<void> {
  const { db } = platform.ledger
  const step = await beginObjectionStep(db, {
    dataset: dataset.id,
    kind: 'extract',
    subject: portion.last.seq,
    at: platform.clock.now(),
  })
  const open = { dataset: dataset.id, open: true }
  const concerned =
    fails(portion) ||
    (await countObjections(db, { ...open, cause: 'rule' })) > 0 ||
    ((await answerSteps(db, dataset.id)).length > 0 && (await countObjections(db, open)) > 0)
  if (concerned) {
    const session = await platform.engine.session()
    const tables = new TemporaryTables(session, 'object')
    try {
      const rows = await itemsOfPortion({ platform, dataset, portion, session, tables })
      await commitItems(platform, session, step, rows)
    } finally {
      await tables.drop()
      session.close()
    }
  }
  await settleStep(platform, step, { extract: portion.last.seq }, (tx) =>
    objectToFindings(tx, platform, dataset, portion, byPlatform(platform)),
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
  const mends = await mended(work, compared, failed)
  const columns = sql`objection, item, key, extract, line, field, code, column_name, event, cause, content`
  const told = await tables.create(
    'told',
    sql`select ${columns} from ${failed}
    ${mends ? sql`union all select ${columns} from ${mends}` : sql``}`,
  )
  const shown = portion.applied ? await nowShown(platform, dataset.id, portion.last.seq) : undefined
  const all = shown
    ? sql`(select ${columns} from ${told} union all select ${columns} from ${shown} as s
        where not exists (select 1 from ${told} as t where t.cause = s.cause and t.item = s.item))`
    : told
  return sql`(select *, ${sql.lit(dataset.id)} as dataset, ${sql.lit(dataset.foundation)} as foundation,
    ${sql.lit(portion.last.seq)}::integer as by_extract from ${all})`
}

/** Rows that were answered as mended or off the register before, which extracts up to this one now show. */
async function nowShown(platform: Platform, dataset: string, upTo: number): Promise<Relation | undefined> {
  const events = await answerEvents(platform, dataset, { upTo })
  return events && sql`(select * from ${events} where event = 'fixed')`
}

async function departmentRows({ platform, dataset, portion }: Work): Promise<Relation> {
  const rows = [...(await departmentsOf(platform, dataset, portion))].map(
    ([extract, department]) => sql`(${sql.lit(extract)}, ${sql.lit(department)})`,
  )
  return sql`(select * from (values ${sql.join(rows)}) as v(extract, department))`
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
