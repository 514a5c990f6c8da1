import type { Dataset, Field } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import '../locale.ts'
import { findRenamed } from './renamed.ts'
import type { Drift, Mode } from './types.ts'

export type Operation = 'I' | 'U' | 'D'
export const operationHeaders = ['_op', '操作标志']
const OPERATIONS: Record<string, Operation> = { I: 'I', U: 'U', D: 'D', 新增: 'I', 修改: 'U', 删除: 'D' }

/** Where each column of a file goes. Columns are numbered from 0 as in the file. */
export interface ColumnPlan {
  /** How many columns a record must have. */
  width: number
  /** Per field of the dataset its column, or -1. */
  fieldColumns: number[]
  /** Column of the operation flag, or -1. */
  operation: number
  /** Columns kept in `_extra` (contract `evolve`). */
  extras: { column: number; header: string }[]
  drift: Drift
  /** The operation of a row; null when the flag is not one. A full dump only ever inserts. */
  operationOf(flag: string | null): Operation | null
}

/** What the messages name. */
export interface FileOf {
  dataset: Dataset
  mode: Mode
  fileName: string
}

/** Header comparison: no case, no spaces of any width, no byte-order mark, full-width forms as half-width. */
export function normaliseHeader(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]/gu, '')
    .toLowerCase()
}

/** Looks up which field (or the operation flag, `_op`) a header names. */
export function headerLookup(dataset: Dataset): (header: string) => string | undefined {
  const known = new Map<string, string>()
  for (const field of dataset.fields) {
    for (const name of [field.id, field.header, ...field.aliases]) known.set(normaliseHeader(name), field.id)
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
 * @throws ShuyuanError `connectors.header_unknown`, `connectors.duplicate_header`,
 * `connectors.header_drift`, `connectors.operation_missing`
 */
export function planColumns(file: FileOf, headers: string[]): ColumnPlan {
  const plan = mapColumns(file, headers)
  if (plan.fieldColumns.every((column) => column < 0)) throw unknownHeader(file)
  refuseDuplicates(file, namesOf(headers))
  refuseDrift(file, plan.drift)
  if (file.mode === 'delta' && plan.operation < 0) {
    throw new ShuyuanError('connectors.operation_missing', { dataset: file.dataset.id, file: file.fileName })
  }
  return plan
}

/** Where each column goes, without judging it. */
export function mapColumns({ dataset, mode }: FileOf, headers: string[]): ColumnPlan {
  const names = namesOf(headers)
  const resolved = names.map(headerLookup(dataset))
  const extras = names.flatMap((header, column) =>
    resolved[column] === undefined ? [{ column, header }] : [],
  )
  return {
    width: headers.length,
    fieldColumns: dataset.fields.map((field) => resolved.indexOf(field.id)),
    operation: resolved.indexOf('_op'),
    extras: dataset.drift === 'evolve' ? extras : [],
    drift: driftOf(dataset, names, resolved),
    operationOf: mode === 'delta' ? deltaOperation : fullOperation,
  }
}

/** Headers as they are reported; a column without one is named by its place. */
function namesOf(headers: string[]): string[] {
  return headers.map((header, index) => header.replace(/\ufeff/gu, '').trim() || `column_${index + 1}`)
}

function deltaOperation(flag: string | null): Operation | null {
  return OPERATIONS[(flag ?? '').trim().toUpperCase()] ?? null
}

/** A full dump with a flag column is fine as long as every row is there to stay. */
function fullOperation(flag: string | null): Operation | null {
  return flag === null || flag.trim() === '' || deltaOperation(flag) === 'I' ? 'I' : null
}

export function unknownHeader({ dataset, fileName }: FileOf): ShuyuanError {
  const expected = dataset.fields.map((field) => field.header).join(', ')
  return new ShuyuanError('connectors.header_unknown', { dataset: dataset.id, file: fileName, expected })
}

function refuseDuplicates(file: FileOf, names: string[]): void {
  const keys = names.map(columnKeys(file.dataset))
  const columns = names.filter(
    (_, column) => keys.indexOf(keys[column] ?? '') !== keys.lastIndexOf(keys[column] ?? ''),
  )
  if (columns.length === 0) return
  throw new ShuyuanError('connectors.duplicate_header', {
    dataset: file.dataset.id,
    file: file.fileName,
    columns: columns.join(', '),
  })
}

function driftOf(dataset: Dataset, names: string[], resolved: (string | undefined)[]): Drift {
  const absent = dataset.fields.filter((field) => !resolved.includes(field.id))
  const extra = names.filter((_, column) => resolved[column] === undefined)
  const renamed = findRenamed(dataset, absent, names, resolved)
  return {
    missing: absent.map((field) => field.id).filter((id) => !renamed.some((pair) => pair.field === id)),
    extra: extra.filter((header) => !renamed.some((pair) => pair.header === header)),
    renamed,
  }
}

/** Raises `connectors.header_drift` where the contract does not allow this drift. */
function refuseDrift({ dataset, fileName }: FileOf, drift: Drift): void {
  const isNeeded = (field: Field) =>
    field.required || field.id === dataset.key || field.id === dataset.eventTime
  const absent = new Set([...drift.missing, ...drift.renamed.map((pair) => pair.field)])
  const lacksNeeded = dataset.fields.some((field) => isNeeded(field) && absent.has(field.id))
  const drifted = absent.size > 0 || drift.extra.length > 0
  if (!lacksNeeded && !(drifted && dataset.drift === 'freeze')) return
  throw new ShuyuanError('connectors.header_drift', {
    dataset: dataset.id,
    file: fileName,
    contract: dataset.drift,
    missing: drift.missing.join(', '),
    extra: drift.extra.join(', '),
    renamed: drift.renamed.map((pair) => `${pair.header} → ${pair.field}`).join(', '),
  })
}
