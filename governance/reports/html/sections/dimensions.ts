import { type Html, html, sound } from '../../../../core/documents/html.ts'
import { pointsChange } from '../../../../core/figures.ts'
import { radar } from '../../charts/radar.ts'
import { trend } from '../../charts/trend.ts'
import type { ReportData, Scores } from '../../data.ts'
import { bar, changeText, table, type View } from '../view.ts'

/** The six dimensions as a radar and a table, and how they went over the periods. */
export function dimensions(view: View): Html {
  const { data, text } = view
  if (!data.scores)
    return html`<section id="dimensions"><h2>${text('report.dimensions')}</h2><p>${text('report.no_scores')}</p></section>`
  const before = data.trend.find(({ period }) => period === data.previous?.period)
  const drawn = radar({
    label: text('report.dimensions'),
    now: view.format.period(data.scores.period),
    before: before && view.format.period(before.period),
    axes: data.scores.dimensions.map(({ dimension, score }) => ({
      label: text(`dimension.${dimension}`),
      now: score,
      text: view.format.score(score),
      before: before?.dimensions[dimension],
    })),
  })
  return html`<section id="dimensions"><h2>${text('report.dimensions')}</h2>
<div class="two"><figure>${sound(drawn.svg)}<figcaption>${text('report.axis_from', { floor: drawn.floor })}</figcaption></figure>
<div>${dimensionTable(view, data.scores, before, drawn.floor)}</div></div>
${trendFigure(view)}</section>`
}

function dimensionTable(
  view: View,
  scores: Scores,
  before: ReportData['trend'][number] | undefined,
  floor: number,
): Html {
  const { text, format, data } = view
  const row = (label: string, score: number, was: number | undefined) => ({
    cells: [
      label,
      format.score(score),
      changeText(view, was === undefined ? undefined : pointsChange(score, was)),
      bar(score, floor),
    ],
  })
  const rows = scores.dimensions.map(({ dimension, score }) =>
    row(text(`dimension.${dimension}`), score, before?.dimensions[dimension]),
  )
  const rectification = data.rectification
    ? [row(text('report.rectification'), data.rectification.score, before?.dimensions.rectification)]
    : []
  const sum = { ...row(text('report.total'), scores.total, before?.total), kind: 'sum' as const }
  return table(
    [
      { head: text('report.dimension') },
      { head: text('report.score'), kind: 'n' },
      { head: text('report.change'), kind: 'n' },
      { head: text('report.from_floor', { floor }) },
    ],
    [...rows, ...rectification, sum],
  )
}

function trendFigure({ data, text, format }: View): Html | string {
  if (data.trend.length < 2) return html`<p class="note">${text('report.one_period')}</p>`
  const names = data.scores?.dimensions.map(({ dimension }) => dimension) ?? []
  const drawn = trend({
    label: text('report.trend'),
    score: format.score,
    periods: data.trend.map(({ period }) => format.period(period)),
    lines: [
      { label: text('report.total'), scores: data.trend.map(({ total }) => total) },
      ...names.map((dimension) => ({
        label: text(`dimension.${dimension}`),
        scores: data.trend.map((point) => point.dimensions[dimension]),
      })),
    ],
  })
  return html`<h3>${text('report.trend')}</h3><figure class="wide">${sound(drawn.svg)}<figcaption>${text('report.axis_from', { floor: drawn.floor })}</figcaption></figure>`
}
