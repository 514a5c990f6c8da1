import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { columnsWhere, hashOf } from '../engine/functions.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import { BUCKET } from '../tables/datasets.ts'

/**
 * Every state of every record in a dataset's log, without `bucket`: valid from its `_from` until the next one's, or
 * its end; states that another one replaces from their first moment on are left out. Records with one row, nearly
 * all of them, are not sorted. Ordered, so that the same rows give the same bytes.
 * @param many identities with several rows in `std`, from `manyRows`; null: there are none
 * @param more columns of `std` that are kept beside
 */
export function statesOf(dataset: Dataset, std: Relation, many: Expression | null, more: string[] = []) {
  const identity = sql.join(identityOf(dataset).map((field) => sql.id(field)))
  const fields = columnsWhere(
    (name) => sql`not starts_with(${name}, '_') and ${name} <> ${sql.lit(BUCKET.name)}`,
  )
  const places = ['_extract', '_line', '_repair', ...more].map((name) => sql.id(name))
  const columns = sql`${fields}, _from as _valid_from, _valid_to, ${sql.join(places)}`
  const open = sql`null::timestamptz as _valid_to`
  if (!many)
    return sql`(select ${columns} from (select *, ${open} from ${std}) where _op is distinct from 'D' order by ${identity})`
  const shared = sql`${hashOf(identity)} in (select h from ${many})`
  return sql`(select ${columns} from (
      select *, ${open} from ${std} where not ${shared}
      union all by name
      select *, lead(_from) over (partition by ${identity} order by _from, _as_of nulls first, _extract, _line) as _valid_to
      from ${std} where ${shared})
    where _op is distinct from 'D' and (_valid_to is null or _valid_to > _from)
    order by ${identity}, _from)`
}

/** Hashes, as `h`, of the identities that have several rows in `std`. */
export function manyRows(dataset: Dataset, std: Relation): Relation {
  const identity = sql.join(identityOf(dataset).map((field) => sql.id(field)))
  return sql`select ${hashOf(identity)} as h from ${std} group by h having count(*) > 1`
}
