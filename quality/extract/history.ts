import type { Dataset } from '../../catalog/dataset.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { values } from '../../warehouse/engine/values.ts'
import { historyColumns } from '../../warehouse/tables/quality.ts'
import type { HistoryFacts } from '../history.ts'
import type { ExtractResult } from './input.ts'

/** The results of rules on the extract as a whole, in quality/history's shape. */
export function extractHistory(
  dataset: Dataset,
  seq: number,
  results: ExtractResult[],
  { ruleset, period, mode, versions }: HistoryFacts,
): Relation {
  const about = { dataset: dataset.id, _extract: seq, department: dataset.providingDepartment }
  return values(
    historyColumns(),
    results.map((result) => {
      const { rule, code, severity, dimension, indicator, field, division, checked, failed } = result
      const judged = { version: versions?.get(rule) ?? 1, ruleset, period, mode }
      return {
        ...about,
        ...{ division, rule, field, code, severity, dimension, indicator, checked, failed },
        ...judged,
      }
    }),
  )
}
