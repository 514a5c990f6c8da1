import { monthOf } from './period.ts'

/** A processed extract, as far as scores need it. */
export interface ScoredExtract {
  dataset: string
  department: string
  seq: number
  mode: 'full' | 'delta'
  asOf: Date
  landedAt: Date
  /** `failed`: it could not be read at all. */
  status: 'ingested' | 'blocked' | 'failed'
  received: number
  accepted: number
  /** Declared columns that it does not have, or only under a name that nobody agreed on. */
  deviatingColumns: number
}

/**
 * The extracts of one dataset that count for each month: its last full dump and the deltas after it; without a dump
 * all its deltas. So a month says how the register stood at its end, however often it was sent: thirty daily dumps
 * count once. Blocked extracts count as they were received; ones that could not be read have nothing to count.
 */
export function countedByMonth(extracts: ScoredExtract[]): Map<string, ScoredExtract[]> {
  const months = new Map<string, ScoredExtract[]>()
  for (const extract of extracts.filter((each) => each.status !== 'failed').toSorted(byTime)) {
    const month = monthOf(extract.asOf)
    const before = extract.mode === 'full' ? [] : (months.get(month) ?? [])
    months.set(month, [...before, extract])
  }
  return months
}

/** By the time of which they speak, then by the order in which they came. */
function byTime(a: ScoredExtract, b: ScoredExtract): number {
  return a.asOf.getTime() - b.asOf.getTime() || a.seq - b.seq
}

/**
 * The last day that the platform knows of: the newest day of any extract, but none that lies after its landing, so
 * that a wrong date in a file's name moves nothing. Undefined without extracts.
 */
export function referenceDay(extracts: ScoredExtract[]): Date | undefined {
  const times = extracts.map(({ asOf, landedAt }) => Math.min(asOf.getTime(), landedAt.getTime()))
  return times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : undefined
}
