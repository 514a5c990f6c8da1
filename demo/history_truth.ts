import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import { elementOf } from '../catalog/lookup.ts'
import { jsonText, type PendingLines } from './files/lines.ts'
import type { State } from './truth_log.ts'
import { written } from './written.ts'

/** Every state that the records of a dataset must show, as lines of `history/<dataset>.jsonl`. What is null is left out. */
export class HistoryModel {
  private readonly fields: { id: string; name: string; type: ElementType }[]

  constructor(dataset: Dataset) {
    this.fields = dataset.fields
      .map(({ id, element }) => ({
        id,
        name: `,${JSON.stringify(id)}:`,
        type: elementOf(catalogue, element).type,
      }))
      .filter(({ type }) => type !== 'geometry')
  }

  write(states: readonly State[], lines: PendingLines): void {
    for (const { row, from, to } of states) {
      let text = `{"_valid_from":"${from}","_extract":${row.seq},"_line":${row.line}`
      if (to !== null) text += `,"_valid_to":"${to}"`
      for (const { id, name, type } of this.fields) {
        const value = row.values[id]
        if (value) text += name + jsonText(written(type, value) ?? '')
      }
      lines.put(`${text}}`)
    }
  }
}
