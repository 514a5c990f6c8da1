import { join } from 'node:path'
import { catalogue } from '../catalog/catalogue.ts'
import { keepsHistory } from '../catalog/dataset.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { twoCodes } from './code_check_truth.ts'
import type { Row } from './emitter.ts'
import { type Extract, extracts, type Stage } from './extracts.ts'
import { Lines, PendingLines } from './files/lines.ts'
import { GoldenModel, type Kept } from './golden.ts'
import { groupBy } from './group.ts'
import { HistoryModel } from './history_truth.ts'
import { identityText, keyOf } from './identity.ts'
import { KeyLinks, noLinks } from './key_links.ts'
import { type Dump, type Entry, logOf, type State, statesOf } from './truth_log.ts'

export type Rows = Record<string, readonly Row[]>

/** What the truth of a stage has of one subject. */
export interface SubjectTruth {
  golden: PendingLines
  conflicts: PendingLines
  codeCheck: PendingLines
  history: [dataset: string, lines: PendingLines][]
}

interface Golden {
  model: GoldenModel
  lines: Lines
  keyChanges: Foundation['keyChanges']
}

/** The files of the truth of one stage, and what a subject's rows come to when the stage ends. */
export class StageTruth {
  readonly faults: Lines
  readonly extracts: Lines
  readonly dumps: ReadonlyMap<string, Dump[]>
  private readonly conflicts: Lines
  private readonly codeCheck: Lines
  private readonly foundations = new Map<string, Golden>()
  private readonly histories = new Map<string, { model: HistoryModel; lines: Lines }>()
  private readonly last: ReadonlyMap<string, number>

  constructor(
    folder: string,
    readonly stage: Stage,
  ) {
    this.faults = new Lines(join(folder, `faults.${stage}.jsonl`))
    this.extracts = new Lines(join(folder, `extracts.${stage}.jsonl`))
    this.conflicts = new Lines(join(folder, 'conflicts.jsonl'))
    this.codeCheck = new Lines(join(folder, 'code_check.jsonl'))
    const here = extractsUpTo(stage)
    this.dumps = dumpsOf(here)
    this.last = new Map(here.map(({ dataset, seq }) => [dataset, seq]))
    for (const { id, datasets, keyChanges } of catalogue.foundations) {
      const days = here.filter((each) => datasets.includes(each.dataset)).map((each) => each.asOf)
      const asOf = days.sort().at(-1) ?? ''
      const lines = new Lines(join(folder, `${id}.jsonl`))
      this.foundations.set(id, { model: new GoldenModel(id, asOf), lines, keyChanges })
    }
    for (const dataset of catalogue.datasets.filter(keepsHistory)) {
      const lines = new Lines(join(folder, 'history', `${dataset.id}.jsonl`))
      this.histories.set(dataset.id, { model: new HistoryModel(dataset), lines })
    }
  }

  /** The rows that have been delivered when the stage ends. */
  delivered(dataset: string, rows: readonly Row[]): readonly Row[] {
    const last = this.last.get(dataset) ?? 0
    return rows.every(({ seq }) => seq <= last) ? rows : rows.filter(({ seq }) => seq <= last)
  }

  /** Whether a subject's rows come to the same in both stages: no extract between them bears on it. */
  agrees(foundationId: string, rows: Rows, other: StageTruth): boolean {
    if (this.foundations.get(foundationId)?.model.expires) return false
    for (const dataset in rows) {
      const own = rows[dataset] ?? []
      if (own.length === 0) continue
      if (this.dumps.get(dataset)?.length !== other.dumps.get(dataset)?.length) return false
      if (this.delivered(dataset, own).length !== other.delivered(dataset, own).length) return false
    }
    return true
  }

  /** What the register of changed keys says now. */
  links(foundationId: string, rows: Rows): KeyLinks {
    const changes = this.foundations.get(foundationId)?.keyChanges
    const own = rows[changes?.dataset ?? '']
    if (!changes || !own || own.length === 0) return noLinks
    return new KeyLinks(
      changes,
      this.logs(changes.dataset, own).flatMap((log) => statesOf(log).kept ?? []),
    )
  }

  /** The states of a subject's records, its golden records, and its disagreements. */
  subject(foundationId: string, rows: Rows, links: KeyLinks): SubjectTruth | null {
    const { model } = this.foundations.get(foundationId) ?? {}
    if (!model) return null
    const told: SubjectTruth = {
      golden: new PendingLines(),
      conflicts: new PendingLines(),
      codeCheck: new PendingLines(),
      history: [],
    }
    for (const each of links.doubtful) told.conflicts.add({ foundation: foundationId, ...each })
    const subjects = new Map<string, (State | undefined)[]>()
    for (const dataset in rows) {
      for (const state of this.records(dataset, rows[dataset] ?? [], links, told)) {
        const key = keyOf(state.row)
        const states = subjects.get(key) ?? new Array<State | undefined>(model.datasets.length).fill(undefined)
        subjects.set(key, states)
        const at = model.placeOf(dataset)
        const best = states[at]
        if (at >= 0 && (!best || later(state, best))) states[at] = state
      }
    }
    const records: Record<string, unknown>[] = []
    for (const [key, states] of subjects) {
      const kept: Kept = states.map((state) => state?.row)
      if (!kept.some((row) => row)) continue
      const record = model.record(key, kept)
      told.golden.add(record)
      records.push(record)
      for (const each of model.disagreements(key, kept))
        told.conflicts.add({ foundation: foundationId, key, ...each })
    }
    if (records.length > 1) for (const each of twoCodes(foundationId, records)) told.codeCheck.add(each)
    return told
  }

  write(foundationId: string, { golden, conflicts, codeCheck, history }: SubjectTruth): void {
    this.foundations.get(foundationId)?.lines.append(golden)
    this.conflicts.append(conflicts)
    this.codeCheck.append(codeCheck)
    for (const [dataset, lines] of history) this.histories.get(dataset)?.lines.append(lines)
  }

  /** Adds a finding of the verifier of codes. */
  finding(found: object): void {
    this.codeCheck.add(found)
  }

  /** How many lines its files have. */
  close() {
    for (const each of [this.faults, this.extracts, this.conflicts, this.codeCheck]) each.close()
    const golden = counts(this.foundations)
    const history = counts(this.histories)
    return { faults: this.faults.count, conflicts: this.conflicts.count, golden, history }
  }

  /** The states of a subject's records in one register that count, under its present key; all of them are written. */
  private records(dataset: string, all: readonly Row[], links: KeyLinks, told: SubjectTruth): State[] {
    if (all.length === 0) return []
    const history = this.histories.get(dataset)
    const lines = new PendingLines()
    const counted: State[] = []
    for (const log of ofRecords(links.moved(this.logs(dataset, all)))) {
      const { states, kept } = statesOf(log)
      history?.model.write(states, lines)
      if (kept) counted.push(kept)
    }
    if (lines.count > 0) told.history.push([dataset, lines])
    return counted
  }

  /** The log of each record in one register, as it was delivered. */
  private logs(dataset: string, all: readonly Row[]): Entry[][] {
    const rows = this.delivered(dataset, all)
    const dumps = this.dumps.get(dataset) ?? []
    if (rows.length === 0) return []
    if (rows.length === 1) return [logOf(rows, dumps)]
    return [...groupBy(rows, identityText).values()].map((own) => logOf(own, dumps))
  }
}

/** Logs of one record each: what came under several keys is put together. */
export function ofRecords(logs: Entry[][]): Entry[][] {
  if (logs.length < 2) return logs
  const records = groupBy(
    logs,
    (log) => log.map(({ row }) => row && identityText(row)).find((each) => each !== null) ?? '',
  )
  return [...records.values()].map((own) => own.flat())
}

function counts(files: Map<string, { lines: Lines }>): Record<string, number> {
  return Object.fromEntries(
    [...files].map(([id, { lines }]) => {
      lines.close()
      return [id, lines.count]
    }),
  )
}

/** The extracts that have been delivered when the stage ends. */
function extractsUpTo(stage: Stage): Extract[] {
  return extracts.filter((each) => each.stage === 'initial' || stage === 'update')
}

/** Full dumps after the first extract of their dataset. */
function dumpsOf(delivered: Extract[]): Map<string, Dump[]> {
  const again = delivered.filter(({ mode, seq }) => mode === 'full' && seq > 1)
  return new Map(
    [...groupBy(again, (each) => each.dataset)].map(([dataset, own]) => [
      dataset,
      own.map(({ seq, asOf }) => ({ seq, asOf: `${asOf} 00:00:00` })),
    ]),
  )
}

function later(a: State, b: State): boolean {
  if (a.from !== b.from) return a.from > b.from
  return a.row.seq !== b.row.seq ? a.row.seq > b.row.seq : a.row.line > b.row.line
}
