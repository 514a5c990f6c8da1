import type { Catalogue } from '../../../catalog/catalogue.ts'
import { points, pointsChange } from '../../../core/figures.ts'
import type { partsOf } from '../../../governance/scores/read.ts'
import type { ScoreTree } from '../../../quality/scores/model.ts'
import type { Io } from '../io.ts'
import '../locale_scores.ts'
import { renderTable } from '../table.ts'

/** A score as people read it, of 100 with two places. */
const scoreText = (score: number) => points(score).toFixed(2)

/** A score as lines: the total with its change, then dimensions and indicators. */
export function scoreTable(io: Io, tree: ScoreTree): string[] {
  const { period, total, grade, previous } = tree
  const before = previous
    ? io.text('scores.before', {
        period: previous.period,
        change: signed(pointsChange(total, previous.total)),
      })
    : ''
  const head = io.text('scores.total', { period, score: scoreText(total), grade: io.text(`grade.${grade}`) })
  const parts = [...tree.dimensions, ...(tree.rectification ? [tree.rectification] : [])]
  const rows = parts.flatMap((each) => [
    [io.text(`scores.dimension.${each.dimension}`), '', each.evaluated, each.failed, scoreText(each.score)],
    ...each.indicators.map((one) => [
      '',
      io.text(`scores.indicator.${one.indicator}`),
      one.evaluated,
      one.failed,
      scoreText(one.score),
    ]),
  ])
  const header = ['dimension', 'indicator', 'evaluated', 'failed', 'score'].map((name) =>
    io.text(`scores.column.${name}`),
  )
  return [`${head}${before}`, ...renderTable(header, rows)]
}

/** The totals of the departments or datasets of a scope. */
export function partTable(
  io: Io,
  catalogue: Catalogue,
  parts: Awaited<ReturnType<typeof partsOf>>,
): string[] {
  if (parts.length === 0) return []
  const rows = parts.map(({ department, dataset, tree }) => [
    nameOf(io, catalogue, department, dataset),
    scoreText(tree.total),
    io.text(`grade.${tree.grade}`),
  ])
  return renderTable(
    ['part', 'score', 'grade'].map((name) => io.text(`scores.column.${name}`)),
    rows,
  )
}

/** A line a month. */
export function trendTable(io: Io, trend: ScoreTree[]): string[] {
  if (trend.length === 0) return [io.text('scores.none')]
  const rows = trend.map((tree, at) => {
    const last = trend[at - 1]
    return [
      tree.period,
      scoreText(tree.total),
      last ? signed(pointsChange(tree.total, last.total)) : '-',
      io.text(`grade.${tree.grade}`),
    ]
  })
  const header = ['period', 'score', 'change', 'grade'].map((name) => io.text(`scores.column.${name}`))
  return renderTable(header, rows)
}

function signed(change: number): string {
  return `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(2)}`
}

function nameOf(io: Io, catalogue: Catalogue, department: string | null, dataset: string | null): string {
  const known = dataset
    ? catalogue.datasets.find(({ id }) => id === dataset)
    : catalogue.departments.find(({ id }) => id === department)
  return known?.name[io.locale] ?? dataset ?? department ?? '-'
}
