import { type Kysely, type Migration, sql } from 'kysely'

/** Officers' decisions to take a file whose name dates it in the future, each for the file as it was. */
export const acceptedFiles: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table ledger.accepted_files (
      path text not null,
      size bigint not null check (size >= 0),
      mtime_ns numeric(20, 0) not null,
      dataset text not null,
      officer text not null,
      account text not null,
      reason text not null check (reason <> ''),
      accepted_at timestamptz not null,
      primary key (path, size, mtime_ns)
    )`.execute(db)
  },
}
