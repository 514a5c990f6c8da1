import { mkdirSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** A DuckDB for what is written by hand, in UTC, with the memory that the platform has. */
export async function openScript(
  spill: string,
  memory: string,
): Promise<{ connection: DuckDBConnection; close(): void }> {
  mkdirSync(spill, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: memory, temp_directory: spill })
  const connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'")
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { connection, close }
}
