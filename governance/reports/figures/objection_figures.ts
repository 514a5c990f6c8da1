import { departmentName } from '../../../catalog/lookup.ts'
import { isOpen } from '../../../warehouse/ledger/objection_states.ts'
import type { Objection } from '../../objections/ledger/record.ts'
import { listObjections } from '../../objections/list.ts'
import { objectionStats } from '../../objections/stats.ts'
import type { Platform } from '../../platform.ts'
import type { ObjectionFigures, Objections, OpenObjection, ReportScope } from '../data.ts'
import { headersOf } from './problem_rows.ts'
import type { State } from './state.ts'

/** Open objections that a page lists. */
const LISTED = 200

/**
 * How the objections stand that a department, or every department, has to answer; of a city, those that it raised.
 * Undefined: none was ever raised.
 */
export async function objectionsOf(
  platform: Platform,
  state: State,
  scope: ReportScope,
): Promise<Objections | undefined> {
  const own =
    scope.kind === 'department'
      ? { department: scope.id }
      : scope.kind === 'city'
        ? { raisedBy: `city:${scope.id}` }
        : {}
  const all = await listObjections(platform, own)
  if (all.length === 0) return undefined
  const ids = new Set(all.map(({ id }) => id))
  const stats = await objectionStats(platform, { among: ({ id }) => ids.has(id) })
  const open = all
    .filter(({ state: at }) => isOpen(at))
    .toSorted((a, b) => ((a.closeDue ?? '9') < (b.closeDue ?? '9') ? -1 : 1))
  return {
    departments: stats.map(({ department, ...each }) => ({
      ...figuresOf(each),
      department: departmentName(platform.catalogue, department),
    })),
    open: open.slice(0, LISTED).map((each) => openObjection(platform, state, each)),
  }
}

type Stats = Omit<Awaited<ReturnType<typeof objectionStats>>[number], 'department'>

function figuresOf(stats: Stats): Omit<ObjectionFigures, 'department'> {
  const { raised, open, overdue, fixed, fixRate, reopenRate, meanWorkingDays } = stats
  return {
    ...{ raised, open, overdue, fixed },
    fixRate: fixRate ?? undefined,
    reopenRate: reopenRate ?? undefined,
    meanWorkingDays: meanWorkingDays ?? undefined,
  }
}

function openObjection(platform: Platform, state: State, objection: Objection): OpenObjection {
  const { id, field, code, closeDue, itemsOpen, itemsTotal } = objection
  const dataset = platform.catalogue.datasets.find((each) => each.id === objection.dataset)
  return {
    id,
    department: departmentName(platform.catalogue, objection.department),
    dataset: dataset?.name ?? { 'zh-CN': objection.dataset, en: objection.dataset },
    field: dataset ? headersOf(dataset, field) : (field ?? ''),
    words: code ? state.words(objection.dataset, code) : undefined,
    state: objection.state,
    rowsOpen: itemsOpen,
    rows: itemsTotal,
    due: closeDue ?? undefined,
    overdue: closeDue !== null && closeDue < state.day,
  }
}
