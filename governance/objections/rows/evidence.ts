import { sql } from 'kysely'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { hasNoUsableKey } from '../../../warehouse/candidates/waiting.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { position } from './failures.ts'
import { recordName } from './fingerprint.ts'

/** What a register holds, by which a claim that a row was mended is judged. */
export interface Register {
  catalogue: Catalogue
  dataset: Dataset
  /** In the shape of std/<dataset>, raw/<dataset> and quarantine/<dataset>; undefined where nothing was ever held back. */
  std: Relation
  raw: Relation
  quarantine: Relation | undefined
  /** Extracts up to this one are looked at. */
  upTo: number
  /** The last full dump among them that is in force, and its rows as received. */
  dump: { seq: number; raw: Relation } | undefined
}

/**
 * Whether the records of objected rows came again since they were objected to: `cause, item, told, keyless, changed,
 * ended`. `changed`: a later batch has the record in an accepted row, with another value of the field in doubt (of any
 * field but the event time, where the record as a whole is). `ended`: a later batch takes the record off the register.
 * `rows` has the columns of `currentItems`, and `resend`, the batch that an answer names.
 *
 * The record is the objected row's own: by its key and record key; where a field of the record key is in doubt, by its key
 * and all its other fields; where it has no usable key (`keyless`), by all its other fields, in the named batch alone.
 * Where only a key was objected to, it is any record that the key had then. `told` is false of a row that says nothing
 * by which it could be known again.
 */
export function evidence(register: Register, rows: Relation): Relation {
  const { dataset, upTo, dump } = register
  const isGone = dump
    ? sql`(a.key is not null and a.bound < ${sql.lit(dump.seq)} and coalesce(l.extract, 0) <= ${sql.lit(dump.seq)}
        and not exists (select 1 from dumped as d where d._key = a.key and (a.name is null or a.doubtful or d._name = a.name)))`
    : sql`false`
  return sql`(with asked as materialized (${askedRows(register, rows)}),
    ${dump ? sql`dumped as materialized (${dumpedRows(register, dump.raw)}),` : sql``}
    passed as materialized (${passedRows(register)}),
    placed as (select a.cause, a.item, p._extract > a.bound as later, p._extract, p._op, p._name,
        ${position(sql`p._extract`, sql`p._line`)} as place, ${fieldText(dataset, sql`p`)} as value
      from asked as a join passed as p on p._key = a.key and p._extract <= ${sql.lit(upTo)}
        and case when a.name is null then true when a.doubtful then ${othersText(dataset, sql`p`)} = a.others
          else p._name = a.name end
      union all
      select a.cause, a.item, true, p._extract, p._op, p._name, ${position(sql`p._extract`, sql`p._line`)}, ${fieldText(dataset, sql`p`)}
      from asked as a join passed as p on p._extract = a.resend and ${othersText(dataset, sql`p`)} = a.others
      where a.key is null and a.others <> '' and a.resend > a.bound and a.resend <= ${sql.lit(upTo)}),
    before as (select cause, item, _name, arg_max(value, place) as value from placed where not later and _op <> 'D' group by all),
    latest as (select cause, item, _name, arg_max(value, place) as value, arg_max(_op, place) as op, max(_extract) as extract
      from placed where later group by all),
    shown as (select a.cause, a.item,
        coalesce(bool_or(l.op <> 'D' and l.value is distinct from coalesce(a.value, b.value)
          and (a.name is not null or b._name is not null
            or not exists (select 1 from before as any_b where any_b.cause = a.cause and any_b.item = a.item))), false) as changed,
        coalesce(bool_or(l.op = 'D'), false) as ended, max(l.extract) as extract
      from asked as a left join latest as l on l.cause = a.cause and l.item = a.item
        left join before as b on b.cause = a.cause and b.item = a.item and b._name = l._name
      group by all)
    select a.cause, a.item, a.key is not null or a.others <> '' as told, a.key is null as keyless, l.changed, l.ended or ${isGone} as ended
    from asked as a join shown as l on l.cause = a.cause and l.item = a.item)`
}

/** The objected rows with what their records are known by: `key`, `name` of the record, `others`, `value` in doubt. */
function askedRows({ catalogue, dataset, std, raw, quarantine }: Register, rows: Relation): Relation {
  const key = sql.id(dataset.key)
  const place = (table: string) =>
    sql`${sql.id(table, '_extract')} = a.extract and ${sql.id(table, '_line')} = a.line`
  const kept = quarantine
    ? sql`select _extract, _line, any_value(key) as key, bool_or(${hasNoUsableKey(dataset)}) as keyless
        from ${quarantine} where (_extract, _line) in (select (extract, line) from objected) group by all`
    : sql`select null::integer as _extract, null::bigint as _line, null::varchar as key, false as keyless where false`
  const doubtful =
    dataset.recordKey.length === 0
      ? sql`false`
      : sql`coalesce(a.field in (${sql.join(dataset.recordKey.map((id) => sql.lit(id)))}), false)`
  return sql`with objected as materialized (select cause, item, key, extract, line, field, resend,
        coalesce(by_extract, extract, 0) as bound from ${rows}),
      kept as (${kept}),
      held as (select _extract, _line, any_value(${key}) as key from ${std}
        where (_extract, _line) in (select (extract, line) from objected) group by all)
    select a.cause, a.item, a.field, a.bound, a.resend, ${doubtful} as doubtful,
      coalesce(a.key, case when not coalesce(k.keyless, false) then coalesce(k.key, h.key, upper(trim(r.${key}))) end) as key,
      case when r._line is not null then ${recordName({ catalogue, dataset }, (id) => sql`r.${sql.id(id)}`)} end as name,
      case when r._line is not null then ${othersText(dataset, sql`r`)} else '' end as others,
      case when r._line is not null then ${fieldText(dataset, sql`r`)} end as value
    from objected as a left join ${raw} as r on ${place('r')} left join kept as k on ${place('k')}
      left join held as h on ${place('h')}
    qualify row_number() over (partition by a.cause, a.item order by r._line nulls last) = 1`
}

/** Accepted rows of the records, and of the batches that answers to rows without a key name. */
function passedRows({ catalogue, dataset, std, raw }: Register): Relation {
  const fields = dataset.fields.map(({ id }) => sql`r.${sql.id(id)}`)
  return sql`select s._extract, s._line, coalesce(s._op, '') as _op, s.${sql.id(dataset.key)} as _key,
      ${recordName({ catalogue, dataset }, (id) => sql`r.${sql.id(id)}`)} as _name, ${sql.join(fields)}
    from ${std} as s join ${raw} as r on r._extract = s._extract and r._line = s._line
    where s._op is distinct from 'R' and (s.${sql.id(dataset.key)} in (select key from asked)
      or s._extract in (select resend from asked where key is null and others <> ''))`
}

function dumpedRows({ catalogue, dataset }: Register, raw: Relation): Relation {
  return sql`select coalesce(upper(trim(r.${sql.id(dataset.key)})), '') as _key,
      ${recordName({ catalogue, dataset }, (id) => sql`r.${sql.id(id)}`)} as _name
    from ${raw} as r where upper(trim(r.${sql.id(dataset.key)})) in (select key from asked)`
}

/** The value in doubt as it was received: of the field that `a` names, else of the record. */
function fieldText(dataset: Dataset, from: Relation): Relation {
  const ids = dataset.fields.map(({ id }) => id)
  const cases = ids.map((id) => sql`when ${sql.lit(id)} then ${received(from, id)}`)
  const record = ids.filter((id) => id !== dataset.eventTime).map((id) => received(from, id))
  return sql`(case a.field ${sql.join(cases, sql` `)} else concat_ws(chr(31), ${sql.join(record)}) end)`
}

/** All that a row says but its key, its event time and the field that `a` names. */
function othersText(dataset: Dataset, from: Relation): Relation {
  const parts = dataset.fields
    .filter(({ id }) => id !== dataset.key && id !== dataset.eventTime)
    .map(
      ({ id }) =>
        sql`case when a.field is distinct from ${sql.lit(id)} and ${received(from, id)} <> '' then ${sql.lit(id)} || '=' || ${received(from, id)} end`,
    )
  return sql`concat_ws(chr(31), ${sql.join(parts)})`
}

function received(from: Relation, id: string): Relation {
  return sql`coalesce(trim(${from}.${sql.id(id)}), '')`
}
