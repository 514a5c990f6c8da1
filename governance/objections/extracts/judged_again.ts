import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { currentItems, isOpenItem } from '../rows/items.ts'

/** How the rows of objections of rules stand. */
export function currentRuleItems(events: Relation): Relation {
  return sql`from ${currentItems(sql`(select * from ${events} where starts_with(cause, 'rule:'))`)}`
}

/** Failures as the first events of objections that nobody raised yet. */
export function firstFailures(failures: Relation): Relation {
  return sql`select * exclude (rule, objection), 0::integer as objection from ${failures}`
}

/** Events with the department that each is put to. @param departments rows `extract, department` */
export function eventsOf(dataset: Dataset, events: Relation, departments: Relation): Relation {
  return sql`(select e.*, coalesce(d.department, ${sql.lit(dataset.providingDepartment)}) as department,
    null::varchar as counterpart, substr(cause, 6) as rule from ${events} as e left join ${departments} as d on d.extract = e.extract)`
}

/** What is to happen to the objections' rows: columns of `currentItems`, `event`, the `objection` where there is one. */
export function differences(was: Relation, will: Relation, stands: Relation): Relation {
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
