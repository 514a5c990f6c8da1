import { sql, type Transaction } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { compare, mended, seqsOf, type Work } from '../../governance/objections/extracts/compare.ts'
import { carryFindings } from '../../governance/objections/extracts/findings.ts'
import { departmentsOf, portionsOf } from '../../governance/objections/extracts/portions.ts'
import { byPlatform, withObjections } from '../../governance/objections/groups.ts'
import { beginObjectionStep, objectionWatermark } from '../../governance/objections/ledger/index.ts'
import { reprocessStep } from '../../governance/objections/reprocess_step.ts'
import {
  failureEvents,
  ITEMS,
  isOpenItem,
  openItems,
  standing,
} from '../../governance/objections/rows/index.ts'
import { withObjectionSteps } from '../../governance/objections/step_kinds.ts'
import { commitItems } from '../../governance/objections/steps.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import type { Extract, LedgerSchema, Reprocess } from '../../warehouse/ledger/index.ts'
import { itemColumns } from '../../warehouse/tables/index.ts'
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
      const stands = await tables.create(
        'stands',
        sql`from ${standing(sql`(select * from ${(await openItems(platform.lake, dataset.id)).events()} where starts_with(cause, 'rule:'))`)}`,
      )
      const events = await tables.create('events', differences(was, will, stands))
      const step = await beginObjectionStep(db, {
        ...{ dataset: dataset.id, kind: 'reprocess', subject: reprocess.id, at: platform.clock.now() },
      })
      const departments = await departmentRows(platform, dataset, after.extracts)
      const named = sql`(select e.*, coalesce(d.department, ${sql.lit(dataset.providingDepartment)}) as department,
        null::varchar as counterpart, substr(cause, 6) as rule from ${events} as e left join ${departments} as d on d.extract = e.extract)`
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
      const rows = sql`(select objection, item, key, extract, line, field, code, column_name, event, cause, content,
        ${sql.lit(dataset.id)} as dataset, ${sql.lit(dataset.foundation)} as foundation, by_extract from ${raised})`
      const also = (tx: Transaction<LedgerSchema>) =>
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
        const failed = await own.create(
          'failed',
          sql`select * exclude (rule, objection), 0::integer as objection from ${failureEvents(compared)}`,
        )
        const mends = await mended(work, compared, failed)
        const columns = sql`objection, item, key, extract, line, field, code, column_name, event, cause, content`
        const all = mends
          ? sql`(select ${columns} from ${failed} union all select ${columns} from ${mends})`
          : sql`(select ${columns} from ${failed})`
        const rows = sql`(select *, ${sql.lit(dataset.id)} as dataset, ${sql.lit(dataset.foundation)} as foundation,
          ${sql.lit(portion.last.seq)}::integer as by_extract from ${all})`
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
    const none = sql`(select ${sql.join(itemColumns().map(({ name, type }) => sql`cast(null as ${sql.raw(type)}) as ${sql.id(name)}`))} where false)`
    return await tables.create(name, sql`from ${standing(items.step === 0 && step === 0 ? none : events())}`)
  } finally {
    await shadow.remove()
  }
}

/** What is to happen to the objections' rows: columns of `standing`, `event`, the `objection` where there is one. */
function differences(was: Relation, will: Relation, stands: Relation): Relation {
  const open = (side: string) => isOpenItem(sql`${sql.id(side)}.event`)
  const columns = sql.join(
    ['cause', 'item', 'key', 'extract', 'line', 'field', 'code', 'column_name', 'content'].map((name) =>
      sql.id(name),
    ),
  )
  const closed = sql`select s.*, n.event as becomes, n.by_extract as becomes_by from ${stands} as s
    join ${was} as o on o.cause = s.cause and o.item = s.item
    left join ${will} as n on n.cause = s.cause and n.item = s.item
    where ${open('s')} and ${open('o')} and (n.event is null or not ${open('n')})`
  const opened = sql`select n.*, s.event as stood, s.objection as known from ${will} as n
    left join ${was} as o on o.cause = n.cause and o.item = n.item
    left join ${stands} as s on s.cause = n.cause and s.item = n.item
    where ${open('n')} and (o.event is null or not ${open('o')}) and (s.event is null or not ${open('s')})
      and not (s.event is not distinct from 'rejected' and s.content is not distinct from n.content)`
  return sql`select ${columns}, objection, coalesce(becomes_by, by_extract) as by_extract,
      case when becomes = 'fixed' then 'fixed' else 'withdrawn' end as event from (${closed})
    union all by name
    select ${columns}, case when stood in ('fixed', 'withdrawn') then known end as objection, by_extract,
      case when stood in ('fixed', 'withdrawn') then 'reopened' else 'open' end as event from (${opened})`
}

async function departmentRows(platform: Platform, dataset: Dataset, extracts: Extract[]): Promise<Relation> {
  const rows: Relation[] = [sql`(null::integer, null::varchar)`]
  for (const portion of portionsOf(extracts))
    for (const [seq, department] of await departmentsOf(platform, dataset, portion))
      if (seqsOf(portion).includes(seq)) rows.push(sql`(${sql.lit(seq)}, ${sql.lit(department)})`)
  return sql`(select * from (values ${sql.join(rows)}) as v(extract, department))`
}
