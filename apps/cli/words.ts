import { isGrave, type Outcome } from '../../pipelines/outcome.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { Io } from './io.ts'

/** A point in time as people here write it, in Asia/Shanghai. */
export function moment(at: Date | null | undefined): string {
  if (!at) return '-'
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
}

/** Seconds between two moments, `12.3 s`; still running: `…`. */
export function duration(from: Date | null | undefined, to: Date | null | undefined): string {
  if (!from) return '-'
  return to ? `${((to.getTime() - from.getTime()) / 1000).toFixed(1)} s` : '…'
}

/** Problems in words, one line each, marked by how bad they are. */
export function problemLines(io: Io, problems: Problem[] | null | undefined): string[] {
  return (problems ?? []).map(
    (problem) => `${isGrave(problem) ? '✗' : '!'} ${io.text(problem.code, problem.fields)}`,
  )
}

/** How a stage or a run stands, in words. */
export const outcomeWords = (io: Io, { state, after = '' }: Outcome) => io.text(`state.${state}`, { after })
