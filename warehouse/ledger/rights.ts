import { sql } from 'kysely'
import type { LedgerDb } from './open.ts'

/** Tables to which rows are only ever added, and the head, which follows from them. */
export const APPEND_ONLY_TABLES = ['ledger.audit', 'ledger.audit_head', 'ledger.objection_events'] as const

/** What the account that the program works with may do beyond what it needs. */
export interface LedgerRights {
  role: string
  superuser: boolean
  /** Tables of the ledger that it owns, itself or through a role: it could switch their triggers off. */
  owned: number
  /** Rights to change or remove rows that are only ever added, as `UPDATE ledger.audit`. */
  excess: string[]
}

/** Rights of the connected account, as the server tells them. */
export async function ledgerRights(db: LedgerDb): Promise<LedgerRights> {
  const { rows } = await sql<{ role: string; superuser: boolean; owned: number }>`
    select current_user as role, r.rolsuper as superuser, (select count(*)::integer from pg_class as c
      join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = 'ledger' and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'MEMBER')) as owned
    from pg_roles as r where r.rolname = current_user`.execute(db)
  const [found] = rows
  if (!found) throw new RangeError('the server knows no such role')
  const checks = APPEND_ONLY_TABLES.flatMap((table) =>
    ['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'].map((right) => ({ table, right })),
  )
  const held = await sql<{ right: string }>`
    select v.name as right from (values ${sql.join(
      checks.map(({ table, right }) => sql`(${`${right} ${table}`}::text, ${table}::text, ${right}::text)`),
    )}) as v(name, tab, priv)
    where has_table_privilege(current_user, v.tab, v.priv)`.execute(db)
  return { ...found, excess: held.rows.map(({ right }) => right) }
}
