import { type Kysely, type Migration, sql } from 'kysely'

/** What cities submitted and departments answered. Keys, texts and values are in the lake. */
export const objectionIntake: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}

const statements = [
  sql`create table ledger.objection_submissions (
    number integer primary key check (number > 0),
    id uuid not null unique,
    party text not null,
    actor text not null,
    idempotency text not null check (idempotency ~ '^[0-9a-f]{64}$'),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    request text not null,
    sequence integer not null,
    foundation text not null,
    rows integer not null check (rows > 0),
    status text not null default 'open' check (status in ('open', 'done', 'dropped')),
    at timestamptz not null,
    withdrawn_at timestamptz,
    groups jsonb not null default '[]'
  )`,
  sql`create unique index objection_submissions_once on ledger.objection_submissions (party, idempotency)
    where status <> 'dropped'`,
  sql`create index objection_submissions_open on ledger.objection_submissions (number) where status = 'open'`,
  sql`create table ledger.objection_answers (
    number integer primary key check (number > 0),
    department text not null,
    actor text not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    rows integer not null check (rows >= 0),
    at timestamptz not null,
    counts jsonb not null default '{}',
    unique (department, digest)
  )`,
  sql`alter table ledger.objection_steps drop constraint objection_steps_kind_check`,
  sql`alter table ledger.objection_steps add constraint objection_steps_kind_check
    check (kind in ('extract', 'release', 'raise', 'reject', 'correct', 'answer', 'reopen'))`,
]
