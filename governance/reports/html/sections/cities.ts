import { indicators as standard } from '../../../../catalog/indicators.ts'
import { type Html, html, sound } from '../../../../core/documents/html.ts'
import { LEVELS, levelOf } from '../../charts/scale.ts'
import { tiles } from '../../charts/tiles.ts'
import type { Line } from '../../data.ts'
import { type Row, table, type View } from '../view.ts'

/** The leagues and cities: a map of tiles by total score, and league × dimension as shades. */
export function cities(view: View): Html | string {
  const { data, text, name, format } = view
  if (data.cities.length === 0) return ''
  const map = tiles(
    text('report.cities'),
    data.cities.map((city) => ({
      code: city.id,
      name: name(city.name),
      score: city.scores?.total,
      text: city.scores ? format.score(city.scores.total) : '—',
    })),
  )
  return html`<section id="cities"><h2>${text('report.cities')}</h2>
<p class="note">${text('report.cities_note')}</p>
<figure class="wide">${sound(map)}</figure>${legend(view)}
${heat(view)}</section>`
}

function legend({ text }: View): Html {
  const shades = [...LEVELS.keys(), LEVELS.length].reverse().map((level) => {
    const least = LEVELS[level - 1]
    const label =
      least === undefined
        ? text('report.below', { score: LEVELS[0] })
        : text('report.at_least', { score: least })
    return html`<span><i class="h${level}"></i>${label}</span>`
  })
  return html`<div class="legend">${shades}</div>`
}

function heat(view: View): Html {
  const { data, text } = view
  const shown = evaluated(data.cities)
  const columns = [
    { head: text('report.city') },
    ...shown.map((dimension) => ({ head: text(`dimension.${dimension}`), kind: 'c' as const })),
    { head: text('report.total'), kind: 'c' as const },
    { head: text('report.received'), kind: 'n' as const },
    { head: text('report.open'), kind: 'n' as const },
  ]
  const drawn = table(
    columns,
    data.cities.map((city) => cityRow(view, city, shown)),
  )
  return html`<div class="heat">${sound(drawn.text.replace('<table>', '<table class="heat">'))}</div>`
}

/** The dimensions that are known of any league or city; some are of registers as a whole. */
function evaluated(cities: Line[]): string[] {
  const known = new Set(
    cities.flatMap(({ scores }) => scores?.dimensions.map(({ dimension }) => dimension) ?? []),
  )
  return Object.keys(standard).filter((dimension) => known.has(dimension))
}

function cityRow(view: View, city: Line, shown: string[]): Row {
  const { data, format, name } = view
  const score = (dimension: string) => city.scores?.dimensions.find((each) => each.dimension === dimension)
  const link =
    data.scope.kind === 'region'
      ? html`<a href="cities/${city.id}.html">${name(city.name)}</a>`
      : name(city.name)
  return {
    cells: [
      html`<td class="name">${link}</td>`,
      ...shown.map((dimension) => shade(view, score(dimension))),
      shade(view, city.scores && { ...city.scores, score: city.scores.total }),
      html`<td class="n">${city.rows.received > 0 ? format.count(city.rows.received) : '—'}</td>`,
      html`<td class="n">${format.count(city.open)}</td>`,
    ],
  }
}

/** A score on its shade; its A and B show when pointed at. */
function shade(
  { format, text }: View,
  measure: { score: number; evaluated: number; failed: number } | undefined,
): Html {
  if (!measure) return html`<td class="none">—</td>`
  const title = text('report.failed_of', {
    failed: format.count(measure.failed),
    evaluated: format.count(measure.evaluated),
  })
  return html`<td class="h${levelOf(measure.score)}" title="${title}">${format.score(measure.score)}</td>`
}
