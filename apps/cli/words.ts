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
export function problemLines(io: Pick<Io, 'text'>, problems: Problem[] | null | undefined): string[] {
  return (problems ?? []).map(
    (problem) => `${isGrave(problem) ? '✗' : '!'} ${io.text(problem.code, problem.fields)}`,
  )
}

/** Most problems of a kind that are told one by one; those of a file are, since each is mended by itself. */
const EACH = { single: 10, recurring: 1 }

/** The problems of a run in words, each text once; of a kind that recurs the first ones, and how many there are. */
export function recurringProblems(io: Pick<Io, 'text'>, problems: Problem[]): string[] {
  const kinds = new Map<string, { most: number; lines: Set<string> }>()
  for (const problem of problems) {
    const single = isGrave(problem) || problem.fields.file !== undefined
    const most = single ? EACH.single : EACH.recurring
    const id = `${problem.code} ${most}`
    const kind = kinds.get(id) ?? { most, lines: new Set() }
    kinds.set(id, kind)
    for (const line of problemLines(io, [problem])) kind.lines.add(line)
  }
  return [...kinds.values()].flatMap(({ most, lines }) => {
    const shown = [...lines].slice(0, most)
    const last = shown.at(-1) ?? ''
    if (lines.size <= most) return shown
    return [...shown.slice(0, -1), io.text('run.recurring', { problem: last, count: lines.size })]
  })
}

/** How a stage or a run stands, in words. */
export const outcomeWords = (io: Io, { state, after = '' }: Outcome) => io.text(`state.${state}`, { after })
