import { sql } from 'kysely'
import { columnOf, foundationOf } from '../catalog/lookup.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Delivery } from '../warehouse/ledger/deliveries.ts'
import { findRelease, type Release } from '../warehouse/ledger/releases.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Entitlement } from './entitle.ts'
import { incrementalRows } from './incremental.ts'
import { shapeOfEntitlement } from './shape.ts'

/**
 * True when changes since the previous package fit the table that the city has (same columns, masks and scope) and are
 * known: a base table that was made with other columns since then began anew.
 */
export async function continues(
  { lake, ledger }: Pick<Warehouse, 'lake' | 'ledger'>,
  { entitlement, release }: { entitlement: Entitlement; release: Release },
  previous: Delivery,
): Promise<boolean> {
  if (entitlement.request.delivery !== 'incremental') return false
  if (previous.detail.shape !== shapeOfEntitlement(entitlement)) return false
  const from = await findRelease(ledger.db, release.foundation, previous.release)
  const table = lake.table(`base/${release.foundation}`)
  const { definedAt } = await table.snapshot({ version: release.tables[table.name] })
  return (from?.tables[table.name] ?? 0) >= definedAt
}

/** The golden records of a release. */
export async function releasedRows({ lake }: Pick<Warehouse, 'lake'>, release: Release): Promise<Relation> {
  const table = lake.table(`base/${release.foundation}`)
  const snapshot = await table.snapshot({ version: release.tables[table.name] })
  const rows = table.select(snapshot)
  const marked = snapshot.schema.some(({ name }) => name === 'disputed')
  // A release that was made before base tables told what is in dispute.
  return marked ? rows : sql`(select *, null::varchar[] as disputed from ${rows})`
}

/** What changed of the golden records since release `since`, as `incrementalRows` has it. */
export async function changedRows(
  { lake, ledger, catalogue }: Pick<Warehouse, 'lake' | 'ledger' | 'catalogue'>,
  entitlement: Entitlement,
  release: Release,
  since: number,
): Promise<Relation> {
  const from = await findRelease(ledger.db, release.foundation, since)
  const table = lake.table(`base/${release.foundation}`)
  const changes = await table.changes((from?.tables[table.name] ?? 0) + 1, release.tables[table.name] ?? 0)
  const foundation = foundationOf(catalogue, release.foundation)
  return incrementalRows({ entitlement, key: columnOf(foundation.keyElement), changes })
}
