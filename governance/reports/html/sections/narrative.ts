import { pointsChange } from '../../../../core/figures.ts'
import { unplacedRows, worstDimension, worstViolation } from '../../picks.ts'
import type { View } from '../view.ts'

/** The whole report in a few sentences. */
export function narrative(view: View): string {
  return [received(view), scored(view), open(view), weakest(view), unplacedSentence(view)]
    .filter(Boolean)
    .join(between(view))
}

/** What stands between two sentences. */
const between = ({ locale }: View): string => (locale === 'en' ? ' ' : '')

function received({ data, text, name, format }: View): string {
  if (data.extracts === 0)
    return text('report.say_nothing', { name: name(data.scope.name), period: format.period(data.period) })
  return text(`report.say_received_${data.scope.kind}`, {
    name: name(data.scope.name),
    period: format.period(data.period),
    extracts: format.count(data.extracts),
    received: format.count(data.rows.received),
    accepted: format.count(data.rows.accepted),
    quarantined: format.count(data.rows.quarantined),
    share: format.percent(data.rows.received > 0 ? data.rows.quarantined / data.rows.received : 0),
  })
}

/** A city learns what its report does not have; the region, what those of its cities do not. */
function unplacedSentence({ data, text, format }: View): string {
  if (data.scope.kind === 'department' || data.unplaced.length === 0) return ''
  return text('report.say_unplaced', {
    rows: format.count(unplacedRows(data)),
    datasets: format.count(data.unplaced.length),
  })
}

function scored({ data, text, format }: View): string {
  const { scores, previous } = data
  if (!scores) return ''
  const fields = { score: format.score(scores.total), grade: text(`report.grade.${scores.grade}`) }
  if (!previous) return text('report.say_score', fields)
  const change = pointsChange(scores.total, previous.total)
  const key =
    change === 0 ? 'report.say_score_same' : change > 0 ? 'report.say_score_up' : 'report.say_score_down'
  return text(key, {
    ...fields,
    period: format.period(previous.period),
    change: format.change(Math.abs(change)).replace('+', ''),
  })
}

function open({ data, text, format }: View): string {
  const kinds = data.violations.filter(({ failed, severity }) => failed > 0 && severity !== 'warn').length
  if (kinds === 0) return text('report.say_nothing_open', { day: format.day(data.asOf) })
  return text('report.say_open', {
    day: format.day(data.asOf),
    rows: format.count(data.open.rejected),
    kinds: format.count(kinds),
  })
}

function weakest(view: View): string {
  const { data, text, name, format } = view
  const dimension = data.scores && worstDimension(data.scores)
  const worst = worstViolation(data.violations)
  const parts = [
    dimension
      ? text('report.say_weakest', {
          dimension: text(`dimension.${dimension.dimension}`),
          score: format.score(dimension.score),
        })
      : '',
    worst
      ? text('report.say_commonest', {
          dataset: name(worst.datasetName),
          field: worst.field,
          violation: name(worst.words),
          rows: format.count(worst.failed),
        })
      : '',
  ]
  return parts.filter(Boolean).join(between(view))
}
