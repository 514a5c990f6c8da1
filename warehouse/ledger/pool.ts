import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { isConnectionLost, translate, unreachable } from './translate.ts'

/**
 * Opened as they are needed. A stage holds up to three for its locks and works on a fourth: with fewer than that for each of
 * the stages that run side by side, all of them could wait for one another.
 */
const POOL_SIZE = 80
const CONNECT_MS = 4500

/**
 * Connections for Kysely. What the driver throws becomes the platform's error, and a connection that broke is
 * thrown away, not handed out again.
 */
export function openPool(connectionString: string, server: string): PostgresPool {
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'shuyuan',
    keepAlive: true,
    types: { getTypeParser },
  })
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return {
    connect: async () => guarded(await pool.connect().catch(fail(unreachable, server)), server),
    end: () => pool.end(),
  }
}

function guarded(client: pg.PoolClient, server: string): PostgresPoolClient {
  let lost = false
  const query = (text: string, values: readonly unknown[]) =>
    client.query(text, [...values]).catch((error: unknown) => {
      lost ||= isConnectionLost(error)
      throw translate(error, server)
    })
  // Kysely's type also has cursors, which are not configured.
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(lost) }
}

const fail = (how: typeof translate, server: string) => (error: unknown) => {
  throw how(error, server)
}

const ignore = () => undefined

/** BIGINT columns hold counts and byte sizes: numbers. A value beyond 2^53 is an error, never rounded. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) => {
  if (format === 'binary') return pg.types.getTypeParser(oid, format)
  if (oid === pg.types.builtins.INT8) return toSafeInteger
  // A day has no time zone: it stays the text `YYYY-MM-DD`.
  if (oid === pg.types.builtins.DATE) return asText
  return pg.types.getTypeParser(oid, format)
}

const asText = (text: string) => text

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a count`)
  return value
}
