import { type Kysely, type Migration, sql } from 'kysely'

/** A register made again because rows of others came late. */
export const orderOfRegisters: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table ledger.reprocesses drop constraint reprocesses_because_check`.execute(db)
    await sql`alter table ledger.reprocesses add constraint reprocesses_because_check
      check (because in ('rules', 'catalogue', 'registers'))`.execute(db)
  },
}
