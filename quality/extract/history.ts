import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { HistoryFacts } from '../history.ts'
import type { ExtractResult } from './input.ts'

/** The results of rules on the extract as a whole, in quality/history's shape. */
export function extractHistory(
  dataset: Dataset,
  seq: number,
  results: ExtractResult[],
  { ruleset, period, mode, versions }: HistoryFacts,
): RawBuilder<unknown> {
  const rows = results.map((result) => {
    const { rule, code, severity, dimension, indicator, field, division, checked, failed } = result
    const about = [dataset.id, seq, dataset.providingDepartment, division, rule, field, code, severity]
    const counts = [dimension, indicator, checked, failed]
    const items = [...about, ...counts, versions?.get(rule) ?? 1, ruleset, period ?? null, mode ?? null]
    return sql`(${sql.join(items.map((item) => sql.lit(item)))})`
  })
  const names = sql`dataset, _extract, department, division, rule, field, code, severity, dimension, indicator, checked,
    failed, version, ruleset, period, mode`
  const values = rows.length > 0 ? sql.join(rows) : none
  return sql`(select dataset::varchar as dataset, _extract::integer as _extract, department::varchar as department,
    division::varchar as division, rule::varchar as rule, field::varchar as field, code::varchar as code,
    severity::varchar as severity, dimension::varchar as dimension, indicator::varchar as indicator,
    checked::bigint as checked, failed::bigint as failed, version::integer as version, ruleset::varchar as ruleset,
    period::varchar as period, mode::varchar as mode
    from (values ${values}) as history (${names}) where ${rows.length > 0 ? sql`true` : sql`false`})`
}

const none = sql`(${sql.join(Array.from({ length: 16 }, () => sql`null`))})`
