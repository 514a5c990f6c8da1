import { datasetOf } from '../../../catalog/lookup.ts'
import type { Platform } from '../../platform.ts'
import type { ReportScope, Violation } from '../data.ts'
import type { RuleCount } from './counts.ts'
import { headersOf, providerName } from './problem_rows.ts'
import type { State } from './state.ts'

/** Rows per violation that a page lists; fewer where there are many violations, so that pages stay readable. */
export const LISTED = 200
const LISTED_IN_ALL = 2_000
const LEAST_LISTED = 10

/** The violations of a scope that rows wait for, most rows first, without their rows. */
export function violationsOf(
  platform: Platform,
  state: State,
  scope: ReportScope,
  period: string,
): Violation[] {
  const groups = new Map<string, RuleCount[]>()
  for (const count of state.rules) {
    if (!within(platform, scope, count)) continue
    groups.set(count.rule, [...(groups.get(count.rule) ?? []), count])
  }
  const fresh = failedIn(state, scope, period)
  return [...groups.values()]
    .map((counts) => violationOf(platform, state, scope, counts, fresh))
    .filter(({ failed }) => failed > 0)
    .toSorted((a, b) => mild(a) - mild(b) || b.failed - a.failed || (a.rule < b.rule ? -1 : 1))
}

/** Warnings come after what must be corrected. */
const mild = ({ severity }: Violation): number => (severity === 'warn' ? 1 : 0)

function within(platform: Platform, scope: ReportScope, count: RuleCount): boolean {
  if (scope.kind === 'city') return count.division === scope.id
  if (scope.kind === 'region') return true
  return datasetOf(platform.catalogue, count.dataset).providingDepartment === scope.id
}

function failedIn(state: State, scope: ReportScope, period: string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const cause of state.causes) {
    if (cause.period !== period || (scope.kind === 'city' && cause.division !== scope.id)) continue
    sums.set(cause.source, (sums.get(cause.source) ?? 0) + cause.failed)
  }
  return sums
}

function violationOf(
  platform: Platform,
  state: State,
  scope: ReportScope,
  counts: RuleCount[],
  fresh: Map<string, number>,
): Violation {
  const [first] = counts as [RuleCount]
  const dataset = datasetOf(platform.catalogue, first.dataset)
  const { rule, code, severity, dimension, indicator, version } = first
  return {
    ...{ rule, code, severity, dimension, indicator, version },
    words: state.words(dataset.id, code),
    dataset: dataset.id,
    datasetName: dataset.name,
    department: providerName(platform, dataset),
    field: headersOf(dataset, first.field),
    checked: counts.reduce((sum, each) => sum + each.checked, 0),
    failed: counts.reduce((sum, each) => sum + each.failed, 0),
    fresh: fresh.get(rule) ?? 0,
    rows: [],
    query: queryOf(scope, dataset.id, rule),
  }
}

/** The command that lists all rows of a rule. */
function queryOf(scope: ReportScope, dataset: string, rule: string): string {
  const own = scope.kind === 'city' ? ` and division = '${scope.id}'` : ''
  return `shuyuan query --limit 1000000 "select _extract, _line, key from quarantine.${dataset} where list_contains(list_transform(violations, lambda v: v.rule), '${rule}')${own} order by all"`
}

/** How many rows of each violation a page lists. */
export function listedEach(violations: number): number {
  return Math.max(LEAST_LISTED, Math.min(LISTED, Math.floor(LISTED_IN_ALL / Math.max(1, violations))))
}
