import type { ElementType } from '../../catalog/element.ts'
import { geometryColumns } from '../../catalog/geometry_columns.ts'
import { type Column, column } from '../engine/column.ts'

const LAKE_TYPES: Record<ElementType, string> = {
  citizenId: 'VARCHAR',
  uscc: 'VARCHAR',
  personName: 'VARCHAR',
  text: 'VARCHAR',
  code: 'VARCHAR',
  division: 'VARCHAR',
  phone: 'VARCHAR',
  subjectId: 'VARCHAR',
  licenceId: 'VARCHAR',
  geometry: 'BLOB',
  date: 'DATE',
  datetime: 'TIMESTAMPTZ',
  integer: 'BIGINT',
  decimal: 'DECIMAL(18,4)',
}

/** The DuckDB type that values of an element type have in std and base tables. */
export function lakeType(type: ElementType): string {
  return LAKE_TYPES[type]
}

/** The columns that a table has besides those of its elements: the measures of a geometry, if one has that type. */
export function measuredColumns(types: ElementType[]): Column[] {
  return types.includes('geometry') ? geometryColumns.map((name) => column(name, 'DOUBLE')) : []
}
