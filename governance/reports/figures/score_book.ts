import { sql } from 'kysely'
import type { ScoreTree } from '../../../quality/scores/model.ts'
import { type ScoreRow, treeOf } from '../../../quality/scores/tree.ts'
import type { Platform } from '../../platform.ts'
import type { Scores, TrendPoint } from '../data.ts'

/** What scores are of; a part left out: all of it. */
export interface Part {
  department?: string | undefined
  dataset?: string | undefined
  division?: string | undefined
}

/** All scores that reports need, read once. */
export interface ScoreBook {
  /** Months with a total, the oldest first, of at most a year. */
  months(part: Part): string[]
  tree(part: Part, month: string): ScoreTree | undefined
}

type Row = ScoreRow & { department: string | null; dataset: string | null; division: string | null }

const MONTHS_SHOWN = 13

/** Reads quality/scores of the last months up to `until`; an empty book where nothing was scored yet. */
export async function openScoreBook(platform: Platform, until: string): Promise<ScoreBook> {
  const parts = new Map<string, Map<string, ScoreRow[]>>()
  for (const row of await scoreRows(platform, until)) {
    const key = keyOf({ ...row })
    const months = parts.get(key) ?? new Map<string, ScoreRow[]>()
    parts.set(key, months.set(row.period, [...(months.get(row.period) ?? []), row]))
  }
  const tree = (part: Part, month: string) => {
    const rows = parts.get(keyOf(part))?.get(month)
    return rows && treeOf(rows)
  }
  const months = (part: Part) =>
    [...(parts.get(keyOf(part))?.keys() ?? [])].filter((month) => tree(part, month)).sort()
  return { months, tree }
}

function keyOf(part: { [name in keyof Part]?: string | null | undefined }): string {
  return [part.department, part.dataset, part.division].map((each) => each ?? '').join(' ')
}

async function scoreRows(platform: Platform, until: string): Promise<Row[]> {
  const table = platform.lake.table('quality/scores')
  if (!(await table.exists())) return []
  const scores = table.select(await table.snapshot())
  return platform.engine.rows<Row>(sql`
    with months as (select distinct period from ${scores} where length(period) = 7 and period <= ${until}
      order by period desc limit ${sql.lit(MONTHS_SHOWN)})
    select department, dataset, division, period, dimension, indicator, evaluated, failed, score, grade
    from ${scores} where period in (select period from months)`)
}

export function scoresOfTree(tree: ScoreTree): Scores {
  const { period, evaluated, failed, total, grade, dimensions } = tree
  return { period, evaluated, failed, total, grade, dimensions }
}

export function trendPoint(tree: ScoreTree): TrendPoint {
  const { period, total, dimensions, rectification } = tree
  const scores = dimensions.map(({ dimension, score }): [string, number] => [dimension, score])
  if (rectification) scores.push([rectification.dimension, rectification.score])
  return { period, total, dimensions: Object.fromEntries(scores) }
}
