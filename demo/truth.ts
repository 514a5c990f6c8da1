import { join } from 'node:path'
import { catalogue } from '../catalog/catalogue.ts'
import { identityOf, keepsHistory } from '../catalog/dataset.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { twoCodes } from './code_check_truth.ts'
import type { Emitter, FaultSink, Row } from './emitter.ts'
import { type Extract, extracts, type Stage } from './extracts.ts'
import { Lines } from './files/lines.ts'
import { GoldenModel, type Kept } from './golden.ts'
import { groupBy } from './group.ts'
import { HistoryModel } from './history_truth.ts'
import { KeyLinks, keyOf } from './key_links.ts'
import { SetTruth } from './set_truth.ts'
import type { IssuedTwice } from './stories/code_check.ts'
import { type Dump, type Entry, logOf, type State, statesOf } from './truth_log.ts'

export interface TruthCounts {
  faults: number
  conflicts: number
  /** Golden records, by foundation. */
  golden: Record<string, number>
  /** States, by dataset that keeps its history. */
  history: Record<string, number>
}

interface Golden {
  model: GoldenModel
  golden: Lines
  keyChanges: Foundation['keyChanges']
}

/**
 * Writes what must come out: `faults.<stage>.jsonl` and `extracts.<stage>.jsonl` of the stage, and of the state
 * after it `<foundation>.jsonl`, `conflicts.jsonl`, `code_check.jsonl` and `history/<dataset>.jsonl`.
 */
export class Truth implements FaultSink {
  private readonly faults: Lines
  private readonly extracts: Lines
  private readonly conflicts: Lines
  private readonly codeCheck: Lines
  private readonly foundations = new Map<string, Golden>()
  private readonly histories = new Map<string, HistoryModel>()
  private readonly dumps: Map<string, Dump[]>
  private readonly delivered: Map<string, Set<number>>
  private readonly sets: SetTruth

  constructor(
    folder: string,
    private readonly stage: Stage,
  ) {
    this.faults = new Lines(join(folder, `faults.${stage}.jsonl`))
    this.extracts = new Lines(join(folder, `extracts.${stage}.jsonl`))
    this.conflicts = new Lines(join(folder, 'conflicts.jsonl'))
    this.codeCheck = new Lines(join(folder, 'code_check.jsonl'))
    const here = extractsUpTo(stage)
    this.dumps = dumpsOf(here)
    this.sets = new SetTruth(stage, this, this.dumps)
    this.delivered = new Map()
    for (const { dataset, seq } of here)
      this.delivered.set(dataset, (this.delivered.get(dataset) ?? new Set()).add(seq))
    for (const { id, datasets, keyChanges } of catalogue.foundations) {
      const days = here.filter((each) => datasets.includes(each.dataset)).map((each) => each.asOf)
      const asOf = days.sort().at(-1) ?? ''
      const golden = new Lines(join(folder, `${id}.jsonl`))
      this.foundations.set(id, { model: new GoldenModel(id, asOf), golden, keyChanges })
    }
    for (const dataset of catalogue.datasets)
      if (keepsHistory(dataset)) this.histories.set(dataset.id, new HistoryModel(dataset, folder))
  }

  fault(extract: Extract, line: number, codes: string[], rejected: boolean): void {
    if (extract.stage !== this.stage || codes.length === 0) return
    const { dataset, fileName, seq, asOf, mode } = extract
    this.faults.add({
      dataset,
      file: fileName,
      seq,
      asOf: `${asOf}T00:00:00+08:00`,
      mode,
      line,
      codes,
      rejected,
    })
  }

  reject(row: Row, fields: string[]): void {
    this.sets.reject(row, fields)
  }

  /**
   * Takes all rows of one subject: writes the states of its records, its golden record, if any register has it,
   * and its disagreements. Where a register says that its key changed, the rows of both keys are one record's; until
   * then, each key is a subject of its own.
   * @param beside rows of others that its rows may name
   */
  subject(
    foundationId: string,
    rows: Record<string, readonly Row[]>,
    beside?: Record<string, readonly Row[]>,
  ): void {
    const { model, golden, keyChanges } = this.foundations.get(foundationId) ?? {}
    const links = this.linksOf(keyChanges, rows)
    this.sets.subject(rows, beside, links)
    if (!model) return
    for (const each of links.doubtful) this.conflicts.add({ foundation: foundationId, ...each })
    const found = Object.entries(rows).flatMap(([dataset, own]) => this.records(dataset, own, links))
    const records: Record<string, unknown>[] = []
    for (const [key, own] of groupBy(found, ({ row }) => keyOf(row))) {
      const kept: Kept = {}
      for (const [dataset, states] of groupBy(own, ({ row }) => row.dataset))
        kept[dataset] = states.reduce((best, each) => (later(each, best) ? each : best)).row
      if (!model.datasets.some(({ id }) => kept[id])) continue
      const record = model.record(key, kept)
      golden?.add(record)
      records.push(record)
      for (const each of model.disagreements(key, kept))
        this.conflicts.add({ foundation: foundationId, key, ...each })
    }
    if (records.length > 1) for (const each of twoCodes(foundationId, records)) this.codeCheck.add(each)
  }

  /** Takes a rejected row that bears the code of another body. */
  issuedTwice(foundation: string, row: IssuedTwice): void {
    this.codeCheck.add({ foundation, kind: 'code_issued_twice', other_code: null, ...row })
  }

  /** What the register of changed keys says now. */
  private linksOf(changes: Foundation['keyChanges'], rows: Record<string, readonly Row[]>): KeyLinks {
    const logs = this.logs(changes?.dataset ?? '', rows[changes?.dataset ?? ''] ?? [])
    return new KeyLinks(
      changes,
      logs.flatMap((log) => statesOf(log).kept ?? []),
    )
  }

  /** Writes the states of a subject's records in one register, under its present key, and returns those that count. */
  private records(dataset: string, all: readonly Row[], links: KeyLinks): State[] {
    const logs = groupBy(
      links.moved(this.logs(dataset, all)),
      (log) => log.map(({ row }) => row && identityText(row)).find((each) => each !== null) ?? '',
    )
    return [...logs.values()].flatMap((own) => {
      const { states, kept } = statesOf(own.flat())
      this.histories.get(dataset)?.add(states)
      return kept ? [kept] : []
    })
  }

  /** The log of each record in one register, as it was delivered. */
  private logs(dataset: string, all: readonly Row[]): Entry[][] {
    const seqs = this.delivered.get(dataset)
    const delivered = all.filter((row) => seqs?.has(row.seq))
    return [...groupBy(delivered, identityText).values()].map((rows) =>
      logOf(rows, this.dumps.get(dataset) ?? []),
    )
  }

  /** How many records an extract holds, and how many of them must be accepted. */
  extract({ extract, received, rejected }: Emitter): void {
    if (extract.stage !== this.stage) return
    const { dataset, fileName, seq, mode, asOf } = extract
    this.extracts.add({
      dataset,
      file: fileName,
      seq,
      mode,
      asOf,
      received,
      accepted: received - rejected,
      rejected,
    })
  }

  close(): TruthCounts {
    for (const each of [this.faults, this.extracts, this.conflicts, this.codeCheck]) each.close()
    const golden: TruthCounts['golden'] = {}
    for (const [id, { golden: lines }] of this.foundations) {
      lines.close()
      golden[id] = lines.count
    }
    const history: TruthCounts['history'] = {}
    for (const [id, model] of this.histories) history[id] = model.close()
    return { faults: this.faults.count, conflicts: this.conflicts.count, golden, history }
  }
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

function identityText(row: Row): string {
  return identityOf(datasetOf(catalogue, row.dataset))
    .map((id) => row.values[id] ?? '')
    .join('\n')
}

function later(a: State, b: State): boolean {
  if (a.from !== b.from) return a.from > b.from
  return a.row.seq !== b.row.seq ? a.row.seq > b.row.seq : a.row.line > b.row.line
}
