import { sql } from 'kysely'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { values } from '../../../warehouse/engine/values.ts'
import { sources } from '../model.ts'

/** An extract that counts for a month. */
export interface Counted {
  dataset: string
  department: string
  extract: number
  period: string
  /** Records received, also those that could not be read. */
  received: number
}

const COUNTED = {
  dataset: 'VARCHAR',
  department: 'VARCHAR',
  extract: 'INTEGER',
  period: 'VARCHAR',
  received: 'BIGINT',
} as const

/** Codes of records that could not be read: what the indicator `dirty_data` counts. */
const UNREADABLE = sql`(code like 'parse.%' or code like 'xlsx.%')`
/** Findings on an extract's number of rows and on its columns: both are counted from the extract itself. */
const OF_EXTRACT = sql`(code like 'row_count.%' or code like 'schema.%')`

/** Extracts as a relation, for the facts below. */
export function countedRows(counted: Counted[]): Relation {
  return values(COUNTED, counted)
}

/**
 * Facts of the rules, from quality/history: elements that each rule judged in the counted extracts, and those that it
 * found bad, by league or city.
 */
export function ruleFacts(history: Relation, counted: Relation): Relation {
  return sql`(select h.department, h.dataset, h.division, c.period, h.dimension, h.indicator, h.rule as source,
      sum(h.checked)::double as evaluated, sum(h.failed)::double as failed
    from ${history} as h join ${counted} as c on h.dataset = c.dataset and h._extract = c.extract
    where not ${UNREADABLE} and not ${OF_EXTRACT} and h.checked > 0
    group by all)`
}

/** Facts of unreadable records: of the records received, those that could not be taken apart or decoded. */
export function dirtyFacts(history: Relation, counted: Relation): Relation {
  return sql`(with bad as (select dataset, _extract as extract, sum(failed) as failed from ${history}
      where ${UNREADABLE} group by all)
    select c.department, c.dataset, null::varchar as division, c.period, 'accuracy' as dimension,
      'dirty_data' as indicator, ${sql.lit(sources.unreadable)} as source,
      sum(c.received)::double as evaluated, coalesce(sum(bad.failed), 0)::double as failed
    from ${counted} as c left join bad using (dataset, extract) group by all having sum(c.received) > 0)`
}

/**
 * Facts of uniqueness: of the identities that a rule of uniqueness saw (rows judged without the surplus ones), those
 * that occur more than once. The rate of duplication counts the surplus rows themselves.
 * @param surplus rows of `surplusIdentities`, of every dataset
 */
export function uniquenessFacts(history: Relation, counted: Relation, surplus: Relation): Relation {
  return sql`(with judged as (select h.department, h.dataset, h.division, c.period, h._extract as extract, h.rule,
        sum(h.checked) - sum(h.failed) as identities
      from ${history} as h join ${counted} as c on h.dataset = c.dataset and h._extract = c.extract
      where h.indicator = 'duplication' group by all)
    select department, judged.dataset, judged.division, period, 'accuracy' as dimension, 'uniqueness' as indicator,
      ${sql.lit(sources.keys)} || judged.rule as source, sum(identities)::double as evaluated,
      coalesce(sum(repeated), 0)::double as failed
    from judged left join ${surplus} as surplus on judged.dataset = surplus.dataset
      and judged.extract = surplus.extract and judged.rule = surplus.rule
      and judged.division is not distinct from surplus.division
    group by all having sum(identities) > 0)`
}

/** Columns of `surplusIdentities`, without a row. */
export const noSurplus: Relation = sql`(select '' as dataset, 0 as extract, '' as rule, '' as division,
  0::bigint as repeated where false)`

/**
 * Identities that occur more than once in an extract, by rule and by league or city (of the first, where they lie in
 * several), from the rows of one quarantine table.
 */
export function surplusIdentities(dataset: string, quarantine: Relation, extracts: number[]): Relation {
  const wanted = sql.join(extracts.map((extract) => sql.lit(extract)))
  return sql`(select ${sql.lit(dataset)} as dataset, extract, rule, division, count(*)::bigint as repeated
    from (select extract, rule, identity, min(division) as division
      from (select _extract as extract, violation.rule as rule, division,
          coalesce(key, '') || '|' || array_to_string(list_transform(string_split(violation.field, '+'),
            lambda field: coalesce(trim(json_extract_string(raw, '$.' || field)), '')), '|') as identity
        from (select _extract, key, raw, division, unnest(violations) as violation from ${quarantine}
          where _extract in (${wanted}))
        where violation.code = 'unique.duplicate')
      group by all)
    group by all)`
}
