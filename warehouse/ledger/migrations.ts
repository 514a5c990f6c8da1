import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { initial } from './migrations/0001_initial.ts'
import { keyDecisions } from './migrations/0002_key_decisions.ts'
import { eventIntake } from './migrations/0003_event_intake.ts'
import { objections } from './migrations/0004_objections.ts'
import { objectionIntake } from './migrations/0005_objection_intake.ts'
import { gateOverrides } from './migrations/0006_gate_overrides.ts'
import { extractIdentity } from './migrations/0007_extract_identity.ts'
import { acceptedFiles } from './migrations/0008_accepted_files.ts'
import { maskedSightings } from './migrations/0009_masked_sightings.ts'
import { eventLines } from './migrations/0011_event_lines.ts'
import { reprocessing } from './migrations/0012_reprocessing.ts'
import { auditHeadFollows } from './migrations/0014_audit_head.ts'
import { orderOfRegisters } from './migrations/0015_order_of_registers.ts'
import { reprocessedExtracts } from './migrations/0016_reprocessed_extracts.ts'
import './locale.ts'

/** The PostgreSQL schema that holds the ledger's tables. */
export const SCHEMA = 'ledger'
const TABLE = 'kysely_migration'

/** Every migration, by name, in the order in which they are applied. A released one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001_initial': initial,
  '0002_key_decisions': keyDecisions,
  '0003_event_intake': eventIntake,
  '0004_objections': objections,
  '0005_objection_intake': objectionIntake,
  '0006_gate_overrides': gateOverrides,
  '0007_extract_identity': extractIdentity,
  '0008_accepted_files': acceptedFiles,
  '0009_masked_sightings': maskedSightings,
  '0011_event_lines': eventLines,
  '0012_reprocessing': reprocessing,
  '0014_audit_head': auditHeadFollows,
  '0015_order_of_registers': orderOfRegisters,
  '0016_reprocessed_extracts': reprocessedExtracts,
}

/**
 * Brings the ledger's tables up to this program's version. Several processes may do so at once.
 * `db` is a plain Kysely without schema or naming plugins.
 * @throws ShuyuanError `ledger.newer_schema`, `ledger.migration_failed`
 */
export async function migrate(
  db: Kysely<unknown>,
  server: string,
  known: Record<string, Migration> = migrations,
): Promise<void> {
  const applied = await appliedMigrations(db)
  const foreign = applied.find((name) => !(name in known))
  if (foreign) throw new ShuyuanError('ledger.newer_schema', { server, migration: foreign })
  if (applied.length === Object.keys(known).length) return
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    migrationTableName: TABLE,
    migrationTableSchema: SCHEMA,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (!error) return
  if (error instanceof ShuyuanError) throw error
  const failed = results?.find((result) => result.status === 'Error')
  const reason = error instanceof Error ? error.message : String(error)
  throw new ShuyuanError(
    'ledger.migration_failed',
    { server, migration: failed?.migrationName ?? '', reason },
    { cause: error },
  )
}

async function appliedMigrations(db: Kysely<unknown>): Promise<string[]> {
  const table = sql.table(`${SCHEMA}.${TABLE}`)
  const found = await sql<{ known: boolean }>`
    select to_regclass(${`${SCHEMA}.${TABLE}`}) is not null as known`.execute(db)
  if (!found.rows[0]?.known) return []
  const { rows } = await sql<{ name: string }>`select name from ${table} order by name`.execute(db)
  return rows.map((row) => row.name)
}
