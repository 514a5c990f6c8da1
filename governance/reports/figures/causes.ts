import type { Dataset } from '../../../catalog/dataset.ts'
import { hasText } from '../../../core/locale.ts'
import type { Platform } from '../../platform.ts'
import { kindOf } from '../../scores/behind.ts'
import type { IndicatorCause, ReportScope } from '../data.ts'
import { headersOf } from './problem_rows.ts'
import type { State } from './state.ts'

/** What brought the indicators of a scope down in a month: rules, and what is judged without rules. */
export function causesOf(
  platform: Platform,
  state: State,
  scope: ReportScope,
  period: string,
): IndicatorCause[] {
  const sums = new Map<string, IndicatorCause>()
  for (const each of state.causes) {
    if (each.period !== period || !own(scope, each)) continue
    const key = [each.dimension, each.indicator, each.dataset, each.source].join(' ')
    const dataset = platform.catalogue.datasets.find(({ id }) => id === each.dataset)
    const known = sums.get(key)
    if (known) known.failed += each.failed
    else
      sums.set(key, {
        dimension: each.dimension,
        indicator: each.indicator,
        dataset: dataset?.name,
        kind: kindOf(each.source),
        source: each.source,
        ...(dataset ? ruleParts(state, each.source, dataset) : {}),
        failed: each.failed,
      })
  }
  return [...sums.values()].toSorted((a, b) => b.failed - a.failed || (a.source < b.source ? -1 : 1))
}

function own(scope: ReportScope, cause: State['causes'][number]): boolean {
  if (scope.kind === 'region') return true
  return scope.kind === 'city' ? cause.division === scope.id : cause.department === scope.id
}

/** Field and code of a rule's id `dataset.field.code`; of records that could not be read it is `dataset.code`. */
function ruleParts(state: State, source: string, dataset: Dataset): Pick<IndicatorCause, 'field' | 'words'> {
  if (!source.startsWith(`${dataset.id}.`)) return {}
  const rest = source.slice(dataset.id.length + 1)
  if (hasText(`violation.${rest}`)) return { words: state.words(dataset.id, rest) }
  const [field = '', ...parts] = rest.split('.')
  return { field: headersOf(dataset, field), words: state.words(dataset.id, codeIn(parts)) }
}

/** The code in the end of a rule's id, which may have a name behind it where a field has several rules of a kind. */
function codeIn(parts: string[]): string {
  const whole = parts.join('.')
  if (whole.startsWith('custom.') || hasText(`violation.${whole}`) || parts.length < 2) return whole
  return codeIn(parts.slice(0, -1))
}
