import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import type { Row } from './emitter.ts'

/** A full dump after the first: what it does not have is gone, what it has again as before is no news. */
export interface Dump {
  seq: number
  /** Local time text of the moment when it was taken. */
  asOf: string
}

/** One entry in the log of a record: a state, or (without row) its end by a dump. */
export interface Entry {
  from: string
  seq: number
  line: number
  row: Row | null
}

/** A state that a record was in: from its beginning until just before `to`; null: it still is. */
export interface State {
  row: Row
  from: string
  to: string | null
}

/**
 * What the accepted rows of one record add to its log. Written row by row, apart from `warehouse/resolve` on
 * purpose: a delta's row begins at its event; a dump's row that says nothing new is passed over, one that goes back
 * behind what was known begins when the dump was taken.
 */
export function logOf(rows: readonly Row[], dumps: readonly Dump[]): Entry[] {
  if (dumps.length === 0) return rows.map(entryOf)
  const log: Entry[] = []
  const seqs = new Set([...rows.map((row) => row.seq), ...dumps.map((dump) => dump.seq)])
  for (const seq of [...seqs].sort((a, b) => a - b)) {
    const own = rows.filter((row) => row.seq === seq)
    const dump = dumps.find((each) => each.seq === seq)
    if (dump) takeDump(log, own, dump)
    else log.push(...own.map(entryOf))
  }
  return log
}

function entryOf(row: Row): Entry {
  return { from: row.event, seq: row.seq, line: row.line, row }
}

/** True of an entry that ends the record. */
export function ends({ row }: Entry): boolean {
  return row === null || row.operation === 'D'
}

/** The states that a log tells of, in order of time, and the one that counts now. */
export function statesOf(entries: readonly Entry[]): { states: State[]; kept: State | undefined } {
  const [only] = entries
  if (only && entries.length === 1) {
    const state = only.row && !ends(only) ? { row: only.row, from: only.from, to: null } : undefined
    return { states: state ? [state] : [], kept: state }
  }
  const log = [...entries].sort((a, b) => (before(a, b) ? -1 : 1))
  const states = log.flatMap((entry, i): State[] => {
    const to = log[i + 1]?.from ?? null
    return entry.row && !ends(entry) && to !== entry.from ? [{ row: entry.row, from: entry.from, to }] : []
  })
  const last = log.at(-1)
  return { states, kept: last && !ends(last) ? states.at(-1) : undefined }
}

function takeDump(log: Entry[], own: readonly Row[], { seq, asOf }: Dump): void {
  const known = log.reduce<Entry | undefined>(
    (best, each) => (!best || before(best, each) ? each : best),
    undefined,
  )
  const live = known?.row && known.row.operation !== 'D' ? known : undefined
  const row = own.reduce<Row | undefined>(
    (best, each) => (!best || newer(each, best) ? each : best),
    undefined,
  )
  if (!row) {
    if (live && live.from <= asOf) log.push({ from: asOf, seq, line: 0, row: null })
    return
  }
  if (live?.row && sameContent(row, live.row)) return
  const back = known !== undefined && known.from > row.event && known.from <= asOf
  log.push({ from: back ? asOf : row.event, seq, line: row.line, row })
}

function before(a: Entry, b: Entry): boolean {
  if (a.from !== b.from) return a.from < b.from
  return a.seq !== b.seq ? a.seq < b.seq : a.line < b.line
}

function newer(a: Row, b: Row): boolean {
  return a.event !== b.event ? a.event > b.event : a.line > b.line
}

function sameContent(a: Row, b: Row): boolean {
  return datasetOf(catalogue, a.dataset).fields.every(
    ({ id }) => (a.values[id] ?? null) === (b.values[id] ?? null),
  )
}
