import type { Dataset } from '../../../catalog/dataset.ts'
import { countedByMonth, type ScoredExtract } from '../extracts.ts'
import { type Fact, sources } from '../model.ts'
import { monthOf } from '../period.ts'
import { dueByMonth } from './due.ts'

type Counts = Pick<Fact, 'period' | 'dimension' | 'indicator' | 'source' | 'evaluated' | 'failed'>

/** The facts that follow from a dataset's extracts themselves, of every month from the first to `today`. */
export function extractFacts(dataset: Dataset, extracts: ScoredExtract[], today: Date): Fact[] {
  const counted = [...countedByMonth(extracts)].flatMap(([period, counting]) => [
    columns(dataset, period, counting),
    ...rows(dataset, period, counting, extracts),
    usable(period, counting),
  ])
  const all = [...readable(extracts), ...due(dataset, extracts, today), ...counted]
  return all
    .filter(({ evaluated }) => evaluated > 0)
    .map((counts) => ({
      department: dataset.providingDepartment,
      dataset: dataset.id,
      division: null,
      ...counts,
    }))
}

/** Data model: declared columns that the counted extracts have under a known name. */
function columns(dataset: Dataset, period: string, counting: ScoredExtract[]): Counts {
  return {
    period,
    dimension: 'conformity',
    indicator: 'data_model',
    source: sources.columns,
    evaluated: counting.length * dataset.fields.length,
    failed: sum(counting, ({ deviatingColumns }) => deviatingColumns),
  }
}

/** Completeness of records: rows that full dumps brought of those that the row count rule expects at least. */
function rows(
  dataset: Dataset,
  period: string,
  counting: ScoredExtract[],
  extracts: ScoredExtract[],
): Counts[] {
  const dump = counting.find(({ mode }) => mode === 'full')
  if (!dump) return []
  const expected = expectedRows(dataset, dump, extracts)
  return [
    {
      period,
      dimension: 'completeness',
      indicator: 'record_completeness',
      source: sources.rows,
      evaluated: expected,
      failed: Math.max(0, expected - dump.received),
    },
  ]
}

/** The least rows that the dataset's row count rules allow a dump to have; 0 without such a rule. */
function expectedRows(dataset: Dataset, dump: ScoredExtract, extracts: ScoredExtract[]): number {
  const last = extracts.findLast(
    (each) => each.mode === 'full' && each.status === 'ingested' && each.seq < dump.seq,
  )
  const least = dataset.rules.flatMap((rule) =>
    rule.kind === 'rowCount'
      ? [rule.min ?? 0, Math.ceil((rule.minShareOfLast ?? 0) * (last?.received ?? 0))]
      : [],
  )
  return Math.max(0, ...least)
}

/** Accessible: extracts that could be read at all. */
function readable(extracts: ScoredExtract[]): Counts[] {
  const months = new Map<string, ScoredExtract[]>()
  for (const each of extracts)
    months.set(monthOf(each.asOf), [...(months.get(monthOf(each.asOf)) ?? []), each])
  return [...months].map(([period, received]) => ({
    period,
    dimension: 'accessibility',
    indicator: 'accessible',
    source: sources.read,
    evaluated: received.length,
    failed: received.filter(({ status }) => status === 'failed').length,
  }))
}

/** Available: received rows that a release can be built from; none of a blocked extract. */
function usable(period: string, counting: ScoredExtract[]): Counts {
  const received = sum(counting, (each) => each.received)
  return {
    period,
    dimension: 'accessibility',
    indicator: 'available',
    source: sources.usable,
    evaluated: received,
    failed: received - sum(counting, (each) => (each.status === 'ingested' ? each.accepted : 0)),
  }
}

/** Point timeliness: extracts that the update cycle asked for. */
function due(dataset: Dataset, extracts: ScoredExtract[], today: Date): Counts[] {
  return dueByMonth(dataset, extracts, today).map(({ period, due: evaluated, missed: failed }) => ({
    period,
    dimension: 'timeliness',
    indicator: 'point_timeliness',
    source: sources.due,
    evaluated,
    failed,
  }))
}

function sum<T>(items: T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
