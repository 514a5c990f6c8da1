import { type Column, column } from '../../../warehouse/engine/column.ts'

/** Columns of marks/<foundation>: the columns of golden records that an open objection puts in doubt. */
export function markColumns(): Column[] {
  return [column('key', 'VARCHAR'), column('column_name', 'VARCHAR'), column('objection', 'INTEGER')]
}
