import { sql } from 'kysely'
import { type HistoryRow, scoresBy, totalScore } from '../quality/scores.ts'
import type { Platform } from './platform.ts'

export const grades = ['excellent', 'good', 'fair', 'pass', 'fail'] as const
export type Grade = (typeof grades)[number]

/** A score of 0 to 100 and the grade it stands for. */
export interface DatasetScore {
  department: string
  dataset: string
  score: number
  grade: Grade
}

const LOWEST: [Grade, number][] = [
  ['excellent', 99],
  ['good', 95],
  ['fair', 90],
  ['pass', 80],
]

/** The grade of a score of 0 to 100. */
export function gradeOf(score: number): Grade {
  return LOWEST.find(([, least]) => score >= least)?.[0] ?? 'fail'
}

/** Counts by rule of every extract ingested so far, from quality/history. */
export async function qualityHistory(platform: Platform): Promise<HistoryRow[]> {
  const table = platform.lake.table('quality/history')
  if (!(await table.exists())) return []
  return platform.engine.rows<HistoryRow>(sql`
    select dataset, department, division, code, dimension, indicator,
      sum(checked)::double as checked, sum(failed)::double as failed
    from ${table.select(await table.snapshot())} group by all order by all`)
}

/** The total score of each dataset over all its extracts. */
export async function datasetScores(platform: Platform): Promise<DatasetScore[]> {
  const byDataset = scoresBy(await qualityHistory(platform), (row) => row.dataset)
  return platform.catalogue.datasets.flatMap((dataset) => {
    const total = totalScore(byDataset.get(dataset.id) ?? [])
    if (total === undefined) return []
    const score = total * 100
    return [{ department: dataset.providingDepartment, dataset: dataset.id, score, grade: gradeOf(score) }]
  })
}
