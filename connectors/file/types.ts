import type { Dataset } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'

/** What a file's content is, from its name. `archive`: a `.zip` whose single entry's name says it. */
export const formats = ['csv', 'xlsx', 'jsonl', 'parquet', 'arrow'] as const
export type Format = (typeof formats)[number]
export type Compression = 'none' | 'gzip' | 'zip'
/** Whole register, or only what changed (rows carry an operation flag). */
export type Mode = 'full' | 'delta'

/** How messages name a file. */
export interface NamedFile {
  dataset: { id: string }
  fileName: string
}

/** What a file name says; see docs/extracts.md. */
export interface FileNameParts {
  /** Dataset id or Chinese dataset name, as written. */
  dataset: string
  mode: Mode
  /** The time that the content stands for; written in Asia/Shanghai. */
  asOf: Date
  batch: string | null
  format: Format | 'archive'
  compression: Compression
}

/** Columns of a file compared with its dataset. `renamed` names the header that most likely is the missing field. */
export interface Drift {
  missing: string[]
  extra: string[]
  renamed: { field: string; header: string }[]
}

/** Bounds on what a file may ask of the machine. Sizes in bytes. */
export interface Limits {
  /** A longer record is rejected (`parse.line_too_long`). */
  maxRecordBytes: number
  /** Of a rejected line, this much is kept; of a longer one the head and where to find the rest. */
  maxRawBytes: number
  /** An archive or workbook may not grow beyond this. */
  maxExpandedBytes: number
  /** Nor beyond this many times its own size, once it has grown past `ratioFromBytes`. */
  maxRatio: number
  ratioFromBytes: number
}

export const defaultLimits: Limits = {
  maxRecordBytes: 1 << 20,
  maxRawBytes: 10 << 20,
  maxExpandedBytes: 64 * 2 ** 30,
  maxRatio: 200,
  ratioFromBytes: 16 << 20,
}

/**
 * Reads Parquet for this room, which has no engine of its own. `toCsv` writes every row of `path` in file
 * order to `csvPath`: UTF-8, comma, `"` as quote and escape, one header row with the column names, every
 * value as text (nested values as JSON, instants with their zone, whole numbers without a point, one of more digits
 * than its float holds behind `ROUNDED`), NULL as an empty unquoted field. It throws on a damaged file.
 */
export interface ParquetReader {
  /**
   * @param most stops, and throws `TooLong` or what the engine says then, where the text is longer, in bytes
   * @returns the columns whose values are not told by the text
   */
  toCsv(path: string, csvPath: string, most: number): Promise<UnreadableColumn[]>
}

/**
 * Stands before a number that its file keeps as a float of more digits than one holds: they are lost, and its record is
 * not taken.
 */
export const ROUNDED = '\0rounded\0'

/** What a reader throws of text longer than it may be. */
export class TooLong extends Error {}

/** A column of values that are no text: bytes (`binary`; written in hexadecimal) or a type without a form of its own. */
export interface UnreadableColumn {
  column: string
  type: string
}

/** The landed file and how to read it. */
export interface CanonicaliseInput {
  landedPath: string
  /** File name as the department sent it, for messages. */
  fileName: string
  format: Format | 'archive'
  compression: Compression
  dataset: Dataset
  mode: Mode
  /** Types of the dataset's fields, by id. */
  types?: ReadonlyMap<string, ElementType>
  /** Folder for `canonical.csv`, `rejects.csv` and scratch; made when absent. */
  outDir: string
  parquet: ParquetReader
  limits?: Partial<Limits>
}

/**
 * The header of a text file: the line that it begins on, how many titles stand above it, and the names in it. Line 0:
 * there is none, and the columns are the dataset's in their order.
 */
export interface HeaderFound {
  line: number
  titles: number
  names: string[]
}

/** Of a workbook: names of the sheets whose rows were taken, in their order, and of those passed over. */
export interface SheetsFound {
  read: string[]
  passed: string[]
}

/** `received` = canonical rows + `rejected`, always. */
export interface CanonicalExtract {
  received: number
  rejected: number
  drift: Drift
  /** Of a text file with columns, and of a workbook's first sheet that was read. */
  header?: HeaderFound
  sheets?: SheetsFound
  /** Lines of a text file that are not in the encoding of the others. */
  otherEncoding: { 'utf-8': number; gb18030: number }
  canonicalPath: string
  rejectsPath: string
}

/** Why a record was not taken; the second column of `rejects.csv`. */
export const rejectCodes = [
  'parse.columns_missing',
  'parse.columns_extra',
  'parse.quote',
  'parse.encoding',
  'parse.nul',
  'parse.number_rounded',
  'parse.line_too_long',
  'parse.json',
  'parse.operation',
  'xlsx.number_damaged',
  'xlsx.formula',
  'xlsx.error_value',
  'xlsx.merged',
] as const
export type RejectCode = (typeof rejectCodes)[number]
