import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { hashOf } from '../engine/functions.ts'
import type { Relation } from '../engine/relation.ts'
import { LATEST, unretracted } from './log.ts'

export interface LiveInput {
  dataset: Dataset
  /** The log of the register. */
  std: Relation
  /** The fields to give; nothing else of the log is read beyond what says which row is the last. */
  columns: string[]
  /** Values of the fields `columns`, as rows of them: only records with these are wanted. */
  among?: { columns: string[]; values: Relation }
  /** Ended records too, by the row that ended them: its key, and what else it said. */
  ended?: boolean
  /** A condition on rows of the log that is true of the last row of every record wanted. */
  where?: Relation
}

/**
 * Some fields of the live rows of a register. Records with a single row in the log, nearly all of them, are not
 * sorted.
 */
export function liveColumns({ dataset, std, columns, among, ended = false, where }: LiveInput): Relation {
  const identity = identityOf(dataset)
  const ids = list(identity)
  const needed = [...new Set([...columns, ...(among?.columns ?? []), ...identity])]
  const places = ['_op', '_from', '_as_of', '_extract', '_line', '_repair']
  const narrow = sql`select ${list([...needed, ...places])} from ${std}`
  const chosen = [...(where ? [where] : []), ...(among ? [candidates(dataset, std, among)] : [])]
  const some = chosen.length > 0 ? sql`${narrow} where ${sql.join(chosen, sql` and `)}` : narrow
  const kept = among ? sql`where ${has(among)}` : sql``
  const left = ended ? ['R'] : ['D', 'R']
  const gone = sql.join(left.map((operation) => sql.lit(operation)))
  return sql`(with some_rows as not materialized (${some}),
    many as (select ${hashOf(ids)} as h from some_rows group by h having count(*) > 1)
    select ${list(columns)} from (
      select ${list(needed)} from some_rows
      where ${hashOf(ids)} not in (select h from many) and (_op is null or _op not in (${gone}))
      union all
      select ${list(needed)} from (
        select * from ${unretracted(sql`(select * from some_rows where ${hashOf(ids)} in (select h from many))`)}
        qualify row_number() over (partition by ${ids} order by ${LATEST}) = 1)
      where _op is null or _op not in (${gone})) ${kept})`
}

/** True of the rows of records that have, or once had, one of the values. */
function candidates(dataset: Dataset, std: Relation, among: NonNullable<LiveInput['among']>): Relation {
  if (among.columns.every((name) => identityOf(dataset).includes(name))) return has(among)
  const key = list([dataset.key])
  return sql`${key} in (select ${key} from ${std} where ${has(among)})`
}

function has({ columns, values }: NonNullable<LiveInput['among']>): Relation {
  const [first, ...others] = columns
  const left = others.length === 0 ? list([first ?? '']) : sql`(${list(columns)})`
  return sql`${left} in (select * from ${values})`
}

function list(names: string[]): Relation {
  return sql.join(names.map((name) => sql`${sql.id(name)}`))
}
