import type { Dataset } from '../../catalog/dataset.ts'
import { jsonRows } from '../../warehouse/engine/json_rows.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { historyColumns } from '../../warehouse/tables/quality.ts'
import type { HistoryFacts } from '../history.ts'
import type { ExtractResult } from './input.ts'

/** The results of rules on extracts as a whole, in quality/history's shape. */
export function extractHistory(
  dataset: Dataset,
  extracts: { seq: number; results: ExtractResult[] }[],
  { ruleset, period, mode, versions }: HistoryFacts,
): Relation {
  const rows = extracts.flatMap(({ seq, results }) =>
    results.map((result) => {
      const { rule, code, severity, dimension, indicator, field, division, checked, failed } = result
      return {
        ...{ dataset: dataset.id, _extract: seq, department: dataset.providingDepartment },
        ...{ division, rule, field, code, severity, dimension, indicator, checked, failed },
        ...{ version: versions?.get(rule) ?? 1, ruleset, period: period ?? null, mode: mode ?? null },
      }
    }),
  )
  return jsonRows<string>(Object.fromEntries(historyColumns().map(({ name, type }) => [name, type])), rows)
}
