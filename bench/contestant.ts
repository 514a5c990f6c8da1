import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import type { Measured, Output, Stage } from './benchmark.ts'
import { peakMemory, processorTime } from './processor.ts'

/** Runs one side, or what prepares for both, in a process of its own: `file` in this folder, which ends with `report`. */
export async function contestant(file: string, ...args: (string | number)[]): Promise<Measured> {
  const path = join(import.meta.dirname, file)
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${file} ended with ${code}`)
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured
}

/** Takes the time of the parts of a side's work. */
export class Stopwatch {
  readonly stages: Stage[] = []

  /** Does `work` and notes what it took. */
  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const [clock, processor] = [performance.now(), processorTime()]
    const result = await work()
    const took = { processor: processorTime() - processor, clock: (performance.now() - clock) / 1000 }
    this.stages.push({ stage, ...took })
    return result
  }
}

/**
 * What a side prints as its last line. The outputs are read after its memory was, so that reading them belongs to
 * nobody's work.
 */
export async function report(
  { stages }: Pick<Stopwatch, 'stages'>,
  outputs: () => Promise<Record<string, Output>> = async () => ({}),
  counts: Record<string, number> = {},
): Promise<void> {
  const measured: Measured = { stages, peakMb: peakMemory(), outputs: await outputs(), counts }
  process.stdout.write(`\n${JSON.stringify(measured)}\n`)
}

const DIGEST = 'count(*)::varchar as rows, coalesce(sum(hash(each)), 0)::varchar as digest'

/** The rows of a relation of the platform's, for comparison. */
export async function outputOf(session: Session, rows: Relation): Promise<Output> {
  const [found] = await session.rows<Digest>(
    sql`select ${sql.raw(DIGEST)} from (select * from ${rows}) as each`,
  )
  return read(found)
}

/** The rows of a query of a script's, for comparison. */
export async function outputOfQuery(connection: DuckDBConnection, query: string): Promise<Output> {
  const reader = await connection.runAndReadAll(`select ${DIGEST} from (${query}) as each`)
  return read(reader.getRowObjectsJS()[0] as Digest | undefined)
}

interface Digest {
  rows: string
  digest: string
}

function read(found: Digest | undefined): Output {
  return { rows: Number(found?.rows ?? 0), digest: found?.digest ?? '' }
}
