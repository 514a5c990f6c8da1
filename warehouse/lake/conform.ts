import { sql } from 'kysely'
import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { parseType, typeText } from './column_type.ts'
import { typeSql } from './relation.ts'

const described = z.object({ column_name: z.string(), column_type: z.string() })

/**
 * The query's columns in the order and with the types of `columns`. Whole numbers are cast to the column's
 * width (a value that does not fit fails), NULL and nested literals to its type; any other difference in type,
 * a missing or an extra column is `lake.columns_mismatch`. So HUGEINT never reaches a file.
 */
export async function conform(
  session: Session,
  table: string,
  query: Relation,
  columns: Column[],
): Promise<Relation> {
  const rows = (await session.rows(sql`DESCRIBE SELECT * FROM (${query})`)).map((row) => described.parse(row))
  const given = new Map(rows.map((row) => [row.column_name, row.column_type]))
  const problem = mismatch(given, columns)
  if (problem) throw new ShuyuanError('lake.columns_mismatch', { table, problem })
  const selected = columns.map((column) =>
    canonical(given.get(column.name) ?? '') === column.type
      ? sql.id(column.name)
      : sql`CAST(${sql.id(column.name)} AS ${typeSql(column)}) AS ${sql.id(column.name)}`,
  )
  return sql`SELECT ${sql.join(selected)} FROM (${query})`
}

function mismatch(given: Map<string, string>, columns: Column[]): string | null {
  const wanted = new Set(columns.map((column) => column.name))
  const parts = [
    ...columns.filter((column) => !given.has(column.name)).map((column) => `${column.name} is missing`),
    ...[...given.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} is extra`),
    ...columns.flatMap((column) => {
      const type = given.get(column.name)
      return type === undefined || isCastable(type, column.type)
        ? []
        : [`${column.name} is ${type}, not ${column.type}`]
    }),
  ]
  return parts.length > 0 ? parts.join(', ') : null
}

const WHOLE = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
])

function isCastable(from: string, to: string): boolean {
  // DESCRIBE calls a bare NULL an INTEGER. Where a real INTEGER has no cast to the type, the statement fails.
  if (canonical(from) === to || from === 'INTEGER') return true
  const nested = (type: string) => type.startsWith('STRUCT') || type.endsWith('[]')
  if (nested(from) && nested(to)) return from.endsWith('[]') === to.endsWith('[]')
  return WHOLE.has(from) && (WHOLE.has(to) || to.startsWith('DECIMAL'))
}

/** The type text in the form of checked columns, or as it is when the lake has no such type. */
function canonical(text: string): string {
  const type = parseType(text)
  return type ? typeText(type) : text
}
