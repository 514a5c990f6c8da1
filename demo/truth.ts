import type { Emitter, FaultSink, Row } from './emitter.ts'
import type { Extract, Stage } from './extracts.ts'
import { noLinks } from './key_links.ts'
import { SetTruth } from './set_truth.ts'
import { type Rows, StageTruth, type SubjectTruth } from './stage_truth.ts'
import type { IssuedTwice } from './stories/code_check.ts'

export interface TruthCounts {
  faults: number
  conflicts: number
  /** Golden records, by foundation. */
  golden: Record<string, number>
  /** States, by dataset that keeps its history. */
  history: Record<string, number>
}

/**
 * Writes what must come out, for each stage that is made: `faults.<stage>.jsonl` and `extracts.<stage>.jsonl` of the
 * stage, and of the state after it `<foundation>.jsonl`, `conflicts.jsonl`, `code_check.jsonl` and
 * `history/<dataset>.jsonl`.
 */
export class Truth implements FaultSink {
  private readonly stages: StageTruth[]
  private readonly sets: SetTruth

  /** @param folders of the stages that are made, the first one first */
  constructor(folders: [Stage, string][]) {
    this.stages = folders.map(([stage, folder]) => new StageTruth(folder, stage))
    this.sets = new SetTruth(this.stages, this)
  }

  fault(extract: Extract, line: number, codes: string[], rejected: boolean): void {
    if (codes.length === 0) return
    const { dataset, fileName, seq, asOf, mode } = extract
    this.of(extract)?.faults.add({
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
  subject(foundationId: string, rows: Rows, beside?: Rows): void {
    const links = this.stages.map((stage) => stage.links(foundationId, rows))
    this.sets.subject(rows, beside, links)
    let told: SubjectTruth | null = null
    this.stages.forEach((stage, i) => {
      const before = this.stages[i - 1]
      if (!before || !stage.agrees(foundationId, rows, before))
        told = stage.subject(foundationId, rows, links[i] ?? noLinks)
      if (told) stage.write(foundationId, told)
    })
  }

  /** Takes a rejected row that bears the code of another body. */
  issuedTwice(foundation: string, row: IssuedTwice): void {
    for (const stage of this.stages)
      stage.finding({ foundation, kind: 'code_issued_twice', other_code: null, ...row })
  }

  /** How many records an extract holds, and how many of them must be accepted. */
  extract({ extract, received, rejected }: Emitter): void {
    const { dataset, fileName, seq, mode, asOf } = extract
    this.of(extract)?.extracts.add({
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

  /** What was written of each stage. */
  close(): TruthCounts[] {
    return this.stages.map((stage) => stage.close())
  }

  private of(extract: Extract): StageTruth | undefined {
    return this.stages.find(({ stage }) => stage === extract.stage)
  }
}
