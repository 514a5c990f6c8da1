import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Paths with the number of a person are kept no more: files of such a name are looked at again, and told to be repeats, under
 * a masked one.
 */
export const maskedSightings: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`delete from ledger.sightings where path
      ~ '(^|[^0-9A-Za-z])([0-9]{17}[0-9Xx]|[0-9]{15}|1[3-9][0-9]{9})([^0-9A-Za-z]|$)'`.execute(db)
  },
}
