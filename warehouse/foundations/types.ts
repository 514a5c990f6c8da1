import type { ElementType } from '../../catalog/element.ts'

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
