export { canonicalise } from './canonicalise.ts'
export { parseFileName } from './names.ts'
export { LONGEST_WRITTEN } from './output.ts'
export {
  type CanonicalExtract,
  type CanonicaliseInput,
  type Compression,
  type Drift,
  defaultLimits,
  type Format,
  formats,
  type HeaderFound,
  type Limits,
  type Mode,
  type ParquetReader,
  type RejectCode,
  ROUNDED,
  rejectCodes,
  TooLong,
  type UnreadableColumn,
} from './types.ts'
export { readProperties } from './xlsx/properties.ts'
export { readSheet, type SheetLine, type WantedSheet } from './xlsx/read_sheet.ts'
export type { CellFault } from './xlsx/sheet.ts'
