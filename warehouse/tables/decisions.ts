import { type Column, column } from '../engine/column.ts'

/** Columns of decisions/<dataset>. */
export function decisionColumns(): Column[] {
  return [
    column('seq', 'INTEGER'),
    column('action', 'VARCHAR'),
    column('of', 'INTEGER'),
    column('fingerprint', 'VARCHAR'),
    column('key', 'VARCHAR'),
    column('_extract', 'INTEGER'),
    column('_line', 'BIGINT'),
  ]
}
