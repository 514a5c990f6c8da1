import { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api'

/**
 * Counts the statements that this process gives to DuckDB, from now on: a function that tells how many there were. Text
 * goes through the connection's `run`, everything with values through a prepared statement.
 */
export function countStatements(): () => number {
  let count = 0
  const { run } = DuckDBConnection.prototype
  DuckDBConnection.prototype.run = function counted(...given) {
    if (given[1] === undefined) count += 1
    return run.apply(this, given)
  }
  const prepared = DuckDBPreparedStatement.prototype
  const { run: runPrepared, stream, start, startStream } = prepared
  const counted = <T>(own: () => T) =>
    function (this: DuckDBPreparedStatement): T {
      count += 1
      return own.call(this)
    }
  prepared.run = counted(runPrepared)
  prepared.stream = counted(stream)
  prepared.start = counted(start)
  prepared.startStream = counted(startStream)
  return () => count
}
