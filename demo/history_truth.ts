import { join } from 'node:path'
import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import { elementOf } from '../catalog/lookup.ts'
import { Lines } from './files/lines.ts'
import type { State } from './truth_log.ts'
import { written } from './written.ts'

/** Writes `history/<dataset>.jsonl`: every state that the records of a dataset must show. What is null is left out. */
export class HistoryModel {
  private readonly lines: Lines
  private readonly fields: { id: string; type: ElementType }[]

  constructor(dataset: Dataset, folder: string) {
    this.lines = new Lines(join(folder, 'history', `${dataset.id}.jsonl`))
    this.fields = dataset.fields
      .map(({ id, element }) => ({ id, type: elementOf(catalogue, element).type }))
      .filter(({ type }) => type !== 'geometry')
  }

  add(states: readonly State[]): void {
    for (const { row, from, to } of states) {
      const state: Record<string, unknown> = { _valid_from: from, _extract: row.seq, _line: row.line }
      if (to !== null) state._valid_to = to
      for (const { id, type } of this.fields) {
        const value = row.values[id]
        if (value) state[id] = written(type, value)
      }
      this.lines.add(state)
    }
  }

  close(): number {
    this.lines.close()
    return this.lines.count
  }
}
