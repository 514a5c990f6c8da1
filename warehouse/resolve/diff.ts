import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnsWhere } from '../engine/functions.ts'
import type { Relation } from '../engine/relation.ts'

export interface DiffInput {
  foundation: Foundation
  /** Base rows before and after, with or without `bucket`. */
  previous: Relation
  next: Relation
  /**
   * `content` (default): a record that only came again in another extract or line has not changed, so that a
   * daily full dump of an unchanged register sends nothing to anyone. `all`: its origin counts too.
   */
  compare?: 'content' | 'all'
}

/**
 * The changes that lead from `previous` to `next`, for the change feed: base rows without `bucket`, and
 * `_change_type` insert, delete, update_preimage or update_postimage; ordered by key, old image first.
 */
export function diff(input: DiffInput): Relation {
  const key = sql.id(input.foundation.key)
  const ignored = input.compare === 'all' ? ['bucket'] : ['bucket', 'origin']
  const side = (rows: Relation) => sql`(
    select ${key}, row(*${columnsBut(ignored)}) as content from ${rows})`
  const images = (rows: Relation, but: string, type: Relation) => sql`
    select ${columnsBut(['bucket', '_change'])}, ${type} as _change_type
    from ${rows} join changed using (${key}) where _change <> ${sql.lit(but)}`
  const image = (name: string) => sql`case _change when 'update' then ${sql.lit(name)} else _change end`
  return sql`(with changed as materialized (
      select ${key}, case when p.content is null then 'insert' when n.content is null then 'delete' else 'update' end as _change
      from ${side(input.previous)} as p full join ${side(input.next)} as n using (${key})
      where p.content is distinct from n.content)
    select * from (${images(input.previous, 'insert', image('update_preimage'))}
      union all by name ${images(input.next, 'delete', image('update_postimage'))})
    order by ${key}, _change_type desc)`
}

function columnsBut(names: string[]): Relation {
  return columnsWhere((name) => sql`${name} not in (${sql.join(names.map((each) => sql.lit(each)))})`)
}
