import { type Kysely, type Migration, sql } from 'kysely'

/** Which extracts of a register are judged again, where not all are. */
export const reprocessedExtracts: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table ledger.reprocesses add column extracts integer[]
      check (extracts is null or (cardinality(extracts) > 0 and withdrawn is null))`.execute(db)
  },
}
