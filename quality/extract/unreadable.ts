import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { values } from '../../warehouse/engine/values.ts'
import type { HistoryFacts } from '../history.ts'

/**
 * Records that could not be read, in quarantine/<dataset>'s shape.
 * @param rejects rows of `_extract`, `_line`, `code`, `raw`
 */
export function unreadableRows(dataset: Dataset, rejects: Relation): Relation {
  return sql`(select _extract, _line, null::varchar as _op, null::varchar as key,
    true as rejected,
    [{'rule': ${sql.lit(`${dataset.id}.`)} || code, 'field': null::varchar, 'code': code, 'severity': 'reject'}] as violations,
    raw, null::varchar as division from ${rejects})`
}

/**
 * Counts of unreadable records by extract and code, in quality/history's shape.
 * @param received records of each extract
 */
export function unreadableHistory(
  dataset: Dataset,
  received: { extract: number; received: number }[],
  rejects: Relation,
  { ruleset, period, mode }: HistoryFacts,
): Relation {
  const extracts = values({ extract: 'INTEGER', received: 'BIGINT' }, received)
  return sql`(select ${sql.lit(dataset.id)} as dataset, _extract,
    ${sql.lit(dataset.providingDepartment)} as department, null::varchar as division,
    ${sql.lit(`${dataset.id}.`)} || code as rule, null::varchar as field, code, 'reject' as severity,
    'accuracy' as dimension, 'format_compliance' as indicator,
    received as checked, count(*)::bigint as failed, 1::integer as version,
    ${sql.lit(ruleset)}::varchar as ruleset, ${sql.lit(period ?? null)}::varchar as period,
    ${sql.lit(mode ?? null)}::varchar as mode
    from ${rejects} join ${extracts} as all_extracts on _extract = extract group by _extract, code, received)`
}
