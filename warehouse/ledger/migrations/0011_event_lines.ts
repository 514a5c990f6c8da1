import { type Kysely, type Migration, sql } from 'kysely'

/** Where the events of each batch stand in the extract that they landed in. */
export const eventLines: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table ledger.event_lines (
      receipt uuid primary key references ledger.event_batches (receipt) on delete cascade,
      first_line integer not null check (first_line > 0)
    )`.execute(db)
  },
}
