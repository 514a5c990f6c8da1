import { type Column, column } from '../engine/column.ts'

/** Columns of objections/items: what happened to each row of each objection. Rows are only added. */
export function itemColumns(): Column[] {
  return [
    column('objection', 'INTEGER'),
    column('item', 'VARCHAR'),
    column('dataset', 'VARCHAR'),
    column('key', 'VARCHAR'),
    column('extract', 'INTEGER'),
    column('line', 'BIGINT'),
    column('field', 'VARCHAR'),
    column('code', 'VARCHAR'),
    column('foundation', 'VARCHAR'),
    column('column_name', 'VARCHAR'),
    column('event', 'VARCHAR'),
    column('by_extract', 'INTEGER'),
    // What the row is objected to for: with `item` it tells whether the same is objected to again.
    column('cause', 'VARCHAR'),
    // Keyed digest of what was objected to, by which an unchanged row is known.
    column('content', 'VARCHAR'),
    column('step', 'INTEGER'),
  ]
}

/** Columns of objections/statements: what consumers said about the rows that they object to. */
export function statementColumns(): Column[] {
  return [
    column('submission', 'INTEGER'),
    column('item', 'VARCHAR'),
    column('cause', 'VARCHAR'),
    column('dataset', 'VARCHAR'),
    column('key', 'VARCHAR'),
    column('extract', 'INTEGER'),
    column('line', 'BIGINT'),
    column('column_name', 'VARCHAR'),
    column('reason', 'VARCHAR'),
    column('text', 'VARCHAR'),
    column('proposed', 'VARCHAR'),
  ]
}

/** Columns of objections/answers: what departments answered, row by row. */
export function departmentAnswerColumns(): Column[] {
  return [
    column('answers', 'INTEGER'),
    column('objection', 'INTEGER'),
    column('item', 'VARCHAR'),
    column('outcome', 'VARCHAR'),
    column('note', 'VARCHAR'),
    column('resend', 'INTEGER'),
  ]
}

/** Columns of marks/<foundation>: the columns of golden records that an open objection puts in doubt. */
export function markColumns(): Column[] {
  return [column('key', 'VARCHAR'), column('column_name', 'VARCHAR'), column('objection', 'INTEGER')]
}
