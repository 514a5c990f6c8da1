import { sql } from 'kysely'
import { datasetOf } from '../../../catalog/lookup.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { withPresentFields } from '../../../warehouse/tables/present_columns.ts'
import { dueRows } from '../../objections/items.ts'
import type { Platform } from '../../platform.ts'
import type { Corrected } from './corrected.ts'

/** A register's failing rows that nothing put right, and the objections to them, as relations. */
export interface Relations {
  quarantine: Relation
  due: Relation
}

/** Opens the relations of a register once, however many reports read them; undefined without a quarantine. */
export type OpenRelations = (dataset: string) => Promise<Relations | undefined>

export function relationsOf(platform: Platform, corrected: Corrected): OpenRelations {
  const opened = new Map<string, Promise<Relations | undefined>>()
  return (dataset) => {
    const relations = opened.get(dataset) ?? openOf(platform, dataset, corrected)
    opened.set(dataset, relations)
    return relations
  }
}

async function openOf(
  platform: Platform,
  dataset: string,
  corrected: Corrected,
): Promise<Relations | undefined> {
  const table = platform.lake.table(`quarantine/${dataset}`)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  if (snapshot.files.length === 0) return undefined
  const gone = corrected.rows.get(dataset)
  const all = withPresentFields(datasetOf(platform.catalogue, dataset), table.select(snapshot))
  const quarantine = gone ? sql`(from ${all} anti join ${gone} using (_extract, _line))` : all
  return { quarantine, due: await dueOf(platform, dataset) }
}

/** Objections to rows; a report makes no table, so none where none was ever raised. */
async function dueOf(platform: Platform, dataset: string): Promise<Relation> {
  if (await platform.lake.table('objections/items').exists()) return dueRows(platform, dataset)
  return sql`(select 0 as extract, 0::bigint as line, ''::varchar as field, ''::varchar as code,
    0 as objection, null::date as due, ''::varchar as state where false)`
}
