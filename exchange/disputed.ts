import { sql } from 'kysely'
import type { Name } from '../catalog/names.ts'
import type { Expression } from '../warehouse/engine/relation.ts'
import type { Entitlement } from './entitle.ts'

/** Column of every package that names, comma-joined, the columns of the row that are in dispute; NULL when none is. */
export const DISPUTED = '_disputed'

/** What the column is called in dictionaries and comments. */
export const disputedLabel: Name = {
  'zh-CN': '有疑义（异议处理中）的字段，以逗号分隔，空为无',
  en: 'Columns in dispute: names separated by commas; none when empty',
}

/** The value of `_disputed` for a golden row: of its columns in dispute those that the city is entitled to. */
export function disputedOf(entitlement: Entitlement, source: string): Expression {
  const entitled = sql.join(entitlement.columns.map(({ name }) => sql.lit(name)))
  const names = sql`list_filter(${sql.ref(`${source}.disputed`)}, lambda name: name IN (${entitled}))`
  return sql`nullif(array_to_string(${names}, ','), '')`
}
