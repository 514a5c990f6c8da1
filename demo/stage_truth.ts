import { join } from 'node:path'
import { catalogue } from '../catalog/catalogue.ts'
import { keepsHistory } from '../catalog/dataset.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { twoCodes } from './code_check_truth.ts'
import type { Row } from './emitter.ts'
import type { Extract, Stage } from './extracts.ts'
import { Lines, PendingLines } from './files/lines.ts'
import { GoldenModel, type Kept } from './golden.ts'
import { groupBy } from './group.ts'
import { HistoryModel } from './history_truth.ts'
import { identityText, keyOf } from './identity.ts'
import { KeyLinks, noLinks } from './key_links.ts'
import { type Dump, type Entry, logOf, type State, statesOf } from './truth_log.ts'

export type Rows = Record<string, readonly Row[]>

/** What the lists of a stage have of one subject. */
export interface SubjectTruth {
  conflicts: PendingLines
  codeCheck: PendingLines
}

interface Golden {
  model: GoldenModel
  keyChanges: Foundation['keyChanges']
}

/** The tables of golden records and of states: `<foundation>.tsv`, `history/<dataset>.tsv`. */
export class TruthTables {
  private readonly golden: Map<string, Lines>
  private readonly history: Map<string, Lines>

  /** @param part of the tables that is kept in files of its own */
  constructor(folder: string, part?: string) {
    const file = (name: string) => join(folder, `${name}${part ? `.${part}` : ''}.tsv`)
    this.golden = new Map(
      catalogue.foundations.map(({ id }) => [id, new Lines(file(id), new GoldenModel(id, '').columns)]),
    )
    this.history = new Map(
      [...historyModels].map(([id, { columns }]) => [id, new Lines(file(join('history', id)), columns)]),
    )
  }

  /** Adds a golden record. */
  addGolden(foundationId: string, record: readonly (string | null)[]): void {
    this.golden.get(foundationId)?.addRow(record)
  }

  /** Adds the states of a record, of a dataset that keeps its history. */
  addStates(dataset: string, states: readonly State[]): void {
    const lines = this.history.get(dataset)
    if (lines) for (const state of states) lines.addRow(historyModels.get(dataset)?.row(state) ?? [])
  }

  /** How many rows they have, by foundation and by dataset. */
  close(): { golden: Record<string, number>; history: Record<string, number> } {
    return { golden: counts(this.golden), history: counts(this.history) }
  }
}

const historyModels = new Map(
  catalogue.datasets.filter(keepsHistory).map((dataset) => [dataset.id, new HistoryModel(dataset)]),
)

/** What a subject's rows come to when a stage ends, and the lists of the stage. */
export class StageTruth {
  readonly faults: Lines
  readonly extracts: Lines
  readonly dumps: ReadonlyMap<string, Dump[]>
  private readonly conflicts: Lines
  private readonly codeCheck: Lines
  private readonly foundations: Map<string, Golden>
  /** The first extract of each dataset in the stage, and the last one. */
  private readonly first: ReadonlyMap<string, number>
  private readonly last: ReadonlyMap<string, number>

  constructor(
    folder: string,
    readonly stage: Stage,
    extracts: readonly Extract[],
  ) {
    this.faults = new Lines(join(folder, `faults.${stage}.jsonl`))
    this.extracts = new Lines(join(folder, `extracts.${stage}.jsonl`))
    this.conflicts = new Lines(join(folder, 'conflicts.jsonl'))
    this.codeCheck = new Lines(join(folder, 'code_check.jsonl'))
    const here = extractsUpTo(stage, extracts)
    this.dumps = dumpsOf(here)
    const own = here.filter((each) => each.stage === stage).reverse()
    this.first = new Map(own.map(({ dataset, seq }) => [dataset, seq]))
    this.last = new Map(here.map(({ dataset, seq }) => [dataset, seq]))
    this.foundations = new Map(
      catalogue.foundations.map(({ id, datasets, keyChanges }) => {
        const days = here.filter((each) => datasets.includes(each.dataset)).map((each) => each.asOf)
        return [id, { model: new GoldenModel(id, days.sort().at(-1) ?? ''), keyChanges }]
      }),
    )
  }

  /** The rows that have been delivered when the stage ends. */
  delivered(dataset: string, rows: readonly Row[]): readonly Row[] {
    const last = this.last.get(dataset) ?? 0
    for (const row of rows) if (row.seq > last) return rows.filter(({ seq }) => seq <= last)
    return rows
  }

  /** Whether one of the rows comes in this stage. */
  brings(dataset: string, rows: readonly Row[]): boolean {
    const first = this.first.get(dataset) ?? 0
    const last = this.last.get(dataset) ?? 0
    for (const { seq } of rows) if (seq >= first && seq <= last) return true
    return false
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

  /** Writes the states of a subject's records and its golden records; returns its disagreements. */
  subject(foundationId: string, rows: Rows, links: KeyLinks, tables: TruthTables): SubjectTruth {
    const told: SubjectTruth = { conflicts: new PendingLines(), codeCheck: new PendingLines() }
    const { model } = this.foundations.get(foundationId) ?? {}
    if (!model) return told
    for (const each of links.doubtful) told.conflicts.add({ foundation: foundationId, ...each })
    const subjects = new Map<string, (State | undefined)[]>()
    for (const dataset in rows) {
      for (const state of this.records(dataset, rows[dataset] ?? [], links, tables)) {
        const key = keyOf(state.row)
        const states =
          subjects.get(key) ?? new Array<State | undefined>(model.datasets.length).fill(undefined)
        subjects.set(key, states)
        const at = model.placeOf(dataset)
        const best = states[at]
        if (at >= 0 && (!best || later(state, best))) states[at] = state
      }
    }
    const records: (string | null)[][] = []
    for (const [key, states] of subjects) {
      const kept: Kept = states.map((state) => state?.row)
      if (!kept.some((row) => row)) continue
      const record = model.record(key, kept)
      tables.addGolden(foundationId, record)
      records.push(record)
      for (const each of model.disagreements(key, kept))
        told.conflicts.add({ foundation: foundationId, key, ...each })
    }
    if (records.length > 1)
      for (const each of twoCodes(
        foundationId,
        records.map((record) => named(model.columns, record)),
      ))
        told.codeCheck.add(each)
    return told
  }

  /** Adds a subject's part of the lists. */
  write({ conflicts, codeCheck }: SubjectTruth): void {
    this.conflicts.append(conflicts)
    this.codeCheck.append(codeCheck)
  }

  /** Adds a finding of the verifier of codes. */
  finding(found: object): void {
    this.codeCheck.add(found)
  }

  close(): void {
    for (const each of [this.faults, this.extracts, this.conflicts, this.codeCheck]) each.close()
  }

  /** How many lines its lists have. */
  get counts(): { faults: number; conflicts: number } {
    return { faults: this.faults.count, conflicts: this.conflicts.count }
  }

  /** The states of a subject's records in one register that count, under its present key; all of them are written. */
  private records(dataset: string, all: readonly Row[], links: KeyLinks, tables: TruthTables): State[] {
    if (all.length === 0) return []
    const counted: State[] = []
    for (const log of ofRecords(links.moved(this.logs(dataset, all)))) {
      const { states, kept } = statesOf(log)
      tables.addStates(dataset, states)
      if (kept) counted.push(kept)
    }
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

function counts(tables: Map<string, Lines>): Record<string, number> {
  return Object.fromEntries(
    [...tables].map(([id, lines]) => {
      lines.close()
      return [id, lines.count]
    }),
  )
}

function named(
  columns: readonly string[],
  record: readonly (string | null)[],
): Record<string, string | null> {
  return Object.fromEntries(columns.map((column, i) => [column, record[i] ?? null]))
}

/** The extracts that have been delivered when the stage ends. */
function extractsUpTo(stage: Stage, extracts: readonly Extract[]): Extract[] {
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
