import type { Sink } from './sink.ts'
import { TextBlocks } from './text.ts'
import type { ExtractWriter } from './writer.ts'

/** JSON Lines: one object a line, keyed by `columns`; absent values are null. */
export function jsonlWriter(sink: Sink, columns: readonly string[]): ExtractWriter {
  const blocks = new TextBlocks(sink, 'utf8')
  const names = columns.map((column) => `${JSON.stringify(column)}:`)
  let line = 0
  return {
    write(values, damage) {
      const text = `{${values.map((value, i) => names[i] + JSON.stringify(value)).join(',')}}`
      blocks.add(`${damage === 'json' ? text.slice(0, text.length >> 1) : text}\n`)
      return ++line
    },
    close: () => blocks.close(),
  }
}
