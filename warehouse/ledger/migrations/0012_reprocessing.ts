import { type Kysely, type Migration, sql } from 'kysely'

/** Registers made again from what was received, and extracts that are withdrawn. */
export const reprocessing: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}

const statements = [
  sql`alter table ledger.extracts drop constraint extracts_status_check`,
  sql`alter table ledger.extracts add constraint extracts_status_check
    check (status in ('landed', 'ingested', 'blocked', 'failed', 'withdrawn'))`,
  sql`drop index ledger.extracts_identity`,
  sql`create unique index extracts_identity on ledger.extracts (dataset, sha256, mode, as_of)
    where status not in ('failed', 'withdrawn') and batch is distinct from '@events'`,
  sql`alter table ledger.objection_steps drop constraint objection_steps_kind_check`,
  sql`alter table ledger.objection_steps add constraint objection_steps_kind_check
    check (kind in ('extract', 'release', 'raise', 'reject', 'correct', 'answer', 'reopen', 'reprocess'))`,
  sql`create table ledger.reprocesses (
    id integer generated always as identity primary key,
    dataset text not null,
    withdrawn integer,
    because text check (because in ('rules', 'catalogue')),
    officer text not null,
    actor text not null,
    reason text not null check (reason <> ''),
    status text not null default 'open' check (status in ('open', 'carried', 'done', 'dropped')),
    started_at timestamptz not null,
    ended_at timestamptz,
    constraint end_is_dated check ((status in ('open', 'carried')) = (ended_at is null)),
    foreign key (dataset, withdrawn) references ledger.extracts (dataset, seq)
  )`,
  sql`create unique index reprocesses_once on ledger.reprocesses (dataset) where status in ('open', 'carried')`,
]
