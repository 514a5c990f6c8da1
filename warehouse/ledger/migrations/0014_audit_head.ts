import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The end of the audit log follows from its lines alone: whoever may add lines cannot set it otherwise, nor add a line
 * that does not follow the last one. The function has the rights of the tables' owner.
 */
export const auditHeadFollows: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}

const statements = [
  sql`create function ledger.advance_audit_head() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      last_seq bigint;
      last_hash text;
    begin
      select seq, hash into last_seq, last_hash from ledger.audit_head;
      if new.seq <> coalesce(last_seq, 0) + 1 or new.previous_hash <> coalesce(last_hash, repeat('0', 64)) then
        raise exception 'the audit log is append-only' using errcode = 'SY001';
      end if;
      insert into ledger.audit_head (seq, hash) values (new.seq, new.hash)
        on conflict (one) do update set seq = excluded.seq, hash = excluded.hash;
      return null;
    end
  $$`,
  sql`create trigger audit_advances_head after insert on ledger.audit
    for each row execute function ledger.advance_audit_head()`,
]
