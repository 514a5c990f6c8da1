import { ParquetSchema, ParquetWriter } from '@dsnp/parquetjs'
import type { Sink } from './sink.ts'
import type { ExtractWriter } from './writer.ts'

/** A Parquet file of text columns. Held in memory until closed: for deltas and small registers. */
export function parquetWriter(sink: Sink, columns: readonly string[]): ExtractWriter {
  const rows: Record<string, string>[] = []
  return {
    write(values) {
      const given = values.flatMap((value, i) => (value === null ? [] : [[columns[i] ?? '', value] as const]))
      rows.push(Object.fromEntries(given))
      return rows.length
    },
    async close() {
      const text = { type: 'UTF8', optional: true, compression: 'SNAPPY' } as const
      const schema = new ParquetSchema(Object.fromEntries(columns.map((name) => [name, text])))
      const stream = {
        write(bytes: Uint8Array, done: (error?: Error | null) => void) {
          sink.write(bytes)
          done()
        },
        end(done: () => void) {
          sink.close()
          done()
        },
      }
      const writer = await ParquetWriter.openStream(schema, stream as never)
      for (const row of rows) await writer.appendRow(row)
      await writer.close()
    },
  }
}
