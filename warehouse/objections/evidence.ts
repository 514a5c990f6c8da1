import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { position } from './failures.ts'

type Rows = RawBuilder<unknown>

/** What a register holds, by which a claim that a row was mended is judged. */
export interface Register {
  dataset: Dataset
  /** In the shape of std/<dataset> and raw/<dataset>. */
  std: Rows
  raw: Rows
  /** Extracts up to this one are looked at. */
  upTo: number
  /** The last full dump among them that is in force, and its rows as received. */
  dump: { seq: number; raw: Rows } | undefined
}

/**
 * Whether the records of objected rows came again since they were objected to: `cause, item, changed, ended`. `changed`:
 * a later batch has the record's key in an accepted row, with another value of the field in doubt (of any field but the
 * event time, where the record as a whole is). `ended`: a later batch takes the record off the register. `rows` has the
 * columns of `standing`.
 */
export function evidence({ dataset, std, raw, upTo, dump }: Register, rows: Rows): Rows {
  const key = sql.id(dataset.key)
  const fields = dataset.fields.map(({ id }) => sql`r.${sql.id(id)}`)
  const isGone = dump
    ? sql`(a.key is not null and a.bound < ${sql.lit(dump.seq)} and coalesce(l.extract, 0) <= ${sql.lit(dump.seq)}
        and a.key not in (select coalesce(upper(trim(${key})), '') from ${dump.raw}))`
    : sql`false`
  return sql`(with asked as materialized (
      select cause, item, key, extract, line, field, coalesce(by_extract, extract, 0) as bound from ${rows}),
    own as (select a.cause, a.item, any_value(${fieldText(dataset, sql`r`)}) as value
      from asked as a join ${raw} as r on r._extract = a.extract and r._line = a.line group by a.cause, a.item),
    passed as (select s._extract, s._line, coalesce(s._op, '') as _op, s.${key} as _key, ${sql.join(fields)}
      from ${std} as s join ${raw} as r on r._extract = s._extract and r._line = s._line
      where s.${key} in (select key from asked) and s._op is distinct from 'R' and s._extract <= ${sql.lit(upTo)}),
    placed as (select a.cause, a.item, r._extract > a.bound as later, r._extract, r._op,
        ${position(sql`r._extract`, sql`r._line`)} as place, ${fieldText(dataset, sql`r`)} as value
      from asked as a join passed as r on r._key = a.key),
    before as (select cause, item, arg_max(value, place) as value from placed where not later and _op <> 'D' group by all),
    latest as (select cause, item, arg_max(value, place) as value, arg_max(_op, place) as op, max(_extract) as extract
      from placed where later group by all)
    select a.cause, a.item,
      coalesce(l.op <> 'D' and l.value is distinct from coalesce(o.value, b.value), false) as changed,
      (coalesce(l.op = 'D', false) or ${isGone}) as ended
    from asked as a left join own as o on o.cause = a.cause and o.item = a.item
      left join before as b on b.cause = a.cause and b.item = a.item
      left join latest as l on l.cause = a.cause and l.item = a.item)`
}

/** The value in doubt as it was received: of the field that `a` names, else of the record. */
function fieldText(dataset: Dataset, from: Rows): Rows {
  const text = (id: string) => sql`coalesce(trim(${from}.${sql.id(id)}), '')`
  const ids = dataset.fields.map(({ id }) => id)
  const cases = ids.map((id) => sql`when ${sql.lit(id)} then ${text(id)}`)
  const record = ids.filter((id) => id !== dataset.eventTime).map(text)
  return sql`(case a.field ${sql.join(cases, sql` `)} else concat_ws(chr(31), ${sql.join(record)}) end)`
}
