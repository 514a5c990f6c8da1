import { indicators } from '../../catalog/indicators.ts'
import type { DimensionScore, ScoreTree } from './model.ts'
import { dimensions, RECTIFICATION, rectificationIndicators } from './settings.ts'

/** A row of quality/scores of one scope and period. */
export interface ScoreRow {
  period: string
  dimension: string | null
  indicator: string | null
  evaluated: number
  failed: number
  score: number
  grade: string | null
}

/** The rows of one scope and period as a tree, in the standard's order; undefined without a total. */
export function treeOf(rows: ScoreRow[]): ScoreTree | undefined {
  const total = rows.find(({ dimension }) => dimension === null)
  if (!total) return undefined
  const rectification = dimensionOf(rows, RECTIFICATION, rectificationIndicators)
  return {
    period: total.period,
    evaluated: total.evaluated,
    failed: total.failed,
    total: total.score,
    grade: total.grade ?? '',
    dimensions: dimensions.flatMap((each) => dimensionOf(rows, each, indicators[each]) ?? []),
    ...(rectification ? { rectification } : {}),
  }
}

/** A dimension; one whose present indicators all have the weight 0 has none of its own and is left out. */
function dimensionOf(
  rows: ScoreRow[],
  dimension: string,
  order: readonly string[],
): DimensionScore | undefined {
  const own = rows.find((row) => row.dimension === dimension && row.indicator === null)
  if (!own) return undefined
  const { evaluated, failed, score } = own
  const parts = order.flatMap((indicator) => {
    const row = rows.find((each) => each.dimension === dimension && each.indicator === indicator)
    return row ? [{ indicator, evaluated: row.evaluated, failed: row.failed, score: row.score }] : []
  })
  return { dimension, evaluated, failed, score, indicators: parts }
}
