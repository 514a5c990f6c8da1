import { sql } from 'kysely'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { position } from './failures.ts'
import { type Naming, nameByKey, nameByOthers } from './fingerprint.ts'

/** A failing field of rows that are named by their others, and whether their key was usable. */
export interface Variant {
  field: string
  keyless: boolean
}

/** What a delta brought. */
export interface Delivered {
  /** Its accepted rows, in the shape of std/<dataset>. */
  accepted: Relation
  /** All its rows as received, in the shape of raw/<dataset>. */
  raw: Relation
  /** Keys that somebody objected to, in a column `key`; undefined: name every row. */
  keys?: Relation | undefined
  variants: Variant[]
}

/** The accepted rows of a delta, under every name that an objection may know them by: `item, place, ended`. */
export function passes(naming: Naming, { accepted, raw, keys, variants }: Delivered): Relation {
  const key = sql.id(naming.dataset.key)
  const fields = naming.dataset.fields.map(({ id }) => sql`r.${sql.id(id)}`)
  const wanted = keys ? sql`where _key in (select key from ${keys})` : sql``
  const named = (item: Relation, which: Relation) =>
    sql`select ${item} as item, ${position(sql`_extract`, sql`_line`)} as place, _ended from passed ${which}`
  const parts = [
    named(
      nameByKey(naming, sql`_key`, (field) => sql.id(field)),
      wanted,
    ),
    ...variants.map(({ field, keyless }) =>
      named(
        nameByOthers(naming, {
          field: sql`${sql.lit(field)}::varchar`,
          key: keyless ? sql`null::varchar` : sql`_key`,
        }),
        sql``,
      ),
    ),
  ]
  return sql`(with passed as materialized (
      select s._extract, s._line, s._op = 'D' as _ended, s.${key} as _key, ${sql.join(fields)}
      from ${accepted} as s join ${raw} as r on r._extract = s._extract and r._line = s._line
      where s._op is distinct from 'R')
    select item, max(place) as place, arg_max(_ended, place) as ended from (${sql.join(parts, sql` union all `)}) group by item)`
}
