import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Entitlement } from './entitle.ts'

/** The change feed of a golden table between two releases: its rows with `_change_type` and `_commit_version`. */
export interface Feed {
  entitlement: Entitlement
  /** Golden column of the key. */
  key: string
  changes: Relation
}

/**
 * Net change per key: one row `(before, after)` of structs holding the columns that the request needs, as they
 * were at the older release and are at the newer one; NULL where the key had no record. What happened in
 * between is gone. Goes to `buildPackage` as the rows of an incremental package, which masks and scopes both
 * sides, so that a row leaving the scope becomes D and one entering it I.
 */
export function incrementalRows({ entitlement, key, changes }: Feed): Relation {
  const names = neededColumns(entitlement)
  const packed = sql`struct_pack(${sql.join(names.map((name) => sql`${sql.ref(name)} := ${sql.ref(`c.${name}`)}`))})`
  const side = (types: string[], edge: string) => sql`
    SELECT c.${sql.ref(key)} AS k, ${packed} AS v
    FROM (${changes}) c JOIN edges e ON c.${sql.ref(key)} = e.k AND c._commit_version = e.${sql.ref(edge)}
    WHERE c._change_type IN (${sql.join(types.map((type) => sql.lit(type)))})`
  return sql`(
    WITH edges AS (
      SELECT ${sql.ref(key)} AS k, min(_commit_version) AS oldest, max(_commit_version) AS newest
      FROM (${changes}) GROUP BY 1
    ), b AS (${side(['update_preimage', 'delete'], 'oldest')}),
    a AS (${side(['update_postimage', 'insert'], 'newest')})
    SELECT b.v AS before, a.v AS after FROM b FULL OUTER JOIN a ON b.k = a.k)`
}

/** Golden columns that a package reads: the entitled ones, the key, what is in dispute, and those that decide the scope. */
function neededColumns(entitlement: Entitlement): string[] {
  const names = entitlement.columns.map((column) => column.name)
  const others = [entitlement.key, entitlement.foundation.divisionColumn, 'record_status', 'disputed']
  return [...new Set([...names, ...others])]
}
