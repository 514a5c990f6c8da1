import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import { elementOf } from '../catalog/lookup.ts'
import type { Cell } from './files/lines.ts'
import type { State } from './truth_log.ts'
import { written } from './written.ts'

/** Every state that the records of a dataset must show, as rows of the table `history/<dataset>.tsv`. */
export class HistoryModel {
  readonly columns: string[]
  private readonly fields: { id: string; type: ElementType }[]

  constructor(dataset: Dataset) {
    this.fields = dataset.fields
      .map(({ id, element }) => ({ id, type: elementOf(catalogue, element).type }))
      .filter(({ type }) => type !== 'geometry')
    this.columns = ['_valid_from', '_valid_to', '_extract', '_line', ...this.fields.map(({ id }) => id)]
  }

  row({ row, from, to }: State): Cell[] {
    const cells: Cell[] = [from, to, row.seq, row.line]
    for (const { id, type } of this.fields) cells.push(written(type, row.values[id] || null))
    return cells
  }
}
