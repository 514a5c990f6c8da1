import { sql } from 'kysely'
import type { Relation } from './relation.ts'
import type { Session } from './session.ts'

let made = 0

export interface TemporaryOptions {
  /** Every session of the engine reads them, not only the one that makes them. */
  shared?: boolean
}

/** Temporary tables of one piece of work, with names of their own, dropped together. */
export class TemporaryTables {
  private readonly session: Session
  private readonly stem: string
  private readonly kind: Relation
  private readonly names: Relation[] = []

  /** @param what the work, in the names of the tables */
  constructor(session: Session, what: string, { shared = false }: TemporaryOptions = {}) {
    this.session = session
    made += 1
    this.stem = `${what}_${made}`
    this.kind = shared ? sql`table` : sql`temporary table`
  }

  /** A table of the rows of `query`. */
  async create(what: string, query: Relation): Promise<Relation> {
    // Two parts of one piece of work may call what they make alike.
    const name = sql.id(`${this.stem}_${this.names.length}_${what}`)
    await this.session.exec(sql`create ${this.kind} ${name} as ${query}`)
    this.names.push(name)
    return name
  }

  /** A table of the rows of `query`; null where it has none. */
  async createUnlessEmpty(what: string, query: Relation): Promise<Relation | null> {
    const name = await this.create(what, query)
    return (await this.count(name)) > 0 ? name : null
  }

  async count(rows: Relation): Promise<number> {
    const [row] = await this.session.rows<{ n: number }>(sql`select count(*)::double as n from ${rows}`)
    return row?.n ?? 0
  }

  async drop(): Promise<void> {
    for (const name of this.names.splice(0)) await this.session.exec(sql`drop table if exists ${name}`)
  }
}

/** Does `work` with temporary tables that are dropped when it ends, however it ends. */
export async function withTemporaryTables<T>(
  session: Session,
  what: string,
  work: (tables: TemporaryTables) => Promise<T>,
): Promise<T> {
  const tables = new TemporaryTables(session, what)
  try {
    return await work(tables)
  } finally {
    await tables.drop()
  }
}
