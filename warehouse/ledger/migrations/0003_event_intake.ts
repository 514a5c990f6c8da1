import { type Kysely, type Migration, sql } from 'kysely'

/** What was accepted of events: segments of the event log and the batches in them. Never the events themselves. */
export const eventIntake: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of tables) await statement.execute(db)
  },
}

const tables = [
  sql`create table ledger.event_segments (
    segment text primary key,
    dataset text not null,
    opened_at timestamptz not null,
    sealed_at timestamptz,
    seq integer
  )`,
  sql`create index event_segments_landed on ledger.event_segments (dataset, seq)`,
  sql`create table ledger.event_batches (
    dataset text not null,
    department text not null,
    key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    receipt uuid not null unique,
    segment text not null references ledger.event_segments (segment),
    events integer not null check (events > 0),
    accepted_at timestamptz not null,
    primary key (dataset, department, key_hash)
  )`,
  sql`create index event_batches_segment on ledger.event_batches (segment)`,
  sql`create index extracts_landed on ledger.extracts (dataset, seq) where status = 'landed'`,
  sql`create index event_batches_age on ledger.event_batches (accepted_at)`,
]
