import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import type { Sink } from './sink.ts'
import type { ExtractWriter } from './writer.ts'

/** An Arrow IPC file of text columns. Held in memory until closed: for deltas. */
export function arrowWriter(sink: Sink, columns: readonly string[]): ExtractWriter {
  const values: (string | null)[][] = columns.map(() => [])
  return {
    write(row) {
      row.forEach((value, i) => {
        values[i]?.push(value)
      })
      return values[0]?.length ?? 0
    },
    close() {
      const vectors = columns.map((name, i) => [name, vectorFromArray(values[i] ?? [], new Utf8())])
      sink.write(tableToIPC(new Table(Object.fromEntries(vectors)), 'file'))
      sink.close()
    },
  }
}
