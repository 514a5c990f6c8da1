import { sql } from 'kysely'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import { DISPUTED, disputedOf } from './disputed.ts'
import type { Entitlement } from './entitle.ts'
import { duckTypes, masked } from './masks.ts'

/** Column of incremental packages that says what to do with the row: I, U or D. */
export const CHANGE = '_change'

/** A statement whose rows are what the city gets, in the order in which it gets them. */
export type Projection = Expression

/** Golden rows → the entitled columns, masked, and `_disputed`, of confirmed records in scope. */
export function projectFull(entitlement: Entitlement, rows: Relation, hashKey: Uint8Array): Projection {
  return sql`SELECT ${outputs(entitlement, 'r', hashKey)} FROM (SELECT * FROM ${rows}) r
    WHERE ${inScope(entitlement, 'r')} ORDER BY ${order(entitlement)}`
}

/**
 * Net changes (see `incrementalRows`) → rows with `_change`. Both sides are scoped and masked first, so a change
 * that the city cannot see is none. A deleted row carries its key and nothing else.
 */
export function projectChanges(entitlement: Entitlement, net: Expression, hashKey: Uint8Array): Projection {
  const side = (
    name: string,
  ) => sql`CASE WHEN n.${sql.ref(name)} IS NOT NULL AND ${inScope(entitlement, name)}
    THEN struct_pack(${packed(entitlement, name, hashKey)}) END`
  const columns = entitlement.columns.map(({ name }) => {
    const after = sql`a.${sql.ref(name)}`
    return name === entitlement.key
      ? sql`coalesce(${after}, b.${sql.ref(name)}) AS ${sql.ref(name)}`
      : sql`${after} AS ${sql.ref(name)}`
  })
  return sql`SELECT CASE WHEN b IS NULL THEN 'I' WHEN a IS NULL THEN 'D' ELSE 'U' END AS ${sql.ref(CHANGE)},
    ${sql.join(columns)}, a.${sql.ref(DISPUTED)} AS ${sql.ref(DISPUTED)} FROM (SELECT ${side('before')} AS b, ${side('after')} AS a FROM (SELECT * FROM ${net}) n)
    WHERE a IS DISTINCT FROM b ORDER BY ${order(entitlement)}`
}

/** The published key orders the rows: the order of a hash tells nothing about the number behind it. */
function order(entitlement: Entitlement): Expression {
  return entitlement.keyed ? sql.ref(entitlement.key) : sql`ALL`
}

function inScope({ foundation, divisions }: Entitlement, source: string): Expression {
  const codes = sql.join(divisions.map((code) => sql.lit(code)))
  return sql`${sql.ref(`${source}.${foundation.divisionColumn}`)} IN (${codes})
    AND ${sql.ref(`${source}.record_status`)} = 'confirmed'`
}

function outputs(entitlement: Entitlement, source: string, hashKey: Uint8Array): Expression {
  return sql.join(
    each(entitlement, source, hashKey).map(([name, value]) => sql`${value} AS ${sql.ref(name)}`),
  )
}

function packed(entitlement: Entitlement, source: string, hashKey: Uint8Array): Expression {
  return sql.join(
    each(entitlement, source, hashKey).map(([name, value]) => sql`${sql.ref(name)} := ${value}`),
  )
}

function each(entitlement: Entitlement, source: string, hashKey: Uint8Array): [string, Expression][] {
  const values = entitlement.columns.map(({ name, mask, type }): [string, Expression] => {
    const value = masked(mask, sql.ref(`${source}.${name}`), hashKey)
    return [name, sql`CAST(${value} AS ${duckTypes[type]})`]
  })
  return [...values, [DISPUTED, disputedOf(entitlement, source)]]
}
