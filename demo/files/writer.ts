/** How a row is broken below the level of its values, so that it cannot be read as a record. */
export type Damage = 'columns_missing' | 'columns_extra' | 'quote' | 'encoding' | 'nul' | 'json' | 'float'

/** Writes one extract, row by row. */
export interface ExtractWriter {
  /** Writes a row (values in column order) and returns its physical line: text line, sheet row or row ordinal. */
  write(values: readonly (string | null)[], damage?: Damage): number
  close(): void | Promise<void>
}
