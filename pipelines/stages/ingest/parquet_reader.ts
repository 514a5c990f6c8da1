import { sql } from 'kysely'
import type { ParquetReader } from '../../../connectors/file/index.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'

/** Reads Parquet extracts with the engine, for the file connector. Nested values become JSON text. */
export function parquetReader(session: Session): ParquetReader {
  return {
    async toCsv(path, csvPath) {
      const columns = await session.rows<{ column_name: string; column_type: string }>(
        sql`describe select * from read_parquet(${sql.lit(path)})`,
      )
      const asText = columns.map(({ column_name: name, column_type: type }) =>
        isNested(type)
          ? sql`to_json(${sql.id(name)})::varchar as ${sql.id(name)}`
          : sql`${sql.id(name)}::varchar as ${sql.id(name)}`,
      )
      await session.exec(
        sql`copy (select ${sql.join(asText)} from read_parquet(${sql.lit(path)})) to ${sql.lit(csvPath)}
          (format csv, header true, delimiter ',', quote '"', escape '"', nullstr '')`,
      )
    },
  }
}

function isNested(type: string): boolean {
  return /^(STRUCT|MAP|UNION)|\[\d*\]$/.test(type)
}
