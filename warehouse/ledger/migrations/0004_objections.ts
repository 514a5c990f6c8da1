import { type Kysely, type Migration, sql } from 'kysely'

/** Objections (Article 45): what is objected to, what happened, who was reminded. Never whose record it is. */
export const objections: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...tables, ...appendOnly]) await statement.execute(db)
  },
}

const states = sql.raw(`('raised', 'accepted', 'marked', 'verified', 'corrected', 'rejected', 'lifted')`)

const tables = [
  sql`create table ledger.objections (
    id integer primary key check (id > 0),
    cause text not null check (cause in ('rule', 'disagreement', 'code_check', 'consumer', 'person')),
    fingerprint text not null unique check (fingerprint ~ '^[0-9a-f]{64}$'),
    dataset text not null,
    department text not null,
    field text,
    code text,
    rule text,
    rule_version integer,
    foundation text not null,
    column_name text,
    counterpart text,
    raised_by text not null,
    state text not null check (state in ${states}),
    period text check (period ~ '^[0-9]{4}-[0-9]{2}$'),
    extract integer,
    items_total bigint not null default 0 check (items_total >= 0),
    items_open bigint not null default 0 check (items_open >= 0),
    items_fixed bigint not null default 0 check (items_fixed >= 0),
    raised_at timestamptz not null,
    accept_due date,
    verify_due date,
    close_due date,
    closed_at timestamptz,
    reopened integer not null default 0,
    reminded_at timestamptz,
    escalated_at timestamptz,
    detail jsonb not null default '{}',
    constraint closed_when_ended check ((closed_at is null) = (state in ('raised', 'accepted', 'marked', 'verified'))),
    constraint open_items_counted check (items_open + items_fixed <= items_total)
  )`,
  sql`create index objections_of_department on ledger.objections (department, state)`,
  sql`create index objections_of_dataset on ledger.objections (dataset, state)`,
  sql`create index objections_of_foundation on ledger.objections (foundation, state)`,
  sql`create table ledger.objection_events (
    objection integer not null references ledger.objections (id),
    seq integer not null check (seq > 0),
    at timestamptz not null,
    actor text not null,
    event text not null,
    from_state text check (from_state in ${states}),
    to_state text not null check (to_state in ${states}),
    reason text,
    detail jsonb not null default '{}',
    primary key (objection, seq),
    constraint first_is_raised check ((event = 'raise') = (from_state is null)),
    constraint reason_given check (event <> 'reject' or reason is not null)
  )`,
  sql`create table ledger.notices (
    objection integer not null references ledger.objections (id),
    kind text not null check (kind in ('reminder', 'escalation')),
    department text not null,
    step text not null check (step in ('accept', 'verify', 'close')),
    at timestamptz not null,
    due date not null,
    primary key (objection, kind, step, due)
  )`,
  sql`create index notices_of_department on ledger.notices (department, at)`,
  sql`create table ledger.objection_steps (
    dataset text not null,
    step integer not null check (step > 0),
    kind text not null check (kind in ('extract', 'release', 'raise', 'reject', 'correct')),
    subject integer not null,
    status text not null default 'open' check (status in ('open', 'done')),
    at timestamptz not null,
    primary key (dataset, step)
  )`,
  sql`create unique index objection_steps_once on ledger.objection_steps (dataset, kind, subject)
    where kind in ('extract', 'release')`,
  sql`create unique index objection_steps_open on ledger.objection_steps (dataset) where status = 'open'`,
]

const appendOnly = [
  sql`create function ledger.refuse_objection_change() returns trigger language plpgsql as $$
    begin
      raise exception 'what happened to an objection is append-only' using errcode = 'SY002';
    end
  $$`,
  sql`create trigger objection_events_append_only before update or delete on ledger.objection_events
    for each row execute function ledger.refuse_objection_change()`,
  sql`create trigger objection_events_no_truncate before truncate on ledger.objection_events
    for each statement execute function ledger.refuse_objection_change()`,
]
