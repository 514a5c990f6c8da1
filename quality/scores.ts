/** A row of quality/history, as far as scores need it. */
export interface HistoryRow {
  dataset: string
  department: string
  division?: string | null
  code: string
  dimension: string
  indicator: string
  checked: number | bigint
  failed: number | bigint
}

export interface Score {
  dimension: string
  /** From 0 to 1: the mean of the indicators, each 1 − failed / checked. */
  score: number
  indicators: { indicator: string; checked: number; failed: number; score: number }[]
}

/** Weight of a dimension in the total. GB/T 36344 gives none; these are equal unless configured. */
export type Weights = Record<string, number>

/**
 * Scores by dimension. Failed elements are counted for every indicator, so each is 1 − A/B, also duplication and
 * dirty data. Nothing checked: no indicator, and a dimension without one is left out.
 */
export function scoresOf(rows: HistoryRow[]): Score[] {
  const dimensions = new Map<string, Map<string, { checked: number; failed: number }>>()
  for (const row of rows) {
    const indicators = dimensions.get(row.dimension) ?? new Map<string, { checked: number; failed: number }>()
    const sums = indicators.get(row.indicator) ?? { checked: 0, failed: 0 }
    indicators.set(row.indicator, {
      checked: sums.checked + Number(row.checked),
      failed: sums.failed + Number(row.failed),
    })
    dimensions.set(row.dimension, indicators)
  }
  return [...dimensions].flatMap(([dimension, indicators]) => {
    const scored = [...indicators]
      .filter(([, sums]) => sums.checked > 0)
      .map(([indicator, sums]) => ({ indicator, ...sums, score: 1 - sums.failed / sums.checked }))
    if (scored.length === 0) return []
    return [
      {
        dimension,
        score: scored.reduce((sum, each) => sum + each.score, 0) / scored.length,
        indicators: scored,
      },
    ]
  })
}

/** Weighted mean of the dimensions, from 0 to 1; undefined when nothing was checked. */
export function totalScore(scores: Score[], weights: Weights = {}): number | undefined {
  const weight = (score: Score) => weights[score.dimension] ?? 1
  const sum = scores.reduce((total, score) => total + weight(score), 0)
  return sum > 0 ? scores.reduce((total, score) => total + score.score * weight(score), 0) / sum : undefined
}

/** Scores of each group of rows, by whatever `key` names: dataset, department, division. */
export function scoresBy(rows: HistoryRow[], key: (row: HistoryRow) => string): Map<string, Score[]> {
  const groups = new Map<string, HistoryRow[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return new Map([...groups].map(([name, group]) => [name, scoresOf(group)]))
}
