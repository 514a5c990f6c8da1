import { sql } from 'kysely'
import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { parseType, typeText } from './column_type.ts'
import { typeSql } from './relation.ts'

const described = z.object({ column_name: z.string(), column_type: z.string() })

/**
 * The query's columns in the order of `columns`, of whose names and types they are, and there are no others: else the
 * engine refuses the statement (`engine.statement_invalid`) when it binds it. So a long query is bound once.
 */
export function asGiven(query: Relation, columns: Column[]): Relation {
  const names = sql.join(columns.map(({ name }) => sql.id(name)))
  const types = columns.map(({ type }) => engineType(type))
  const whole = `STRUCT(${columns.map(({ name }, at) => `${name} ${types[at]}`).join(', ')})`
  const isGiven = sql`${unquoted(sql`row(${names})`)} = ${sql.lit(`STRUCT(${types.join(', ')})`)}
    AND length(${unquoted(ROW)}) = ${sql.lit(whole.length)}`
  // The engine looks for the member of a struct when it binds, and types are constants by then.
  return sql`SELECT ${names} FROM (${query}) AS ${ROW}
    WHERE struct_extract({'given': true}, CASE WHEN ${isGiven} THEN 'given' ELSE 'other' END)`
}

/** The row of the query as one value. */
const ROW = sql.id('_given_row')

/** The text of a value's type; names in it are plain, and the engine quotes some of them. */
const unquoted = (value: Expression) => sql`replace(typeof(${value}), '"', '')`

/** A checked type as the engine writes it, without quotes. */
const engineType = (type: string) =>
  type.replaceAll('"', '').replaceAll(/\bTIMESTAMPTZ\b/g, 'TIMESTAMP WITH TIME ZONE')

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
