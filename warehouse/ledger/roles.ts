import { createHmac } from 'node:crypto'
import pg from 'pg'
import { sha256 } from '../../core/hash.ts'
import { withClient } from './databases.ts'
import { migrations } from './migrations.ts'

/** The account that the program works with on the embedded server. */
export const APP = 'shuyuan_app'
const QUEUE_SCHEMA = 'bullmq'
/** Advisory lock under which one process at a time gives the account its rights. */
const ROLES = 7_483_202

/** What the owner of the tables grants the account that the program works with, as docs/ledger.md gives it. */
export const GRANTS = [
  'grant usage on schema ledger to shuyuan_app',
  'grant select, insert, update, delete on all tables in schema ledger to shuyuan_app',
  'grant usage on all sequences in schema ledger to shuyuan_app',
  'revoke update, delete on ledger.audit, ledger.objection_events from shuyuan_app',
  'revoke insert, update, delete on ledger.audit_head from shuyuan_app',
  'revoke insert, update, delete on ledger.kysely_migration, ledger.kysely_migration_lock from shuyuan_app',
]

/** What it needs for the queue, which makes its tables itself; what is there already becomes its own. */
const QUEUE_GRANTS = [
  `create schema if not exists ${QUEUE_SCHEMA} authorization ${APP}`,
  `alter schema ${QUEUE_SCHEMA} owner to ${APP}`,
  `do $$
    declare each text;
    begin
      for each in
        select format('alter table %s owner to ${APP}', c.oid::regclass) from pg_class as c
          where c.relnamespace = '${QUEUE_SCHEMA}'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
        union all
        select format('alter sequence %s owner to ${APP}', c.oid::regclass) from pg_class as c
          where c.relnamespace = '${QUEUE_SCHEMA}'::regnamespace and c.relkind = 'S'
            and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype in ('a', 'i'))
        union all
        select format('alter routine %s owner to ${APP}', p.oid::regprocedure) from pg_proc as p
          where p.pronamespace = '${QUEUE_SCHEMA}'::regnamespace
        union all
        select format('alter type %s owner to ${APP}', t.oid::regtype) from pg_type as t
          where t.typnamespace = '${QUEUE_SCHEMA}'::regnamespace and t.typtype in ('e', 'd')
      loop
        execute each;
      end loop;
    end
  $$`,
]

/** Digest of the rights and of the tables that they are for: a role that has it as its comment has them. */
const STATE = sha256(JSON.stringify([GRANTS, QUEUE_GRANTS, Object.keys(migrations)]))

/** The password of the program's account, which follows from the owner's. Not the other way round. */
export function appPassword(ownerPassword: string): string {
  return createHmac('sha256', ownerPassword).update(APP).digest('hex')
}

/** Whether the account of the program is there with its rights to all tables, as the owner sees it. */
export async function hasAppRole(owner: pg.ClientBase): Promise<boolean> {
  const { rows } = await owner.query(
    `select 1 from pg_roles as r where r.rolname = $1 and not r.rolsuper
      and shobj_description(r.oid, 'pg_authid') = $2 and to_regclass('ledger.audit') is not null
      and not exists (select from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = 'ledger' and c.relkind in ('r', 'p') and not has_table_privilege(r.oid, c.oid, 'select'))`,
    [APP, STATE],
  )
  return rows.length > 0
}

/**
 * Gives the account of the program its password and its rights, all of them or none. The tables must be there.
 * @param owner connection string of the owner, who may make roles
 */
export async function grantAppRole(owner: string, password: string): Promise<void> {
  await withClient(owner, async (client) => {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [ROLES])
    const { rows } = await client.query(
      'select current_database() as name, exists (select from pg_roles where rolname = $1) as known',
      [APP],
    )
    const [found] = rows as { name: string; known: boolean }[]
    const rights = `login password ${pg.escapeLiteral(password)} nosuperuser nocreatedb nocreaterole`
    await client.query(`${found?.known ? 'alter' : 'create'} role ${APP} ${rights}`)
    for (const statement of GRANTS) await client.query(statement)
    await client.query(`grant create on database ${pg.escapeIdentifier(found?.name ?? '')} to ${APP}`)
    for (const statement of QUEUE_GRANTS) await client.query(statement)
    await client.query(`comment on role ${APP} is ${pg.escapeLiteral(STATE)}`)
    await client.query('commit')
  })
}
