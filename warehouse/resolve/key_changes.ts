import { type RawBuilder, sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { LATEST, liveRows } from './log.ts'

type Rows = RawBuilder<unknown>

/** Longest chain of changes of one subject's key that is followed. */
const LONGEST = 20

/**
 * The keys that subjects had before, as rows `former, current`: chains lead to the last key. A former key that is
 * said to have become two keys, or comes back to itself, is not applied; see `ambiguousKeyChanges`.
 */
export function keyChanges(dataset: Dataset, former: string, std: Rows): Rows {
  return sql`(with recursive ${single(dataset, former, std)},
    chain as (
      select former, current, 1 as depth from single
      union all
      select chain.former, single.current, depth + 1 from chain join single on single.former = chain.current
      where depth < ${sql.lit(LONGEST)} and single.current <> chain.former),
    ended as (select former, arg_max(current, depth) as current from chain group by former)
    select former, current from ended where current not in (select former from stated))`
}

/**
 * Former keys that cannot be applied, in the conflict table's shape without `bucket`, under the key that is in
 * doubt: two of the keys that it is said to have become.
 */
export function ambiguousKeyChanges(input: {
  dataset: Dataset
  former: string
  std: Rows
  key: string
}): Rows {
  const { dataset, former, std, key } = input
  const place = (
    side: 'authority' | 'copy',
    from: string,
  ) => sql`${sql.lit(dataset.id)} as ${sql.id(`${side}_dataset`)},
    ${sql.id(from, 'current')} as ${sql.id(`${side}_value`)}, ${sql.id(from, '_extract')} as ${sql.id(`${side}_extract`)},
    ${sql.id(from, '_line')} as ${sql.id(`${side}_line`)}, ${sql.id(from, '_from')} as ${sql.id(`${side}_observed`)}`
  return sql`(with recursive ${single(dataset, former, std)},
    doubtful as (select former, min(current) as one, max(current) as other from stated
      where former not in (select former from ${keyChanges(dataset, former, std)}) group by former)
    select doubtful.former as ${sql.id(key)}, ${sql.lit(key)} as element, 'key_change_ambiguous' as kind,
      ${place('authority', 'a')}, ${place('copy', 'b')}, ${sql.lit(dataset.key)} as copy_field
    from doubtful join stated as a on a.former = doubtful.former and a.current = doubtful.one
      join stated as b on b.former = doubtful.former and b.current = doubtful.other
    order by 1)`
}

/** `stated`: every change that stands; `single`: those whose former key became one key only. */
function single(dataset: Dataset, former: string, std: Rows): Rows {
  const stated = sql`select ${sql.id(former)} as former, ${sql.id(dataset.key)} as current, _extract, _line, _from
    from ${liveRows(dataset, std)} where ${sql.id(former)} <> ${sql.id(dataset.key)}`
  return sql`stated as materialized (${stated}),
    single as (select former, min(current) as current from stated group by former having count(distinct current) = 1)`
}

/**
 * A dataset's rows under former keys, under the subject's key instead. Where the dataset has stated the subject under
 * its present key, a record that it ended under a former key goes on under the present one: the end is left out, and
 * so is what the ended record said after the present one began.
 */
export function movedRows(dataset: Dataset, std: Rows, changes: Rows): Rows {
  const key = sql.id(dataset.key)
  return sql`(with stated as (select ${key} as present, min(_from) as _first from ${std}
      where _op is distinct from 'D' and ${key} in (select current from ${changes}) group by 1)
    select s.* exclude (_last, _present) replace (_present as ${key})
    from (select s.*, ${lastOperation(dataset)} as _last, m.current as _present
      from ${std} as s join ${changes} as m on s.${key} = m.former) as s left join stated on present = _present
    where _first is null or ${goesOn})`
}

/** A register's log with the rows of former keys under the subjects' present keys, as resolution reads it. */
export function subjectLog(dataset: Dataset, std: Rows, changes: Rows | undefined): Rows {
  if (!changes) return std
  const own = sql`select * from ${std} where ${sql.id(dataset.key)} not in (select former from ${changes})`
  return sql`(${own} union all by name select * from ${movedRows(dataset, std, changes)})`
}

export interface Subjects {
  /** Rows `key`: the subjects' present keys. */
  keys: Rows
  changes: Rows | undefined
  /** The columns that are wanted; left out: all. */
  columns?: string[] | undefined
}

/**
 * The rows of single subjects, whatever key they were sent under, in one scan: the same rows as those under present
 * keys and `movedRows`.
 */
export function subjectRows(dataset: Dataset, std: Rows, { keys, changes, columns }: Subjects): Rows {
  const key = sql.id(dataset.key)
  const wanted = columns ? sql.join(columns.map((column) => sql.id(column))) : sql`*`
  if (!changes) return sql`(select ${wanted} from ${std} where ${key} in (select key from ${keys}))`
  const sent = sql`(select key as sent, key as present from ${keys} where key not in (select former from ${changes})
    union all select former, current from ${changes} where current in (select key from ${keys}))`
  return sql`(select ${wanted} from (select s.* exclude (_last, _first, _sent, _present) replace (_present as ${key})
    from (select s.*, ${lastOperation(dataset)} as _last, sent as _sent, present as _present,
        min(_from) filter (_op is distinct from 'D' and sent = present) over (partition by present) as _first
      from (select ${wanted} from ${std}) as s join ${sent} as w on s.${key} = w.sent) as s
    where _sent = _present or _first is null or ${goesOn}))`
}

/** The operation of a record's last row, as it was sent. */
function lastOperation(dataset: Dataset): Rows {
  const identity = sql.join(identityOf(dataset).map((field) => sql.id('s', field)))
  return sql`first_value(_op) over (partition by ${identity} order by ${LATEST})`
}

/** True of a row under a former key that counts beside those under the present key. */
const goesOn = sql`(_op is distinct from 'D' and (_last is distinct from 'D' or _from < _first))`
