import { type Html, html } from '../../../../core/documents/html.ts'
import { mustBeCorrected, objectionSum } from '../../picks.ts'
import type { View } from '../view.ts'

const MOST_VIOLATIONS = 5
const MOST_DATASETS = 6

/** What to do next, the gravest first. */
export function steps(view: View): Html {
  const all = [...blocked(view), ...overdue(view), ...corrections(view), ...late(view), ...weak(view)]
  const list = all.length > 0 ? all : [view.text('report.step_none')]
  return html`<section id="steps"><h2>${view.text('report.steps')}</h2>
<ol class="steps">${list.map((step) => html`<li>${step}</li>`)}</ol></section>`
}

function blocked({ data, text, name }: View): string[] {
  const stopped = data.findings.filter(({ severity }) => severity === 'block' || severity === 'error')
  const extracts = new Map(stopped.map((each) => [`${name(each.dataset)} ${each.extract}`, each]))
  return [...extracts.values()].slice(0, MOST_DATASETS).map((each) =>
    text('report.step_blocked', {
      department: name(each.department),
      dataset: name(each.dataset),
      extract: each.extract,
    }),
  )
}

function overdue({ data, text, format }: View): string[] {
  const count = objectionSum(data.objections, 'overdue') ?? 0
  return count > 0 ? [text('report.step_overdue', { objections: format.count(count) })] : []
}

function corrections(view: View): string[] {
  return view.data.scope.kind === 'department' ? ownCorrections(view) : byDepartment(view)
}

/** One step a department, the one with most rows first. */
function byDepartment({ data, text, name, format }: View): string[] {
  const open = data.departments.filter((each) => each.open > 0).toSorted((a, b) => b.open - a.open)
  const steps = open.slice(0, MOST_VIOLATIONS).flatMap((department) => {
    const own = mustBeCorrected(data.violations).filter(
      (each) => each.department['zh-CN'] === department.name['zh-CN'],
    )
    const [worst] = own
    if (!worst) return []
    return text('report.step_department', {
      department: name(department.name),
      rows: format.count(department.open),
      kinds: format.count(own.length),
      dataset: name(worst.datasetName),
      field: worst.field || '—',
      violation: name(worst.words),
      worst: format.count(worst.failed),
    })
  })
  const others = open.length - steps.length
  return others > 0 ? [...steps, text('report.step_departments', { departments: others })] : steps
}

function ownCorrections({ data, text, name, format }: View): string[] {
  const worst = mustBeCorrected(data.violations)
  const steps = worst.slice(0, MOST_VIOLATIONS).map((each) => {
    const fields = {
      department: name(each.department),
      dataset: name(each.datasetName),
      field: each.field || '—',
      violation: name(each.words),
      rows: format.count(each.failed),
    }
    return each.due
      ? text('report.step_correct_by', { ...fields, day: format.day(each.due) })
      : text('report.step_correct', fields)
  })
  const others = worst.length - steps.length
  return others > 0
    ? [...steps, text('report.step_others', { kinds: format.count(others), sheet: text('report.rectify') })]
    : steps
}

function late({ data, text, name }: View): string[] {
  const stale = data.datasets.filter(({ freshness }) => freshness?.late)
  if (stale.length === 0) return []
  const named = stale.slice(0, MOST_DATASETS).map((each) => text('report.quoted', { name: name(each.name) }))
  const fields = { datasets: named.join(text('report.comma')), count: stale.length }
  return [
    stale.length > named.length ? text('report.step_late_more', fields) : text('report.step_late', fields),
  ]
}

/** Dimensions below the grade "good". */
function weak({ data, text, format }: View): string[] {
  return (data.scores?.dimensions ?? [])
    .filter(({ score }) => score < 0.95)
    .map(({ dimension, score }) =>
      text('report.step_weak', { dimension: text(`dimension.${dimension}`), score: format.score(score) }),
    )
}
