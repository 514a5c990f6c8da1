import { type Kysely, type Migration, sql } from 'kysely'

/** Who decided what about records without a usable key. Which key was chosen lies in the lake. */
export const keyDecisions: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table ledger.key_decisions (
      dataset text not null,
      seq integer not null check (seq > 0),
      action text not null check (action in ('decide', 'none', 'undo')),
      of integer,
      extract integer not null,
      line bigint not null,
      pseudonym text,
      actor text not null,
      reason text not null check (reason <> ''),
      decided_at timestamptz not null,
      status text not null default 'open' check (status in ('open', 'done', 'dropped')),
      primary key (dataset, seq),
      foreign key (dataset, of) references ledger.key_decisions (dataset, seq),
      constraint undo_names_a_decision check ((action = 'undo') = (of is not null)),
      constraint key_has_a_pseudonym check (action <> 'decide' or pseudonym is not null)
    )`.execute(db)
    await sql`create unique index key_decisions_undone_once on ledger.key_decisions (dataset, of)
      where action = 'undo' and status <> 'dropped'`.execute(db)
    await sql`create index key_decisions_open on ledger.key_decisions (dataset) where status = 'open'`.execute(
      db,
    )
  },
}
