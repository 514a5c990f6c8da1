import { join } from 'node:path'
import type { Emitter, FaultSink, Row } from './emitter.ts'
import type { Extract, Stage } from './extracts.ts'
import { fileSink } from './files/sink.ts'
import { TextBlocks } from './files/text.ts'
import { GoldenModel, type Kept, keptRow } from './golden.ts'

/** One line of JSON after the other. */
class Lines {
  count = 0
  private readonly blocks: TextBlocks

  constructor(path: string) {
    this.blocks = new TextBlocks(fileSink(path), 'utf8')
  }

  add(value: unknown): void {
    this.count++
    this.blocks.add(`${JSON.stringify(value)}\n`)
  }

  close(): void {
    this.blocks.close()
  }
}

export interface TruthCounts {
  faults: number
  person: number
  legal_entity: number
  conflicts: number
}

/**
 * Writes what must come out: `faults.<stage>.jsonl` and `extracts.<stage>.jsonl` of the stage, and `person.jsonl`,
 * `legal_entity.jsonl`, `conflicts.jsonl` of the state after it.
 */
export class Truth implements FaultSink {
  private readonly faults: Lines
  private readonly extracts: Lines
  private readonly conflicts: Lines
  private readonly golden: Record<'person' | 'legal_entity', Lines>
  private readonly models = {
    person: new GoldenModel('person'),
    legal_entity: new GoldenModel('legal_entity'),
  }

  constructor(
    folder: string,
    private readonly stage: Stage,
  ) {
    this.faults = new Lines(join(folder, `faults.${stage}.jsonl`))
    this.extracts = new Lines(join(folder, `extracts.${stage}.jsonl`))
    this.conflicts = new Lines(join(folder, 'conflicts.jsonl'))
    this.golden = {
      person: new Lines(join(folder, 'person.jsonl')),
      legal_entity: new Lines(join(folder, 'legal_entity.jsonl')),
    }
  }

  fault(extract: Extract, line: number, codes: string[], rejected: boolean): void {
    if (extract.stage !== this.stage) return
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

  /** Writes the golden record of one subject, if any register has it, and its disagreements. */
  subject(foundation: 'person' | 'legal_entity', rows: Record<string, readonly Row[]>): void {
    const kept: Kept = {}
    let key: string | null | undefined
    for (const dataset in rows) {
      const row = keptRow(rows[dataset] ?? [])
      if (!row) continue
      kept[dataset] = row
      key = row.values.citizen_id ?? row.values.uscc
    }
    if (!key) return
    const model = this.models[foundation]
    this.golden[foundation].add(model.record(key, kept))
    for (const each of model.disagreements(key, kept)) this.conflicts.add({ foundation, key, ...each })
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
    const { person, legal_entity } = this.golden
    for (const each of [this.faults, this.extracts, this.conflicts, person, legal_entity]) each.close()
    return {
      faults: this.faults.count,
      person: person.count,
      legal_entity: legal_entity.count,
      conflicts: this.conflicts.count,
    }
  }
}
