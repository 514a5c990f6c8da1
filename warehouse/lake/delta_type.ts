import { z } from 'zod'
import type { ColumnType, ScalarName } from './column_type.ts'

/** A type in Delta's schema JSON. */
export type DeltaType =
  | string
  | { type: 'array'; elementType: DeltaType; containsNull: boolean }
  | { type: 'struct'; fields: DeltaField[] }

export interface DeltaField {
  name: string
  type: DeltaType
  nullable: boolean
  metadata: Record<string, unknown>
}

const deltaType: z.ZodType<DeltaType> = z.lazy(() =>
  z.union([
    z.string(),
    z.object({ type: z.literal('array'), elementType: deltaType, containsNull: z.boolean() }),
    z.object({ type: z.literal('struct'), fields: z.array(deltaField) }),
  ]),
)

const deltaField: z.ZodType<DeltaField> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: deltaType,
    nullable: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
  }),
)

/** The schema of a table: a struct. */
export const deltaSchema = z.object({ type: z.literal('struct'), fields: z.array(deltaField) })

const DELTA_NAME: Record<ScalarName, string> = {
  VARCHAR: 'string',
  TINYINT: 'byte',
  SMALLINT: 'short',
  INTEGER: 'integer',
  BIGINT: 'long',
  FLOAT: 'float',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMPTZ: 'timestamp',
  BLOB: 'binary',
}

const SCALAR_OF = new Map(Object.entries(DELTA_NAME).map(([scalar, delta]) => [delta, scalar as ScalarName]))

/** The Delta type of a column type. Members of structs and lists may be null. */
export function toDelta(type: ColumnType): DeltaType {
  switch (type.kind) {
    case 'scalar':
      return DELTA_NAME[type.name]
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'list':
      return { type: 'array', elementType: toDelta(type.element), containsNull: true }
    case 'struct':
      return { type: 'struct', fields: type.fields.map(memberOf) }
  }
}

const memberOf = (field: { name: string; type: ColumnType }): DeltaField => ({
  name: field.name,
  type: toDelta(field.type),
  nullable: true,
  metadata: {},
})

/** The column type of a Delta type, or null where there is none (map, timestamp_ntz, variant…). */
export function fromDelta(type: DeltaType): ColumnType | null {
  if (typeof type === 'string') return scalarOf(type)
  if (type.type === 'array') {
    const element = fromDelta(type.elementType)
    return element && { kind: 'list', element }
  }
  const fields = type.fields.map((field) => ({ name: field.name, type: fromDelta(field.type) }))
  return fields.every(isKnown) ? { kind: 'struct', fields } : null
}

function scalarOf(name: string): ColumnType | null {
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(name)
  if (decimal) return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  const scalar = SCALAR_OF.get(name)
  return scalar ? { kind: 'scalar', name: scalar } : null
}

function isKnown(field: {
  name: string
  type: ColumnType | null
}): field is { name: string; type: ColumnType } {
  return field.type !== null
}
