/** A column of a table; `type` is DuckDB type text, nested types with quoted member names. */
export interface Column {
  name: string
  type: string
  nullable: boolean
}

/** A nullable column, which is what nearly all columns of the lake are. */
export function column(name: string, type: string): Column {
  return { name, type, nullable: true }
}
