import { MOST_COLUMNS } from '../header.ts'
import type { Cell, Merge, SheetRow } from './sheet.ts'

interface Running {
  merge: Merge
  value: Cell | undefined
}

/**
 * Gives merged cells their value, row by row from the top. What is merged down one column stands in every row of it, as
 * the sheet shows; of what is merged across columns nobody can say which one it is for, so a row of data that it touches
 * is faulty, and so is one whose merged cell hides a value of its own.
 */
export class MergedCells {
  private readonly merges: Merge[]
  private next = 0
  private running: Running[] = []

  constructor(merges: Merge[]) {
    // A row with a cell beyond the last column that a table may have is refused anyway.
    this.merges = merges
      .filter(({ left }) => left < MOST_COLUMNS)
      .toSorted((a, b) => a.top - b.top || a.left - b.left)
  }

  /** Fills a row. `across: 'keep'`: above the data, where titles are merged across columns. */
  fill(row: SheetRow, across: 'fault' | 'keep'): void {
    this.moveTo(row)
    for (const { merge, value } of this.running) {
      const isAcross = merge.right > merge.left
      if (isAcross && across === 'keep') continue
      if (isAcross) this.refuseAcross(row, merge, value)
      else if (row.line > merge.top) fillDown(row, merge.left, value)
    }
  }

  private moveTo(row: SheetRow): void {
    this.running = this.running.filter(({ merge }) => merge.bottom >= row.line)
    for (; this.next < this.merges.length; this.next++) {
      const merge = this.merges[this.next] as Merge
      if (merge.top > row.line) return
      if (merge.bottom < row.line || (merge.top === merge.bottom && merge.left === merge.right)) continue
      const overlaps = this.running.some(
        (each) => each.merge.left <= merge.right && each.merge.right >= merge.left,
      )
      if (overlaps) throw new Error(`mergeCell ${row.line}`)
      this.running.push({ merge, value: merge.top === row.line ? row.cells[merge.left] : undefined })
    }
  }

  private refuseAcross(row: SheetRow, { left, right }: Merge, value: Cell | undefined): void {
    const own = row.cells.slice(left, right + 1).some((cell) => cell !== undefined)
    if (value !== undefined || own)
      row.cells[left] = { text: null, fault: 'xlsx.merged', raw: (row.cells[left] ?? value)?.raw ?? '' }
  }
}

function fillDown(row: SheetRow, column: number, value: Cell | undefined): void {
  const own = row.cells[column]
  if (own !== undefined && own.text !== value?.text)
    row.cells[column] = { text: null, fault: 'xlsx.merged', raw: own.raw }
  else if (value !== undefined) row.cells[column] = value
}
