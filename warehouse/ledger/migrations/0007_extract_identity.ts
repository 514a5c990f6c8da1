import { type Kysely, type Migration, sql } from 'kysely'

/**
 * An extract of a file is its bytes and what they stand for; one that failed is no obstacle to sending them again.
 * Extracts of events are told apart by the segment that they landed from. Files that were passed over as copies of
 * another day's, or failed for want of memory or space, are looked at again.
 */
export const extractIdentity: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(db)
  },
}

const statements = [
  sql`alter table ledger.extracts drop constraint extracts_dataset_sha256_key`,
  sql`create unique index extracts_identity on ledger.extracts (dataset, sha256, mode, as_of)
    where status <> 'failed' and batch is distinct from '@events'`,
  sql`alter table ledger.extracts add column attempts integer not null default 0 check (attempts >= 0)`,
  sql`delete from ledger.sightings s using ledger.extracts e
    where e.dataset = s.dataset and e.seq = s.seq
      and (right(s.path, length(e.file_name) + 1) <> '/' || e.file_name
        or e.status = 'failed' and e.detail @? '$.problems[*].code ? (@ == "error.connectors.disk_full"
          || @ == "error.engine.disk_full" || @ == "error.engine.out_of_memory" || @ == "error.engine.failed")')`,
]
