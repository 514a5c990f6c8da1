import { type Kysely, type Migration, sql } from 'kysely'

/** Officers' decisions to let pass what a gate holds, each for one extract or one attempt at a release. */
export const gateOverrides: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table ledger.gate_overrides (
      id serial primary key,
      kind text not null check (kind in ('extract', 'release')),
      subject text not null,
      extract integer,
      digest text not null check (digest ~ '^[0-9a-f]{64}$'),
      findings jsonb not null,
      officer text not null,
      account text not null,
      reason text not null check (reason <> ''),
      created_at timestamptz not null,
      status text not null default 'open' check (status in ('open', 'used', 'revoked')),
      ended_at timestamptz,
      ended_by text,
      end_reason text,
      run_id integer references ledger.runs (id),
      release integer,
      constraint extract_is_named check ((kind = 'extract') = (extract is not null)),
      constraint end_is_dated check ((status = 'open') = (ended_at is null)),
      constraint revoked_with_reason check (status <> 'revoked' or (ended_by is not null and end_reason is not null))
    )`.execute(db)
    await sql`create unique index gate_overrides_once on ledger.gate_overrides (kind, subject, digest)
      where status <> 'revoked'`.execute(db)
  },
}
