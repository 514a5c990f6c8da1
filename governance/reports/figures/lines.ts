import type { Dataset } from '../../../catalog/dataset.ts'
import { cities } from '../../../catalog/divisions.ts'
import { dayOf } from '../../../core/day.ts'
import { pointsChange } from '../../../core/figures.ts'
import { LONGEST_AGE } from '../../../quality/extract/freshness.ts'
import type { Platform } from '../../platform.ts'
import type { ExtractLine, Freshness, Line, RowCounts } from '../data.ts'
import { divisionName } from '../scope.ts'
import { withoutIdentityText } from '../shown.ts'
import type { ReportedExtract } from './extracts.ts'
import { providerName } from './problem_rows.ts'
import { type Part, scoresOfTree } from './score_book.ts'
import type { State } from './state.ts'

/** Rows of extracts; of a league or city, those of its division. */
export function rowsOf(state: State, extracts: ReportedExtract[], division?: string): RowCounts {
  const each = extracts.map((extract) => extractRows(state, extract, division))
  const sum = (name: keyof RowCounts) => each.reduce((total, rows) => total + rows[name], 0)
  return {
    received: sum('received'),
    accepted: sum('accepted'),
    quarantined: sum('quarantined'),
    warned: sum('warned'),
  }
}

function extractRows(state: State, extract: ReportedExtract, division?: string): RowCounts {
  if (!division) {
    const { received, accepted, quarantined, warned } = extract
    return {
      received: received ?? 0,
      accepted: accepted ?? 0,
      quarantined: quarantined ?? 0,
      warned: warned ?? 0,
    }
  }
  const { received, rejected, warned } = state.at(extract.dataset, extract.seq, division)
  return { received, accepted: received - rejected, quarantined: rejected, warned }
}

/** Rows that wait for correction in registers, and rows with warnings only. */
export function openRows(
  state: State,
  datasets: Dataset[],
  division?: string,
): { rejected: number; warned: number } {
  const ids = new Set(datasets.map(({ id }) => id))
  const open = state.open.filter((each) => ids.has(each.dataset) && (!division || each.division === division))
  return {
    rejected: open.reduce((sum, each) => sum + each.rejected, 0),
    warned: open.reduce((sum, each) => sum + each.warned, 0),
  }
}

/** What each line of a table says besides its name. */
function measures(state: State, part: Part, period: string, datasets: Dataset[]) {
  const { division } = part
  const tree = state.scores.tree(part, period)
  const before = state.scores
    .months(part)
    .filter((month) => month < period)
    .at(-1)
  const previous = before ? state.scores.tree(part, before) : undefined
  const extracts = datasets.flatMap(({ id }) => state.extracts.get(id) ?? [])
  return {
    rows: rowsOf(
      state,
      extracts.filter((extract) => extract.period === period),
      division,
    ),
    scores: tree && scoresOfTree(tree),
    change: tree && previous ? pointsChange(tree.total, previous.total) : undefined,
    open: openRows(state, datasets, division).rejected,
  }
}

/** Registers, in the catalogue's order. */
export function datasetLines(
  platform: Platform,
  state: State,
  datasets: Dataset[],
  part: Part,
  period: string,
): Line[] {
  return datasets.map((dataset) => {
    const own = { ...part, department: dataset.providingDepartment, dataset: dataset.id }
    const extracts = state.extracts.get(dataset.id) ?? []
    return {
      id: dataset.id,
      name: dataset.name,
      department: providerName(platform, dataset),
      ...measures(state, own, period, [dataset]),
      extracts: extracts
        .filter((extract) => extract.period === period)
        .map((extract) => extractLine(state, dataset, extract, part.division))
        .reverse(),
      freshness: freshnessOf(dataset, extracts, state.day),
    }
  })
}

function extractLine(
  state: State,
  dataset: Dataset,
  extract: ReportedExtract,
  division?: string,
): ExtractLine {
  const { seq, fileName, mode, asOf, status } = extract
  return {
    dataset: dataset.name,
    seq,
    file: withoutIdentityText(fileName),
    mode,
    asOf: dayOf(asOf),
    status,
    rows: extractRows(state, extract, division),
  }
}

/** Departments of these registers, in the catalogue's order. */
export function departmentLines(
  platform: Platform,
  state: State,
  datasets: Dataset[],
  part: Part,
  period: string,
): Line[] {
  return platform.catalogue.departments.flatMap(({ id, name }) => {
    const own = datasets.filter(({ providingDepartment }) => providingDepartment === id)
    if (own.length === 0) return []
    return [{ id, name, ...measures(state, { ...part, department: id }, period, own) }]
  })
}

/** The leagues and cities in which a scope has anything. */
export function cityLines(state: State, datasets: Dataset[], part: Part, period: string): Line[] {
  const lines = cities.map(({ code }) => ({
    id: code,
    name: divisionName(code),
    ...measures(state, { ...part, division: code }, period, datasets),
  }))
  return lines.some(({ scores }) => scores) ? lines : []
}

const DAY = 86_400_000
/** How old a register's newest data is on `day`, and whether that is later than its update cycle allows. */
function freshnessOf(dataset: Dataset, extracts: ReportedExtract[], day: string): Freshness {
  const { updateCycle: cycle } = dataset
  const read = extracts.filter(({ status }) => status !== 'failed')
  const newest = read.reduce<Date | undefined>(
    (last, { asOf }) => (!last || asOf > last ? asOf : last),
    undefined,
  )
  if (!newest) return { asOf: undefined, cycle, age: undefined, late: false }
  const asOf = dayOf(newest)
  const age = Math.max(0, Math.round((Date.parse(day) - Date.parse(asOf)) / DAY))
  return { asOf, cycle, age, late: age > LONGEST_AGE[cycle] }
}
