import { readField } from '../reference/values.ts'
import type { Extents } from './boundaries.ts'
import { epsgCode } from './crs.ts'
import { type Examined, examine } from './examine.ts'
import type { GeometryField } from './field.ts'

/** The fields of a row that matter to its geometry, as received; the geometry without blanks at its ends. */
export interface Received {
  text: string | null
  crs: string | null
  declared: string | null
  division: string | null
}

/** Examines one row's geometry with what its other fields say, as received. */
export function examineRow(row: Received, geometry: GeometryField, extents?: Extents): Examined {
  if (row.text === null) return { problems: ['unreadable'], repairs: [] }
  const declared = readField('decimal', undefined, row.declared).value
  const division = readField('division', geometry.division?.mapping, row.division).value
  return examine(row.text, {
    crs: geometry.crs && crsOf(row.crs, geometry.crs.mapping),
    types: geometry.types,
    maxArea: geometry.maxArea,
    declaredArea: declared === null ? undefined : Number(declared),
    isInDivision: division === null ? undefined : extents?.(division),
  })
}

function crsOf(received: string | null, mapping: Record<string, string> | undefined): number | null {
  const { value } = readField('code', mapping, received)
  return value === null ? null : (epsgCode(value) ?? Number.NaN)
}
