import { fileSink } from './sink.ts'
import { TextBlocks } from './text.ts'

export type Cell = string | number | null

const SPECIAL = /["\t\r\n]/

/** Lines of JSON that are not yet in a file: the same may go into several. */
export class PendingLines {
  text = ''
  count = 0

  add(value: unknown): void {
    this.text += `${JSON.stringify(value)}\n`
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

  /** Adds a row of a table. */
  addRow(cells: readonly Cell[]): void {
    this.count++
    this.blocks.add(rowText(cells))
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
