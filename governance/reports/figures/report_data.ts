import type { Dataset } from '../../../catalog/dataset.ts'
import type { Platform } from '../../platform.ts'
import type { ReportData, ReportScope } from '../data.ts'
import { causesOf } from './causes.ts'
import { findingsOf } from './findings.ts'
import { cityLines, datasetLines, departmentLines, openRows, rowsOf } from './lines.ts'
import { objectionsOf } from './objection_figures.ts'
import { overridesIn } from './overrides.ts'
import { departmentName } from './problem_rows.ts'
import { type Part, scoresOfTree, trendPoint } from './score_book.ts'
import { periodOf, type State } from './state.ts'
import { violationsOf } from './violations.ts'

/** The part of all scores that a report is about. */
export function partOf({ kind, id }: ReportScope): Part {
  if (kind === 'region') return {}
  return kind === 'department' ? { department: id } : { division: id }
}

/** The registers of which a report tells: a city's, those that have anything of it. */
export function datasetsOf(platform: Platform, state: State, scope: ReportScope): Dataset[] {
  const { datasets } = platform.catalogue
  if (scope.kind === 'region') return datasets
  if (scope.kind === 'department') return datasets.filter((each) => each.providingDepartment === scope.id)
  const here = new Set(
    state.received.filter(({ division }) => division === scope.id).map(({ dataset }) => dataset),
  )
  return datasets.filter(({ id }) => here.has(id))
}

/** What one report says, but for the rows behind its violations. */
export async function reportData(platform: Platform, state: State, scope: ReportScope): Promise<ReportData> {
  const part = partOf(scope)
  const period = periodOf(state, part)
  const datasets = datasetsOf(platform, state, scope)
  const division = part.division
  const extracts = datasets.flatMap(({ id }) => state.extracts.get(id) ?? [])
  const now = extracts.filter((extract) => extract.period === period)
  const here = division ? now.filter((extract) => rowsOf(state, [extract], division).received > 0) : now
  const violations = violationsOf(platform, state, scope, period)
  return {
    scope,
    period,
    asOf: state.asOf,
    day: state.day,
    rows: rowsOf(state, now, division),
    extracts: here.length,
    open: openRows(state, datasets, division),
    ...scoreParts(state, part, period),
    datasets: datasetLines(platform, state, datasets, part, period),
    departments: scope.kind === 'department' ? [] : departmentLines(platform, state, datasets, part, period),
    cities: scope.kind === 'city' ? [] : cityLines(state, datasets, part, period),
    violations,
    unplaced: unplacedOf(platform, state, scope, period),
    causes: causesOf(platform, state, scope, period),
    findings: findingsOf(platform, datasets, now, scope),
    objections: await objectionsOf(platform, state, scope),
    overrides: await overridesIn(platform, scope, datasets),
    versions: { tables: tablesOf(state, datasets), rulesets: rulesetsOf(state, datasets) },
  }
}

/** Registers of which rows of the period belong to no league or city: of a department its own, else all. */
function unplacedOf(
  platform: Platform,
  state: State,
  scope: ReportScope,
  period: string,
): ReportData['unplaced'] {
  const { datasets } = platform.catalogue
  const told = scope.kind === 'department' ? datasetsOf(platform, state, scope) : datasets
  return told.flatMap((dataset) => {
    const sent = (state.extracts.get(dataset.id) ?? []).filter((extract) => extract.period === period)
    const seqs = new Set(sent.map(({ seq }) => seq))
    const { received } = rowsOf(state, sent)
    const placed = state.received
      .filter((count) => count.dataset === dataset.id && seqs.has(count.extract))
      .reduce((sum, count) => sum + count.received, 0)
    const department = departmentName(platform, dataset)
    return received > placed ? [{ dataset: dataset.name, department, received, rows: received - placed }] : []
  })
}

function scoreParts(state: State, part: Part, period: string) {
  const months = state.scores.months(part)
  const trees = months.flatMap((month) => state.scores.tree(part, month) ?? [])
  const tree = trees.find((each) => each.period === period)
  const previous = trees.filter((each) => each.period < period).at(-1)
  return {
    scores: tree && scoresOfTree(tree),
    previous: previous && { period: previous.period, total: previous.total },
    rectification: tree?.rectification,
    trend: trees.map(trendPoint),
  }
}

function tablesOf(state: State, datasets: Dataset[]): ReportData['versions']['tables'] {
  const own = new Set(datasets.map(({ id }) => `quarantine/${id}`))
  return state.tables.filter(([name]) => !name.startsWith('quarantine/') || own.has(name))
}

function rulesetsOf(state: State, datasets: Dataset[]): ReportData['versions']['rulesets'] {
  return datasets.flatMap((dataset) => {
    const last = state.extracts.get(dataset.id)?.findLast(({ ruleset }) => ruleset)
    return last?.ruleset ? [[dataset.name, last.ruleset.slice(0, 16)] as [Dataset['name'], string]] : []
  })
}
