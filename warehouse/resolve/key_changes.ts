import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { latest } from '../engine/functions.ts'
import type { Relation } from '../engine/relation.ts'
import { liveColumns } from './live.ts'
import { LATEST, liveRows } from './log.ts'
import { resolutionOf } from './model.ts'

/** Longest chain of changes of one subject's key that is followed. */
const LONGEST = 20

/** A register of changed keys, and what its changes are judged by. */
export interface KeyRegister {
  dataset: Dataset
  /** What the foundation says of it. */
  changes: NonNullable<Foundation['keyChanges']>
  /** The log of the register. */
  std: Relation
  /** Live rows of the registers that answer for the keys, as rows `key` and the elements `tells` as text. */
  authority?: ((keys: Relation) => Relation) | undefined
}

/**
 * The keys that subjects had before, as rows `former, current`: chains lead to the last key. Never those that another
 * subject keeps, nor those of which the registers' own rows leave a doubt; see `ambiguousKeyChanges`.
 */
export function keyChanges(register: KeyRegister): Relation {
  return sql`(with recursive ${judged(register)},
    chain as (
      select former, current, day, 1 as depth from single
      union all
      select chain.former, single.current, single.day, depth + 1 from chain join single on single.former = chain.current
      where depth < ${sql.lit(LONGEST)} and single.current <> chain.former
        and (single.day is null or chain.day is null or single.day >= chain.day)),
    ended as (select former, ${latest(sql`current`, sql`depth`)} as current from chain group by former)
    select former, current from ended where current not in (select former from stated))`
}

/**
 * Former keys that cannot be applied, in the conflict table's shape without `bucket`, under the key that is in
 * doubt: two of the keys that it is said to have become, or the one twice.
 */
export function ambiguousKeyChanges(register: KeyRegister, key: string): Relation {
  const { dataset } = register
  const place = (
    side: 'authority' | 'copy',
    from: string,
  ) => sql`${sql.lit(dataset.id)} as ${sql.id(`${side}_dataset`)},
    ${sql.id(from, 'current')} as ${sql.id(`${side}_value`)}, ${sql.id(from, '_extract')} as ${sql.id(`${side}_extract`)},
    ${sql.id(from, '_line')} as ${sql.id(`${side}_line`)}, ${sql.id(from, '_from')} as ${sql.id(`${side}_observed`)}`
  return sql`(with recursive ${judged(register)},
    doubtful as (select former, min(current) as one, max(current) as other from stated
      where former not in (select former from ${keyChanges(register)}) group by former
      having count(distinct current) > 1 or bool_or(not kept or unclear))
    select doubtful.former as ${sql.id(key)}, ${sql.lit(key)} as element, 'key_change_ambiguous' as kind,
      ${place('authority', 'a')}, ${place('copy', 'b')}, ${sql.lit(dataset.key)} as copy_field
    from doubtful join stated as a on a.former = doubtful.former and a.current = doubtful.one
      join stated as b on b.former = doubtful.former and b.current = doubtful.other
    order by 1)`
}

/**
 * `stated`: every change that stands, with `kept` (another subject keeps the former key), `lives` (the former key is
 * in force with those who answer for it) and `same` (it is so for the subject of the present key). `single`: those to
 * apply, one for each former key.
 *
 * A change back makes the earlier one void. A key that somebody was given later than it was given up is in doubt.
 */
function judged({ dataset, changes, std, authority }: KeyRegister): Relation {
  const { former, reason, tells } = changes
  const own = (element: string) => dataset.fields.find((field) => field.element === element)?.id
  const subject = tells.map((element, at) => {
    const field = own(element)
    return sql`${field ? sql`${sql.id(field)}::varchar` : sql`null::varchar`} as ${sql.id(`t${at}`)}`
  })
  const code = reason ? sql`${sql.id(reason.field)}` : sql`null::varchar`
  const day = changes.day ? sql`${sql.id(changes.day)}` : sql`null::date`
  const stated = sql`select ${sql.id(former)} as former, ${sql.id(dataset.key)} as current, _extract, _line, _from,
      ${sql.join([sql`${code} as reason`, sql`${day} as day`, ...subject])}
    from ${liveRows(dataset, std)} where ${sql.id(former)} <> ${sql.id(dataset.key)}`
  const kept = reason && reason.keeps.length > 0 ? sql`reason in (${literals(reason.keeps)})` : sql`false`
  const same = tells.map((_, at) => sql`s.${sql.id(`t${at}`)} is not distinct from b.${sql.id(`t${at}`)}`)
  const back = sql`exists (select 1 from listed as b where b.former = s.current and b.current = s.former
    and b.day > s.day and ${sql.join([sql`true`, ...same], sql` and `)})`
  const given = sql`exists (select 1 from standing as g where g.current = s.former and g.day > s.day)`
  return sql`listed as materialized (${stated}),
    standing as materialized (select * from listed as s where not ${back}),
    judged as materialized (${withAuthority(changes, authority)}),
    stated as materialized (select s.*, coalesce(${kept}, false) as kept, lives and same as unclear, ${given} as given_again
      from judged as s),
    single as (select former, min(current) as current, min(day) as day from stated group by former
      having count(distinct current) = 1 and not bool_or(kept or given_again or (lives and not same)))`
}

/** The changes that stand, with what the live rows of those who answer for the keys say of them. */
function withAuthority(
  { tells, reason }: KeyRegister['changes'],
  authority: KeyRegister['authority'],
): Relation {
  if (!authority || tells.length === 0) return sql`select *, false as lives, true as same from standing`
  const equal = tells.map((element, at) => {
    const column = sql.id(`t${at}`)
    const said = sql`case when c.key is null then s.${column} else c.${column} end`
    const reasons = Object.entries(reason?.corrects ?? {})
      .filter(([, corrected]) => corrected.includes(element))
      .map(([code]) => code)
    const corrected = reasons.length > 0 ? sql`or s.reason in (${literals(reasons)})` : sql``
    // Without a name nothing tells whose the key is; what else is missing says nothing.
    const missing = at === 0 ? sql`` : sql`or f.${column} is null or ${said} is null`
    return sql`(coalesce(f.${column} = ${said}, false) ${missing} ${corrected})`
  })
  const keys = sql`(select former as key from standing union select current from standing)`
  return sql`with authority as materialized (${authority(keys)})
    select s.*, count(f.key) > 0 as lives,
      coalesce(bool_and(${sql.join(equal, sql` and `)}) filter (f.key is not null), true) as same
    from standing as s left join authority as f on f.key = s.former left join authority as c on c.key = s.current
    group by all`
}

/**
 * The live rows of the registers that answer for a foundation's keys, as `KeyRegister` takes them.
 * @param log of a register; undefined where it has no rows
 */
export function authorityOf(
  catalogue: Catalogue,
  foundation: Foundation,
  log: (dataset: string) => Relation | undefined,
): KeyRegister['authority'] {
  const resolution = resolutionOf(catalogue, foundation)
  const tells = foundation.keyChanges?.tells ?? []
  return (keys) => {
    const parts = resolution.confirmers.flatMap(({ dataset, keyPrefixes }) => {
      const std = log(dataset.id)
      if (!std) return []
      const field = (element: string) => dataset.fields.find((each) => each.element === element)?.id
      const named = tells.map((element, at) => {
        const column = field(element)
        return sql`${column ? sql`${sql.id(column)}::varchar` : sql`null::varchar`} as ${sql.id(`t${at}`)}`
      })
      const columns = [dataset.key, ...tells.flatMap((element) => field(element) ?? [])]
      const live = liveColumns({ dataset, std, columns, among: { columns: [dataset.key], values: keys } })
      const scope = keyPrefixes.map((prefix) => sql`starts_with(${sql.id(dataset.key)}, ${sql.lit(prefix)})`)
      const within = scope.length > 0 ? sql`where ${sql.join(scope, sql` or `)}` : sql``
      return [sql`select ${sql.join([sql`${sql.id(dataset.key)} as key`, ...named])} from ${live} ${within}`]
    })
    const nothing = [
      sql`null::varchar as key`,
      ...tells.map((_, at) => sql`null::varchar as ${sql.id(`t${at}`)}`),
    ]
    const none = sql`select ${sql.join(nothing)} where false`
    return sql.join([none, ...parts], sql` union all `)
  }
}

function literals(values: string[]): Relation {
  return sql.join(values.map((value) => sql.lit(value)))
}

/**
 * A dataset's rows under former keys, under the subject's key instead. Where the dataset has stated the subject under
 * its present key, a record that it ended under a former key goes on under the present one: the end is left out, and
 * so is what the ended record said after the present one began.
 */
export function movedRows(dataset: Dataset, std: Relation, changes: Relation): Relation {
  const key = sql.id(dataset.key)
  return sql`(with stated as (select ${key} as present, min(_from) as _first from ${std}
      where _op is distinct from 'D' and ${key} in (select current from ${changes}) group by 1)
    select s.* exclude (_last, _present) replace (_present as ${key})
    from (select s.*, ${lastOperation(dataset)} as _last, m.current as _present
      from ${std} as s join ${changes} as m on s.${key} = m.former) as s left join stated on present = _present
    where _first is null or ${goesOn})`
}

/** A register's log with the rows of former keys under the subjects' present keys, as resolution reads it. */
export function subjectLog(dataset: Dataset, std: Relation, changes: Relation | undefined): Relation {
  if (!changes) return std
  const own = sql`select * from ${std} where ${sql.id(dataset.key)} not in (select former from ${changes})`
  return sql`(${own} union all by name select * from ${movedRows(dataset, std, changes)})`
}

export interface Subjects {
  /** Rows `key`: the subjects' present keys. */
  keys: Relation
  changes: Relation | undefined
  /** The columns that are wanted; left out: all. */
  columns?: string[] | undefined
}

/**
 * The rows of single subjects, whatever key they were sent under, in one scan: the same rows as those under present
 * keys and `movedRows`.
 */
export function subjectRows(dataset: Dataset, std: Relation, { keys, changes, columns }: Subjects): Relation {
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
function lastOperation(dataset: Dataset): Relation {
  const identity = sql.join(identityOf(dataset).map((field) => sql.id('s', field)))
  return sql`first_value(_op) over (partition by ${identity} order by ${LATEST})`
}

/** True of a row under a former key that counts beside those under the present key. */
const goesOn = sql`(_op is distinct from 'D' and (_last is distinct from 'D' or _from < _first))`
