import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import { parseType, typeText } from './column_type.ts'
import { type DeltaType, deltaSchema, fromDelta, toDelta } from './delta_type.ts'

const NAME = /^[^\s ,;{}()=\p{Cc}]+$/u
const RESERVED = new Set([
  ...['_change_type', '_commit_version', '_commit_timestamp', '_file', '_row'],
  // The engine's names for the place of a row.
  ...['filename', 'file_index', 'file_row_number'],
])

/** The columns with canonical type texts; `lake.schema_invalid` or `lake.type_unsupported` otherwise. */
export function checkedSchema(table: string, columns: Column[], partitionBy: string[]): Column[] {
  const problem = schemaProblem(columns, partitionBy)
  if (problem) throw new ShuyuanError('lake.schema_invalid', { table, problem })
  return columns.map((column) => {
    const type = parseType(column.type)
    if (!type)
      throw new ShuyuanError('lake.type_unsupported', { table, column: column.name, type: column.type })
    return { ...column, type: typeText(type) }
  })
}

function schemaProblem(columns: Column[], partitionBy: string[]): string | null {
  const names = columns.map((column) => column.name)
  const folded = names.map((name) => name.toLowerCase())
  const twice = names.find((_name, index) => folded.indexOf(folded[index] ?? '') !== index)
  if (twice) return `column ${twice} is given twice`
  const bad = names.find((name) => !NAME.test(name) || RESERVED.has(name.toLowerCase()))
  if (bad !== undefined) return `${JSON.stringify(bad)} is no column name`
  const unknown = partitionBy.find((name) => !names.includes(name))
  if (unknown) return `partition column ${unknown} is not a column`
  const inexact = columns.find(
    (column) => partitionBy.includes(column.name) && column.type.toUpperCase() !== 'INTEGER',
  )
  if (inexact) return `partition column ${inexact.name} is not INTEGER`
  if (partitionBy.length >= columns.length) return 'there is no column besides the partition columns'
  return null
}

/** The Delta schema JSON of the columns. */
export function schemaString(columns: Column[]): string {
  const fields = columns.map((column) => ({
    name: column.name,
    type: toDelta(requireType(column.type)),
    nullable: column.nullable,
    metadata: {},
  }))
  return JSON.stringify({ type: 'struct', fields })
}

/** The columns of a Delta schema JSON; null where a type has no counterpart here. */
export function columnsOf(json: string): Column[] | null {
  const schema = deltaSchema.safeParse(JSON.parse(json))
  if (!schema.success) return null
  const columns: Column[] = []
  for (const field of schema.data.fields) {
    const type = fromDelta(field.type as DeltaType)
    if (!type) return null
    columns.push({ name: field.name, type: typeText(type), nullable: field.nullable })
  }
  return columns
}

/** What differs between the columns a table has and those wanted, in words; null when nothing does. */
export function schemaDifference(have: Column[], want: Column[]): string | null {
  const known = new Map(have.map((column) => [column.name, column]))
  const wanted = new Set(want.map((column) => column.name))
  const parts = [
    ...want.filter((column) => !known.has(column.name)).map((column) => `${column.name} is new`),
    ...have.filter((column) => !wanted.has(column.name)).map((column) => `${column.name} is gone`),
    ...want.flatMap((column) => typeDifference(known.get(column.name), column)),
  ]
  return parts.length > 0 ? parts.join(', ') : null
}

function typeDifference(have: Column | undefined, want: Column): string[] {
  if (!have) return []
  const text = (column: Column) => `${column.type}${column.nullable ? '' : ' NOT NULL'}`
  return text(have) === text(want) ? [] : [`${want.name} is ${text(have)}, wanted ${text(want)}`]
}

function requireType(text: string) {
  const type = parseType(text)
  if (!type) throw new TypeError(`type ${text} was not checked`)
  return type
}
