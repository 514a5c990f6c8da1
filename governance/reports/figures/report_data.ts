import type { Dataset } from '../../../catalog/dataset.ts'
import { dayOf } from '../../../core/day.ts'
import { hasText } from '../../../core/locale.ts'
import { overridesOf } from '../../overrides/override.ts'
import type { Platform } from '../../platform.ts'
import { kindOf } from '../../scores/behind.ts'
import type { Finding, IndicatorCause, Override, ReportData, ReportScope } from '../data.ts'
import { withoutIdentityText } from '../shown.ts'
import type { ReportedExtract } from './extracts.ts'
import { cityLines, datasetLines, departmentLines, openRows, rowsOf } from './lines.ts'
import { objectionsOf } from './objection_figures.ts'
import { headersOf, providerName } from './problem_rows.ts'
import { type Part, scoresOfTree, trendPoint } from './score_book.ts'
import { periodOf, type State } from './state.ts'
import { violationsOf } from './violations.ts'

/** The part of all scores that a report is about. */
function partOf({ kind, id }: ReportScope): Part {
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
  const reported = scope.kind === 'department' ? datasetsOf(platform, state, scope) : datasets
  return reported.flatMap((dataset) => {
    const sent = (state.extracts.get(dataset.id) ?? []).filter((extract) => extract.period === period)
    const seqs = new Set(sent.map(({ seq }) => seq))
    const { received } = rowsOf(state, sent)
    const placed = state.received
      .filter((count) => count.dataset === dataset.id && seqs.has(count.extract))
      .reduce((sum, count) => sum + count.received, 0)
    const department = providerName(platform, dataset)
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

const ORDER = ['error', 'block', 'reject', 'warn']

/**
 * What the ingest found on these extracts as a whole, the gravest first. A city is told of what concerns it alone:
 * findings that name it.
 */
function findingsOf(
  platform: Platform,
  datasets: Dataset[],
  extracts: ReportedExtract[],
  scope: ReportScope,
): Finding[] {
  const found = extracts.flatMap((extract) => {
    const dataset = datasets.find(({ id }) => id === extract.dataset)
    if (!dataset) return []
    return extract.problems.map(
      ({ code, fields }): Finding => ({
        dataset: dataset.name,
        department: providerName(platform, dataset),
        extract: extract.seq,
        file: withoutIdentityText(extract.fileName),
        severity: String(fields.severity ?? 'error'),
        code,
        fields,
      }),
    )
  })
  return found
    .filter(({ fields }) => scope.kind !== 'city' || fields.city === scope.id || fields.division === scope.id)
    .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}

/** Gates that a named officer opened: for extracts of these registers, and in the region's report for releases too. */
async function overridesIn(platform: Platform, scope: ReportScope, datasets: Dataset[]): Promise<Override[]> {
  const all = (await overridesOf(platform)).filter(({ status }) => status !== 'revoked')
  return all.flatMap(({ kind, subject, extract, officerName, reason, createdAt }) => {
    const dataset = datasets.find(({ id }) => kind === 'extract' && id === subject)
    if (!dataset && (kind === 'extract' || scope.kind !== 'region')) return []
    const name = dataset?.name ?? { 'zh-CN': subject, en: subject }
    return [
      { at: dayOf(createdAt), actor: officerName, subject: name, extract: extract ?? undefined, reason },
    ]
  })
}

/** What brought the indicators of a scope down in a month: rules, and what is judged without rules. */
function causesOf(platform: Platform, state: State, scope: ReportScope, period: string): IndicatorCause[] {
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
