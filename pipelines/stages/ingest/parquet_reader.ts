import { sql } from 'kysely'
import type { ParquetReader } from '../../../connectors/file/index.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'

/** Reads Parquet extracts with the engine, for the file connector. */
export function parquetReader(session: Session): ParquetReader {
  return {
    async columns(path) {
      const rows = await session.rows<{ column_name: string }>(
        sql`describe select * from read_parquet(${sql.lit(path)})`,
      )
      return rows.map((row) => row.column_name)
    },
    async toCanonical(path, columns, outPath) {
      const selected = sql.join(columns.map((column) => sql`${column.from ? sql`${sql.id(column.from)}::varchar` : sql`null::varchar`} as ${sql.id(column.to)}`))
      await session.exec(
        sql`copy (select file_row_number + 1 as _line, ${selected} from read_parquet(${sql.lit(path)}, file_row_number = true))
          to ${sql.lit(outPath)} (format csv, header true)`,
      )
      const [count] = await session.rows<{ rows: bigint }>(
        sql`select count(*) as rows from read_parquet(${sql.lit(path)})`,
      )
      return Number(count?.rows ?? 0)
    },
  }
}
