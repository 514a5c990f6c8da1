import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { values } from '../../warehouse/engine/values.ts'
import { LOWEST_GRADE, type ScoreSettings, weightsOf } from './settings.ts'

const SCOPE = sql`department, dataset, division, period`

/**
 * The scores of every scope and period that has facts: months, years and `all`, each the sum of its months; datasets,
 * departments and the region, each with and without its leagues and cities.
 * @param facts rows of quality/indicators
 */
export function scoreRows(facts: Relation, settings: ScoreSettings): Relation {
  return sql`(with sums as ${sums(facts)},
    weights as ${weightRows(settings)},
    indicators as (select ${SCOPE}, dimension, indicator, evaluated, failed,
        greatest(0, least(1, 1 - failed / evaluated)) as score, dimension_weight, indicator_weight
      from sums join weights using (dimension, indicator)),
    dimensions as (select ${SCOPE}, dimension, ${together(sql`indicator_weight`, sql`indicator`)}, any_value(dimension_weight) as dimension_weight
      from indicators group by all having sum(indicator_weight) > 0),
    totals as (select ${SCOPE}, ${together(sql`dimension_weight`, sql`dimension`)}
      from dimensions group by all having sum(dimension_weight) > 0)
    select ${SCOPE}, dimension, indicator, evaluated, failed, score, null::varchar as grade from indicators
    union all select ${SCOPE}, dimension, null, evaluated, failed, score, null from dimensions
    union all select ${SCOPE}, null, null, evaluated, failed, score, ${grade(settings)} from totals)`
}

/** The order of the table's rows. */
export const scoreOrder: Relation = sql.join(
  ['period', 'department', 'dataset', 'division', 'dimension', 'indicator'].map(
    (name) => sql`${sql.id(name)} nulls first`,
  ),
)

/** Elements evaluated and failed by indicator, for every scope; an indicator without any is left out. */
function sums(facts: Relation): Relation {
  const figure = sql`period, dimension, indicator`
  return sql`(select ${SCOPE}, dimension, indicator, sum(evaluated) as evaluated, sum(failed) as failed
    from (select * exclude (period), unnest([period, left(period, 4), 'all']) as period from ${facts})
    group by grouping sets ((department, dataset, division, ${figure}), (department, dataset, ${figure}),
      (department, division, ${figure}), (department, ${figure}), (division, ${figure}), (${figure}))
    having sum(evaluated) > 0 and (grouping(dataset) = 1 or dataset is not null)
      and (grouping(division) = 1 or division is not null))`
}

/** The sums and the weighted mean of a group, added in a fixed order, so that the last digit is always the same. */
function together(weight: Relation, order: Relation): Relation {
  return sql`sum(evaluated order by ${order}) as evaluated, sum(failed order by ${order}) as failed,
    sum(score * ${weight} order by ${order}) / sum(${weight} order by ${order}) as score`
}

const WEIGHTS = {
  dimension: 'VARCHAR',
  indicator: 'VARCHAR',
  dimension_weight: 'DOUBLE',
  indicator_weight: 'DOUBLE',
} as const

function weightRows(settings: ScoreSettings): Relation {
  return values(
    WEIGHTS,
    weightsOf(settings).map(({ dimension, indicator, dimensionWeight, indicatorWeight }) => ({
      ...{ dimension, indicator },
      ...{ dimension_weight: dimensionWeight, indicator_weight: indicatorWeight },
    })),
  )
}

function grade({ grades }: ScoreSettings): Relation {
  const cases = grades.map(
    ([name, least]) => sql`when score * 100 >= ${sql.lit(least)}::double then ${sql.lit(name)}`,
  )
  return sql`case ${sql.join(cases, sql` `)} else ${sql.lit(LOWEST_GRADE)} end`
}
