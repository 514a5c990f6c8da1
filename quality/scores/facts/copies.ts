import { sql } from 'kysely'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { sources } from '../model.ts'

/** A register that carries an element of which others are the source. */
export interface CopiedElement {
  dataset: string
  department: string
  /** Column of the base table. */
  column: string
  /** The registers that answer for it. */
  authorities: string[]
}

/** The two tables of a release. */
export interface ReleasedTables {
  foundation: string
  base: Relation
  conflicts: Relation
}

/**
 * Facts of same data: of the records that a register and the source of an element both hold, those in which the
 * register's copy differs. A source without a value is not held against the copy.
 */
export function copyFacts(
  { foundation, base, conflicts }: ReleasedTables,
  copied: CopiedElement[],
  period: string,
): Relation {
  const compared = copied.map(({ dataset, department, column, authorities }) => {
    const answered = sql.join(
      authorities.map((each) => sql`origin.${sql.id(each)}.extract is not null`),
      sql` or `,
    )
    return sql`{'department': ${sql.lit(department)}, 'dataset': ${sql.lit(dataset)}, 'element': ${sql.lit(column)},
      'compared': count(*) filter (origin.${sql.id(dataset)}.extract is not null and (${answered}))}`
  })
  return sql`(with compared as (select unnest([${sql.join(compared)}], recursive := true) from ${base}),
    differing as (select copy_dataset as dataset, element, count(*) as failed from ${conflicts}
      where kind in ('differs', 'both_answer') group by all)
    select department, dataset, null::varchar as division, ${sql.lit(period)} as period, 'consistency' as dimension,
      'same_data' as indicator, ${sql.lit(`${sources.copies}${foundation}.`)} || element as source,
      compared::double as evaluated, coalesce(failed, 0)::double as failed
    from compared left join differing using (dataset, element) where compared > 0)`
}
