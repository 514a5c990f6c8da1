import { type RawBuilder, sql } from 'kysely'
import type { Session } from './engine.ts'

let made = 0

/** Temporary tables of one piece of work, with names of their own, dropped together. */
export class TemporaryTables {
  private readonly session: Session
  private readonly stem: string
  private readonly names: RawBuilder<unknown>[] = []

  constructor(session: Session, what: string) {
    this.session = session
    made += 1
    this.stem = `resolve_${what}_${made}`
  }

  async create(what: string, query: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
    // Two parts of one piece of work may call what they make alike.
    const name = sql.id(`${this.stem}_${this.names.length}_${what}`)
    await this.session.exec(sql`create temporary table ${name} as ${query}`)
    this.names.push(name)
    return name
  }

  async createUnlessEmpty(what: string, query: RawBuilder<unknown>): Promise<RawBuilder<unknown> | null> {
    const name = await this.create(what, query)
    return (await this.count(name)) > 0 ? name : null
  }

  async count(rows: RawBuilder<unknown>): Promise<number> {
    const [row] = await this.session.rows<{ n: number }>(sql`select count(*)::double as n from ${rows}`)
    return row?.n ?? 0
  }

  async drop(): Promise<void> {
    for (const name of this.names.splice(0)) await this.session.exec(sql`drop table if exists ${name}`)
  }
}
