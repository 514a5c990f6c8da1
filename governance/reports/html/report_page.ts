import { html } from '../../../core/documents/html.ts'
import type { Locale } from '../../../core/locale.ts'
import type { ReportData } from '../data.ts'
import { page } from './page.ts'
import { checks } from './sections/checks.ts'
import { cities } from './sections/cities.ts'
import { cover } from './sections/cover.ts'
import { dimensions } from './sections/dimensions.ts'
import { indicators } from './sections/indicators.ts'
import { datasets, departments } from './sections/lines.ts'
import { objections } from './sections/objections.ts'
import { sources } from './sections/sources.ts'
import { steps } from './sections/steps.ts'
import { summary } from './sections/summary.ts'
import { unplaced } from './sections/unplaced.ts'
import { violations } from './sections/violations.ts'
import { viewOf } from './view.ts'

/** The quality report of a department, a league or city, or the region as one self-contained, printable page. */
export function renderReportPage(data: ReportData, locale: Locale): string {
  const view = viewOf(data, locale)
  const { text, name, format } = view
  const title = `${name(data.scope.name)} · ${text('report.title')}`
  const there = [
    'summary',
    'steps',
    'dimensions',
    'indicators',
    ...(data.departments.length > 0 ? ['departments'] : []),
    'datasets',
    ...(data.cities.length > 0 ? ['cities'] : []),
    ...(data.unplaced.length > 0 ? ['unplaced'] : []),
    'violations',
    'checks',
    'objections',
    'sources',
  ]
  const contents = there.map((id) => html`<a href="#${id}">${text(`report.${id}`)}</a>`)
  const body = html`${cover(view)}
<nav>${contents}</nav>
${[summary, steps, dimensions, indicators, departments, datasets, cities, unplaced, violations, checks, objections, sources].map((section) => section(view))}
<footer>${text('report.footer', { rows: text('report.rectify') })}</footer>`
  return page({ locale, title, head: title, right: format.period(data.period), body, audit: data.audit })
}
