import { sql } from 'kysely'
import type { Topic } from '../../catalog/topic.ts'
import type { Relation } from '../engine/relation.ts'

/**
 * The changes that lead from `previous` to `next`, for the change feed: the topic's columns and `_change_type` insert,
 * delete, update_preimage or update_postimage; ordered by key, old image first.
 */
export function topicChanges(topic: Topic, previous: Relation, next: Relation): Relation {
  const key = sql.join(topic.key.map((id) => sql.id(id)))
  const columns = sql.join(topic.columns.map(({ id }) => sql.id(id)))
  const side = (rows: Relation) => sql`(select ${key}, row(${columns}) as content from ${rows})`
  const image = (rows: Relation, other: string, name: string) => sql`
    select ${columns}, case _change when 'update' then ${sql.lit(name)} else _change end as _change_type
    from ${rows} join changed using (${key}) where _change <> ${sql.lit(other)}`
  return sql`(with changed as materialized (
      select ${key}, case when p.content is null then 'insert' when n.content is null then 'delete' else 'update' end as _change
      from ${side(previous)} as p full join ${side(next)} as n using (${key})
      where p.content is distinct from n.content)
    select * from (${image(previous, 'insert', 'update_preimage')} union all ${image(next, 'delete', 'update_postimage')})
    order by ${key}, _change_type desc)`
}
