import type { Emitter, FaultSink, Row } from './emitter.ts'
import type { Extract, Stage } from './extracts.ts'
import { noLinks } from './key_links.ts'
import { SetTruth } from './set_truth.ts'
import { type Rows, StageTruth, TruthTables } from './stage_truth.ts'
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
 * Writes what must come out, for each stage that is made: the lists `faults.<stage>.jsonl` and
 * `extracts.<stage>.jsonl` of the stage, and of the state after it `conflicts.jsonl`, `code_check.jsonl` and the tables
 * `<foundation>.tsv` and `history/<dataset>.tsv`. Of two stages that are made together, the first one's tables have
 * what is of both, and each stage has the rest in `<foundation>.changing.tsv` and `history/<dataset>.changing.tsv`.
 */
export class Truth implements FaultSink {
  private readonly stages: StageTruth[]
  private readonly common: TruthTables
  private readonly changing: TruthTables[]
  private readonly sets: SetTruth

  /** @param folders of the stages that are made, the first one first */
  constructor(folders: [Stage, string][], extracts: readonly Extract[]) {
    this.stages = folders.map(([stage, folder]) => new StageTruth(folder, stage, extracts))
    this.common = new TruthTables(folders[0]?.[1] ?? '')
    this.changing = folders.map(([, folder]) => new TruthTables(folder, 'changing'))
    this.sets = new SetTruth(this.stages, this, extracts)
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
    const [first] = this.stages
    if (first && this.stages.every((each) => each === first || each.agrees(foundationId, rows, first))) {
      const lists = first.subject(foundationId, rows, links[0] ?? noLinks, this.common)
      for (const stage of this.stages) stage.write(lists)
      return
    }
    this.stages.forEach((stage, i) => {
      const tables = this.changing[i] ?? this.common
      stage.write(stage.subject(foundationId, rows, links[i] ?? noLinks, tables))
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

  /** What was written of the first stage. */
  close(): TruthCounts {
    for (const stage of this.stages) stage.close()
    const common = this.common.close()
    const [own] = this.changing.map((tables) => tables.close())
    const { faults, conflicts } = this.stages[0]?.counts ?? { faults: 0, conflicts: 0 }
    return {
      faults,
      conflicts,
      golden: sums(common.golden, own?.golden ?? {}),
      history: sums(common.history, own?.history ?? {}),
    }
  }

  private of(extract: Extract): StageTruth | undefined {
    return this.stages.find(({ stage }) => stage === extract.stage)
  }
}

function sums(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(one).map(([name, count]) => [name, count + (other[name] ?? 0)]))
}
