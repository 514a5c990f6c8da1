import type { Dataset, Field } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { BLANKS, withoutBlanks } from '../../core/blanks.ts'
import { ShuyuanError } from '../../core/errors.ts'
import '../locale.ts'
import { findRenamed } from './renamed.ts'
import type { Drift, Mode, UnreadableColumn } from './types.ts'

export type Operation = 'I' | 'U' | 'D'
const operationHeaders = ['_op', '操作标志']
const OPERATIONS: Record<string, Operation> = { I: 'I', U: 'U', D: 'D', 新增: 'I', 修改: 'U', 删除: 'D' }

/** A file with more columns than this is not a table; of names in a message, as many as a person reads. */
export const MOST_COLUMNS = 2000
const MOST_NAMES = 12

/** Where each column of a file goes. Columns are numbered from 0 as in the file. */
export interface ColumnPlaces {
  /** How many columns a record may have, and how many it must have: behind the last with a name there may be blanks. */
  width: number
  least: number
  /** Per field of the dataset its column, or -1. */
  fieldColumns: number[]
  /** Column of the operation flag, or -1. */
  operation: number
  /** Columns kept in `_extra` (contract `evolve`). */
  extras: { column: number; header: string }[]
  /** Columns without a header, which may hold nothing (contract `freeze`). */
  blanks: number[]
  /** The operation of a row; null when the flag is not one. A full dump only ever inserts. */
  operationOf(flag: string | null): Operation | null
}

/** The columns of a file that its dataset's contract lets pass. */
export interface ColumnPlan extends ColumnPlaces {
  drift: Drift
}

/** What the messages name. */
export interface FileOf {
  dataset: Dataset
  mode: Mode
  fileName: string
  /** Types of the dataset's fields, by id: what values look like where a file has no header. */
  types?: ReadonlyMap<string, ElementType>
}

const UNSEEN = new RegExp(`[\\s${BLANKS}]`, 'gu')

/** What forms to be filled in say of a column beside its name: `*`, `（必填）`, `【选填】`. */
const MARKS_OF_FORMS = /^\*+|\*+$|[([【](?:必填|必填项|必录|选填|可选|可空|非必填)[)\]】]/g

/** Header comparison: no case, no blanks of any kind, full-width forms as half-width, without the marks of forms. */
export function normaliseHeader(header: string): string {
  return header.normalize('NFKC').replace(UNSEEN, '').replace(MARKS_OF_FORMS, '').toLowerCase()
}

/** Every name under which a file may give the field. */
const namesOfField = ({ id, header, aliases, formerly }: Field): string[] => [
  id,
  header,
  ...aliases,
  ...formerly,
]

/** Looks up which field (or the operation flag, `_op`) a header names. */
export function headerLookup(dataset: Dataset): (header: string) => string | undefined {
  const known = new Map<string, string>()
  for (const field of dataset.fields) {
    for (const name of namesOfField(field)) known.set(normaliseHeader(name), field.id)
  }
  for (const name of operationHeaders) known.set(normaliseHeader(name), '_op')
  return (header) => known.get(normaliseHeader(header))
}

/** The key under which two headers are the same column: the field that they name, else their own text. */
export function columnKeys(dataset: Dataset): (header: string) => string {
  const lookup = headerLookup(dataset)
  return (header) => lookup(header) ?? `extra:${normaliseHeader(header)}`
}

/**
 * Compares a header with the dataset and decides by its contract.
 * @throws ShuyuanError `connectors.header_unknown`, `connectors.too_many_columns`, `connectors.duplicate_header`,
 * `connectors.header_drift`, `connectors.operation_missing`
 */
export function planColumns(file: FileOf, headers: string[]): ColumnPlan {
  if (headers.length > MOST_COLUMNS) throw tooManyColumns(file, headers.length)
  const plan = mapColumns(file, headers)
  if (plan.fieldColumns.every((column) => column < 0)) throw unknownHeader(file)
  refuseDuplicates(file, headers)
  const drift = driftOf(file.dataset, headers)
  refuseDrift(file, headers, drift)
  if (file.mode === 'delta' && plan.operation < 0) {
    throw new ShuyuanError('connectors.operation_missing', { dataset: file.dataset.id, file: file.fileName })
  }
  return { ...plan, drift }
}

/** Where each column goes, without judging it. */
export function mapColumns({ dataset, mode }: FileOf, headers: string[]): ColumnPlaces {
  const names = namesOf(headers)
  const lookup = headerLookup(dataset)
  const resolved = names.map(lookup)
  const extras = names.flatMap((header, column) =>
    resolved[column] === undefined ? [{ column, header }] : [],
  )
  const blanks = headers.flatMap((header, column) => (isBlank(header) ? [column] : []))
  return {
    width: headers.length,
    least: headers.findLastIndex((header) => !isBlank(header)) + 1,
    blanks: dataset.drift === 'freeze' ? blanks : [],
    fieldColumns: dataset.fields.map((field) => resolved.indexOf(field.id)),
    operation: resolved.indexOf('_op'),
    extras: dataset.drift === 'evolve' ? extras : [],
    operationOf: mode === 'delta' ? deltaOperation : fullOperation,
  }
}

/** Headers as they are reported; a column without one is named by its place. */
function namesOf(headers: string[]): string[] {
  return headers.map((header, index) => trimmed(header) || `column_${index + 1}`)
}

/** What a value may look like and no name of a column does: six digits in a row, a day, controls, a long text. */
const VALUE = /[0-9]{6}|[0-9]{2,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}|\p{Cc}|\p{Zl}|\p{Zp}|.{41}/u

/**
 * Headers as they may stand in a message. Where the line may be a record, or a record a column, the columns that are
 * not known are told by their places alone: what stands in them may be a person's. It can be none where no text of it
 * looks like a value and more of its columns are known than not, two at least.
 */
function shownNames(dataset: Dataset, headers: string[]): string[] {
  const lookup = headerLookup(dataset)
  const names = namesOf(headers)
  const filled = headers.filter((header) => !isBlank(header))
  const known = filled.filter((header) => lookup(header) !== undefined).length
  const isHeader = known >= 2 && known > filled.length - known
  const isClear = isHeader && !filled.some((header) => VALUE.test(header.normalize('NFKC')))
  return names.map((name, column) => (isClear || lookup(name) !== undefined ? name : `column_${column + 1}`))
}

const trimmed = (header: string): string => withoutBlanks(header.replace(/\ufeff/gu, ''))
const isBlank = (header: string): boolean => trimmed(header) === ''

/** Names for a message: the first dozen, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  const shown = names.slice(0, MOST_NAMES).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name))
  return more > 0 ? `${shown.join(', ')}, … (+${more})` : shown.join(', ')
}

function deltaOperation(flag: string | null): Operation | null {
  return OPERATIONS[withoutBlanks(flag ?? '').toUpperCase()] ?? null
}

/** A full dump with a flag column is fine as long as every row is there to stay. */
function fullOperation(flag: string | null): Operation | null {
  return flag === null || withoutBlanks(flag) === '' || deltaOperation(flag) === 'I' ? 'I' : null
}

/** The first line is a record already. */
export function missingHeader({ dataset, fileName }: FileOf, line: number): ShuyuanError {
  const fields = { dataset: dataset.id, file: fileName, line, expected: expectedHeader(dataset) }
  return new ShuyuanError('connectors.header_missing', fields)
}

const expectedHeader = (dataset: Dataset) => listed(dataset.fields.map((field) => field.header))

/**
 * Refuses columns of the dataset whose values are no text. Geometries may be binary: they are read from hexadecimal.
 * @throws ShuyuanError `connectors.column_unreadable`
 */
export function refuseUnreadable({ dataset, fileName }: FileOf, columns: UnreadableColumn[]): void {
  const lookup = headerLookup(dataset)
  const isGeometry = (field: string) =>
    dataset.rules.some((rule) => rule.kind === 'geometry' && rule.field === field)
  const wrong = columns.find(({ column, type }) => {
    const field = lookup(column)
    return field !== undefined && !(type === 'binary' && isGeometry(field))
  })
  if (wrong)
    throw new ShuyuanError('connectors.column_unreadable', { dataset: dataset.id, file: fileName, ...wrong })
}

export function unknownHeader({ dataset, fileName }: FileOf): ShuyuanError {
  const expected = expectedHeader(dataset)
  return new ShuyuanError('connectors.header_unknown', { dataset: dataset.id, file: fileName, expected })
}

function refuseDuplicates(file: FileOf, headers: string[]): void {
  const names = namesOf(headers)
  const shown = shownNames(file.dataset, headers)
  const keys = names.map(columnKeys(file.dataset))
  const seen = new Map<string, number>()
  for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1)
  const columns = shown.filter((_, column) => (seen.get(keys[column] ?? '') ?? 0) > 1)
  if (columns.length === 0) return
  throw new ShuyuanError('connectors.duplicate_header', {
    dataset: file.dataset.id,
    file: file.fileName,
    columns: listed(columns),
  })
}

/** A column without header is no column, as long as no record has a value in it. */
function driftOf(dataset: Dataset, headers: string[]): Drift {
  const names = headers.filter((header) => !isBlank(header)).map(trimmed)
  const resolved = names.map(headerLookup(dataset))
  const absent = dataset.fields.filter((field) => !resolved.includes(field.id))
  const extra = names.filter((_, column) => resolved[column] === undefined)
  const renamed = findRenamed(dataset, absent, names, resolved)
  const missing = new Set(renamed.map((pair) => pair.field))
  const explained = new Set(renamed.map((pair) => pair.header))
  return {
    missing: absent.map((field) => field.id).filter((id) => !missing.has(id)),
    extra: extra.filter((header) => !explained.has(header)),
    renamed,
  }
}

export function tooManyColumns({ dataset, fileName }: FileOf, columns: number): ShuyuanError {
  const fields = { dataset: dataset.id, file: fileName, columns, most: MOST_COLUMNS }
  return new ShuyuanError('connectors.too_many_columns', fields)
}

/** Raises `connectors.header_drift` where the contract does not allow this drift. */
function refuseDrift({ dataset, fileName }: FileOf, headers: string[], drift: Drift): void {
  const isNeeded = (field: Field) =>
    field.required || field.id === dataset.key || field.id === dataset.eventTime
  const absent = new Set([...drift.missing, ...drift.renamed.map((pair) => pair.field)])
  const lacksNeeded = dataset.fields.some((field) => isNeeded(field) && absent.has(field.id))
  const drifted = absent.size > 0 || drift.extra.length > 0
  if (!lacksNeeded && !(drifted && dataset.drift === 'freeze')) return
  const shown = shownNames(dataset, headers)
  const shownAs = (header: string) => shown[headers.findIndex((each) => trimmed(each) === header)] ?? ''
  throw new ShuyuanError('connectors.header_drift', {
    dataset: dataset.id,
    file: fileName,
    contract: dataset.drift,
    missing: listed(drift.missing),
    extra: listed(drift.extra.map(shownAs)),
    renamed: listed(drift.renamed.map((pair) => `${shownAs(pair.header)} → ${pair.field}`)),
  })
}
