import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { ScoreScope, ScoreTree } from '../../quality/scores/model.ts'
import { lengthOf } from '../../quality/scores/period.ts'
import { type ScoreRow, treeOf } from '../../quality/scores/tree.ts'
import type { Platform } from '../platform.ts'
import './locale.ts'

/**
 * The score of a scope in a period (the newest month with a score where none is named), with the score of the last
 * period of the same length before it; undefined without anything evaluated.
 * @throws ShuyuanError `catalog.unknown_dataset`, `pipelines.unknown_period`
 */
export async function scoresOf(platform: Platform, scope: ScoreScope = {}): Promise<ScoreTree | undefined> {
  const { period = 'month', ...rest } = scope
  const length = period === 'month' ? period : lengthOf(period)
  if (!length) throw new ShuyuanError('pipelines.unknown_period', { period })
  const trees = treesOf(await rowsOf(platform, rest)).filter((tree) => lengthOf(tree.period) === length)
  const at = period === 'month' ? trees.length - 1 : trees.findIndex((tree) => tree.period === period)
  const [tree, previous] = [trees[at], trees[at - 1]]
  return tree && { ...tree, ...(previous ? { previous } : {}) }
}

/** The newest month in which a scope has a score; undefined without one. */
export async function newestPeriod(platform: Platform, scope: ScoreScope): Promise<string | undefined> {
  const { department, dataset, division } = scope
  return (await scoresOf(platform, { department, dataset, division }))?.period
}

/** The scores of a scope in every month, the oldest first; in every year with `length: 'year'`. */
export async function trendOf(
  platform: Platform,
  scope: Omit<ScoreScope, 'period'> & { length?: 'month' | 'year' } = {},
): Promise<ScoreTree[]> {
  const { length = 'month', ...rest } = scope
  return treesOf(await rowsOf(platform, rest)).filter((tree) => lengthOf(tree.period) === length)
}

/** The totals of the parts of a scope in one period: of the region its departments, of a department its datasets. */
export async function partsOf(
  platform: Platform,
  scope: ScoreScope & { period: string },
): Promise<
  { department: string | null; dataset: string | null; division: string | null; tree: ScoreTree }[]
> {
  const table = platform.lake.table('quality/scores')
  if (!(await table.exists())) return []
  const parts = scope.department
    ? sql`department = ${scope.department} and dataset is not null`
    : sql`department is not null and dataset is null`
  const rows = await platform.engine.rows<Row>(sql`select * from ${table.select(await table.snapshot())}
    where period = ${scope.period} and ${parts} and division is not distinct from ${scope.division ?? null}`)
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const name = `${row.department} ${row.dataset}`
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return [...groups.values()].flatMap((group) => {
    const tree = treeOf(group)
    const [first] = group
    return tree && first
      ? [{ department: first.department, dataset: first.dataset, division: first.division, tree }]
      : []
  })
}

type Row = ScoreRow & { department: string | null; dataset: string | null; division: string | null }

async function rowsOf(platform: Platform, scope: Omit<ScoreScope, 'period'>): Promise<ScoreRow[]> {
  const table = platform.lake.table('quality/scores')
  if (!(await table.exists())) return []
  const { dataset, division } = scope
  const department = dataset
    ? datasetOf(platform.catalogue, dataset).providingDepartment
    : (scope.department ?? null)
  return platform.engine.rows<ScoreRow>(sql`select period, dimension, indicator, evaluated, failed, score, grade
    from ${table.select(await table.snapshot())}
    where department is not distinct from ${department} and dataset is not distinct from ${dataset ?? null}
      and division is not distinct from ${division ?? null} order by period`)
}

function treesOf(rows: ScoreRow[]): ScoreTree[] {
  const periods = new Map<string, ScoreRow[]>()
  for (const row of rows) periods.set(row.period, [...(periods.get(row.period) ?? []), row])
  return [...periods.values()].flatMap((each) => treeOf(each) ?? [])
}
