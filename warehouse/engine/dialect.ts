import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely'
import type { Session } from './session.ts'

/**
 * DuckDB for Kysely: PostgreSQL's grammar (`"` identifiers, `$1` parameters) over a session. Results are the
 * session's plain values, streams come chunk by chunk. One session is one connection: statements of
 * concurrent callers queue in DuckDB, and transactions must not overlap.
 */
export function duckDbDialect(session?: Session): Dialect {
  return {
    createAdapter: () => new DuckDbAdapter(),
    createDriver: () => (session ? new SessionDriver(session) : new DummyDriver()),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** The query builder over a session, for tables described by `DB`. Closing it leaves the session open. */
export function kyselyOn<DB>(session: Session): Kysely<DB> {
  return new Kysely<DB>({ dialect: duckDbDialect(session) })
}

class DuckDbAdapter extends PostgresAdapter {
  /** DuckDB has no advisory locks; an in-memory database has one user. */
  override async acquireMigrationLock(): Promise<void> {}
}

class SessionDriver implements Driver {
  private readonly session: Session

  constructor(session: Session) {
    this.session = session
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  acquireConnection = async (): Promise<DatabaseConnection> => new SessionConnection(this.session)
  beginTransaction = (): Promise<void> => this.session.exec(sql`BEGIN TRANSACTION`)
  commitTransaction = (): Promise<void> => this.session.exec(sql`COMMIT`)
  rollbackTransaction = (): Promise<void> => this.session.exec(sql`ROLLBACK`)
}

class SessionConnection implements DatabaseConnection {
  private readonly session: Session

  constructor(session: Session) {
    this.session = session
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return { rows: await this.session.rows<R>(compiled(query)) }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for await (const rows of this.session.stream<R>(compiled(query))) yield { rows }
  }
}

const compiled = (query: CompiledQuery) => ({ compile: () => query })
