import { fileSink } from './sink.ts'
import { TextBlocks } from './text.ts'

type Cell = string | number | null

const SPECIAL = /["\t\r\n]/

/** Lines that are not yet in a file: the same may go into several. */
export class PendingLines {
  text = ''
  count = 0

  /** Takes a line of JSON. */
  add(value: unknown): void {
    this.text += `${JSON.stringify(value)}\n`
    this.count++
  }

  /** Takes a row of a table. */
  addRow(cells: readonly Cell[]): void {
    this.text += rowText(cells)
    this.count++
  }
}

/** A file of JSON Lines, or of a table: columns apart by tabs, below their names; nothing is null. */
export class Lines {
  count = 0
  private readonly blocks: TextBlocks

  /** @param columns of a table */
  constructor(path: string, columns?: readonly string[]) {
    this.blocks = new TextBlocks(fileSink(path), 'utf8')
    if (columns) this.blocks.add(rowText(columns))
  }

  add(value: unknown): void {
    this.count++
    this.blocks.add(`${JSON.stringify(value)}\n`)
  }

  append({ text, count }: PendingLines): void {
    if (count === 0) return
    this.count += count
    this.blocks.add(text)
  }

  close(): void {
    this.blocks.close()
  }
}

function rowText(cells: readonly Cell[]): string {
  let text = ''
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? null
    if (i > 0) text += '\t'
    if (cell === null) continue
    text += typeof cell === 'string' && SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  return `${text}\n`
}
