import { sql } from 'kysely'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { pseudonym } from './identity.ts'

/** Kinds of disagreement of which the department of the copy must act, and that of the authority. */
const OF_COPY = ['differs', 'both_answer']
const OF_AUTHORITY = ['authority_missing', 'both_answer', 'key_change_ambiguous']

/**
 * The disagreements on which the department of `dataset` must act, in the shape of `failures` with `counterpart`;
 * `conflicts` is in the shape of conflicts/<foundation>, with its key in the column `key`.
 */
export function disagreements(
  secret: Uint8Array,
  dataset: string,
  key: string,
  conflicts: Relation,
): Relation {
  const side = (own: 'copy' | 'authority', kinds: string[]) => {
    const other = own === 'copy' ? 'authority' : 'copy'
    const about = own === 'copy' ? sql`copy_field` : sql`copy_dataset`
    return sql`select 'disagreement:' || ${sql.lit(own)} || ':' || element || ':' || ${about} as cause,
      ${pseudonym(secret, [sql`'k'`, sql.id(key)])} as item, null::varchar as rule,
      ${own === 'copy' ? sql`copy_field` : sql`null::varchar`} as field, 'disagreement.' || kind as code, ${sql.id(key)} as key,
      ${sql.id(`${own}_extract`)} as extract, ${sql.id(`${own}_line`)} as line,
      left(sha256(concat_ws(chr(31), coalesce(authority_value, ''), coalesce(copy_value, ''))), 32) as content,
      case when element <> ${sql.lit(key)} then element end as column_name, ${sql.id(`${other}_dataset`)} as counterpart
      from ${conflicts} where ${sql.id(`${own}_dataset`)} = ${sql.lit(dataset)} and kind in (${sql.join(kinds.map((each) => sql.lit(each)))})`
  }
  return onePerRow(sql`${side('copy', OF_COPY)} union all ${side('authority', OF_AUTHORITY)}`)
}

/** The codes on which the department of `dataset` must act, in the same shape; `found` is in that of code_check. */
export function codesInDoubt(secret: Uint8Array, dataset: string, key: string, found: Relation): Relation {
  const side = (own: 'first' | 'second', ownKey: Relation) => {
    const other = own === 'first' ? 'second' : 'first'
    return sql`select 'code_check:' || ${sql.lit(own)} || ':' || kind as cause,
      ${pseudonym(secret, [sql`'c'`, sql.id(key), sql`other_code`, sql`second_name`])} as item, null::varchar as rule,
      null::varchar as field, 'code_check.' || kind as code, ${ownKey} as key,
      ${sql.id(`${own}_extract`)} as extract, ${sql.id(`${own}_line`)} as line,
      left(sha256(concat_ws(chr(31), coalesce(first_name, ''), coalesce(second_name, ''))), 32) as content,
      null::varchar as column_name, ${sql.id(`${other}_dataset`)} as counterpart
      from ${found} where ${sql.id(`${own}_dataset`)} = ${sql.lit(dataset)}`
  }
  return onePerRow(
    sql`${side('first', sql.id(key))} union all ${side('second', sql`coalesce(other_code, ${sql.id(key)})`)}`,
  )
}

function onePerRow(rows: Relation): Relation {
  return sql`(select * from (${rows}) qualify row_number() over (partition by cause, item order by extract desc, line desc, counterpart) = 1)`
}

/** The datasets whose departments must act on any of them, in a column `dataset`. */
export function actingOnDisagreements(conflicts: Relation): Relation {
  const among = (kinds: string[]) => sql.join(kinds.map((each) => sql.lit(each)))
  return sql`select copy_dataset as dataset from ${conflicts} where kind in (${among(OF_COPY)})
    union select authority_dataset from ${conflicts} where kind in (${among(OF_AUTHORITY)})`
}

/** What a release no longer has: rows of `current` that are open and not among `failing`. */
export function resolvedDisputes(failing: Relation, current: Relation): Relation {
  return sql`(select s.cause, s.item, s.objection, s.field, s.code, s.key, s.extract, s.line, s.content, s.column_name,
      'fixed' as event from ${current} as s
    where s.event not in ('fixed', 'withdrawn', 'rejected')
      and not exists (select 1 from ${failing} as f where f.cause = s.cause and f.item = s.item))`
}
