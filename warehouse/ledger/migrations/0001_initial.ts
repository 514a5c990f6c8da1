import { type Kysely, type Migration, sql } from 'kysely'

/** The first tables: extracts, sightings, runs, stages, releases, deliveries, audit. */
export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...intake, ...work, ...publication, ...audit]) await statement.execute(db)
  },
}

const intake = [
  sql`create table ledger.extracts (
    dataset text not null,
    seq integer not null check (seq > 0),
    department text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    file_name text not null,
    bytes bigint not null check (bytes >= 0),
    format text not null check (format in ('csv', 'xlsx', 'jsonl', 'parquet', 'arrow', 'archive')),
    mode text not null check (mode in ('full', 'delta')),
    as_of timestamptz not null,
    batch text,
    landed_at timestamptz not null,
    status text not null default 'landed' check (status in ('landed', 'ingested', 'blocked', 'failed')),
    received bigint check (received >= 0),
    accepted bigint check (accepted >= 0),
    quarantined bigint check (quarantined >= 0),
    warned bigint check (warned >= 0),
    ruleset text,
    detail jsonb not null default '{}',
    primary key (dataset, seq),
    unique (dataset, sha256),
    constraint rows_conserved check (status <> 'ingested' or coalesce(received = accepted + quarantined, false))
  )`,
  sql`create table ledger.sightings (
    path text primary key,
    dataset text not null,
    size bigint not null,
    mtime_ns numeric(20, 0) not null,
    sha256 text,
    seq integer,
    seen_at timestamptz not null
  )`,
]

const work = [
  sql`create table ledger.runs (
    id serial primary key,
    targets text[] not null,
    plan jsonb not null,
    trigger text not null,
    status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'blocked')),
    started_at timestamptz not null,
    finished_at timestamptz
  )`,
  sql`create index runs_active on ledger.runs (id) where status = 'running'`,
  sql`create table ledger.stages (
    run_id integer not null references ledger.runs (id),
    id text not null,
    position integer not null,
    kind text not null,
    target text not null,
    after text[] not null,
    always boolean not null default false,
    status text not null default 'pending'
      check (status in ('pending', 'running', 'succeeded', 'failed', 'blocked', 'skipped')),
    attempts integer not null default 0,
    inputs jsonb not null default '{}',
    outputs jsonb not null default '{}',
    counts jsonb not null default '{}',
    problems jsonb not null default '[]',
    error jsonb,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (run_id, id)
  )`,
]

const publication = [
  sql`create table ledger.releases (
    foundation text not null,
    number integer not null check (number > 0),
    tables jsonb not null,
    inputs jsonb not null,
    run_id integer references ledger.runs (id),
    counts jsonb not null,
    created_at timestamptz not null,
    primary key (foundation, number),
    unique (foundation, run_id)
  )`,
  sql`create table ledger.deliveries (
    request text not null,
    sequence integer not null check (sequence > 0),
    release integer not null,
    kind text not null check (kind in ('full', 'incremental')),
    package_id text,
    sha256 text,
    status text not null default 'building' check (status in ('building', 'delivered', 'received')),
    rows bigint,
    detail jsonb not null default '{}',
    created_at timestamptz not null,
    receipt jsonb,
    primary key (request, sequence)
  )`,
]

const audit = [
  sql`create table ledger.audit (
    seq bigint primary key check (seq > 0),
    at timestamptz(3) not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail jsonb not null,
    previous_hash text not null,
    hash text not null unique
  )`,
  sql`create table ledger.audit_head (
    one boolean primary key default true check (one),
    seq bigint not null,
    hash text not null
  )`,
  sql`create function ledger.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'SY001';
    end
  $$`,
  sql`create trigger audit_append_only before update or delete on ledger.audit
    for each row execute function ledger.refuse_change()`,
  sql`create trigger audit_no_truncate before truncate on ledger.audit
    for each statement execute function ledger.refuse_change()`,
  sql`create trigger audit_head_stays before delete on ledger.audit_head
    for each row execute function ledger.refuse_change()`,
  sql`create trigger audit_head_no_truncate before truncate on ledger.audit_head
    for each statement execute function ledger.refuse_change()`,
]
