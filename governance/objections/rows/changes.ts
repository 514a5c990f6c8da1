import { sql } from 'kysely'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { isOpenItem, openItemEvents } from './items.ts'

/** Temporary tables of one step. */
export interface Compared {
  /** As `failures` gives them. */
  failing: Relation
  /** As `currentItems` gives them, of the same dataset's failed rules. */
  current: Relation
}

/**
 * What failures do to rows: `open` one that nobody objects to, or whose content changed since the objection was
 * rejected; `again` one that is objected to and was sent again; `reopened` one that was mended. A row that was rejected
 * and is unchanged gives nothing. Columns of `failures`, `event` and, but for `open`, the `objection`.
 */
export function failureEvents({ failing, current }: Compared): Relation {
  const open = sql.join(openItemEvents.map((each) => sql.lit(each)))
  const sentAgain = sql`(s.extract is distinct from f.extract or s.line is distinct from f.line)`
  const event = sql`case when s.event is null then 'open' 
    when s.event in (${open}) then case when ${sentAgain} then 'again' end
    when s.event <> 'rejected' then 'reopened' when s.content is distinct from f.content then 'open' end`
  return sql`(select * from (
    select f.*, ${event} as event, case when ${event} <> 'open' then s.objection end as objection
    from ${failing} as f left join ${current} as s on s.cause = f.cause and s.item = f.item)
    where event is not null)`
}

/**
 * Rows that a delta mends: those of `failed` (as `failureEvents` gives them, with their objection) and of `current`
 * that a later row passes under the same name.
 */
export function correctedByDelta(
  { current }: Compared,
  failed: Relation,
  passed: Relation,
  newer: Relation,
): Relation {
  return sql`(select ${columnsOf('o')}, case when p.ended then 'withdrawn' else 'fixed' end as event
    from (
      select cause, item, objection, field, code, key, extract, line, content, column_name, place from ${failed}
      union all
      select cause, item, objection, field, code, key, extract, line, content, column_name, 0::bigint as place
      from ${current} as s
      where ${isOpenItem()} and ${newer} and not exists (select 1 from ${failed} as f where f.cause = s.cause and f.item = s.item)
    ) as o join ${passed} as p on p.item = o.item and p.place > o.place)`
}

/** Rows that a full dump mends: those that fail in it no more. `present`: keys that it has, in a column `key`. */
export function correctedByDump(
  { failing, current }: Compared,
  present: Relation,
  newer: Relation,
): Relation {
  return sql`(select ${columnsOf('s')},
      case when s.key is null or s.key in (select key from ${present}) then 'fixed' else 'withdrawn' end as event
    from ${current} as s
    where ${isOpenItem(sql`s.event`)} and ${newer}
      and not exists (select 1 from ${failing} as f where f.cause = s.cause and f.item = s.item))`
}

const COLUMNS = [
  'cause',
  'item',
  'objection',
  'field',
  'code',
  'key',
  'extract',
  'line',
  'content',
  'column_name',
]

function columnsOf(table: string): Relation {
  return sql.join(COLUMNS.map((name) => sql.id(table, name)))
}
