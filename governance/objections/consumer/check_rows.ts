import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import type { TextFields } from '../../../core/locale.ts'
import { hasPersonalData } from '../../../warehouse/ledger/personal_data.ts'
import '../locale.ts'
import type { Platform } from '../../platform.ts'
import { columnNamed, columnNames } from './column_names.ts'
import type { Delivered } from './delivered.ts'
import { type FoundRow, findRows } from './find_rows.ts'
import { type ConsumerReason, consumerReasons } from './reasons.ts'

export const consumerLimits = { keyLength: 200, textLength: 500, rows: 20_000 } as const

/** One row that a consumer objects to, as it was received. */
export const submittedRowSchema = z.strictObject({
  key: z.string().trim().min(1).max(consumerLimits.keyLength),
  column: z.string().trim().min(1).max(63).optional(),
  reason: z.enum(consumerReasons),
  text: z.string().trim().max(consumerLimits.textLength).optional(),
  proposed: z.string().trim().max(consumerLimits.textLength).optional(),
})
export type SubmittedRow = z.infer<typeof submittedRowSchema>

/** What is wrong with a row of a submission. Never a value of it. */
export const rowFaultCodes = [
  'key_missing',
  'value_too_long',
  'column_not_delivered',
  'reason_unknown',
  'text_missing',
  'personal_data',
  'twice',
  'row_not_delivered',
  'cell_faulty',
] as const
export type RowFaultCode = (typeof rowFaultCodes)[number]

export interface RowFault {
  /** Row of the submission: of a sheet its line, else from 1. */
  row: number
  code: RowFaultCode
  fields: TextFields
}

/** A submission of which a row is wrong: none was taken. */
export class RowsRefused extends ShuyuanError {
  readonly faults: RowFault[]

  constructor(faults: RowFault[], rows: number) {
    super('objections.rows_refused', { wrong: new Set(faults.map(({ row }) => row)).size, rows })
    this.faults = faults
  }
}

/** A row that is right: what was said, and the record that is meant. */
export interface CheckedRow extends FoundRow {
  column: string | null
  reason: ConsumerReason
  text: string | null
  proposed: string | null
}

/**
 * Checks every row of a submission and finds the records that are meant. `lineOf` gives the number by which the sender
 * knows a row; `unread` is what was found wrong with rows that could not even be read.
 * @throws RowsRefused with all that is wrong, by row
 */
export async function checkRows(
  platform: Platform,
  delivered: Delivered,
  given: SubmittedRow[],
  lineOf: (at: number) => number = (at) => at + 1,
  unread: RowFault[] = [],
): Promise<CheckedRow[]> {
  const rows = given.map((row) =>
    row.column === undefined
      ? row
      : { ...row, column: columnNamed(platform.catalogue, delivered, row.column) },
  )
  const faults = [...unread]
  const names = columnNames(platform.catalogue, delivered).map(({ name }) => name['zh-CN'])
  const seen = new Set<string>()
  rows.forEach((row, at) => {
    const same = `${row.column ?? ''} ${row.key}`
    for (const fault of faultsOf(delivered, names, row, seen.has(same)))
      faults.push({ row: lineOf(at), ...fault })
    seen.add(same)
  })
  const faulty = new Set(faults.map(({ row }) => row))
  const sound = rows.map((row, at) => ({ row, line: lineOf(at) })).filter(({ line }) => !faulty.has(line))
  const found = await findRows(
    platform,
    delivered,
    sound.map(({ row }) => row),
  )
  const checked = sound.flatMap(({ row, line }, at) => {
    const record = found.get(at)
    if (!record) faults.push({ row: line, code: 'row_not_delivered', fields: {} })
    return record ? [checkedRow(row, record)] : []
  })
  if (faults.length > 0) {
    const count = rows.length + new Set(unread.map(({ row }) => row)).size
    throw new RowsRefused(
      faults.toSorted((a, b) => a.row - b.row),
      count,
    )
  }
  return checked
}

function checkedRow(row: SubmittedRow, record: FoundRow): CheckedRow {
  const { column, reason, text, proposed } = row
  return { ...record, column: column ?? null, reason, text: text || null, proposed: proposed || null }
}

function faultsOf(
  { columns }: Delivered,
  names: string[],
  row: SubmittedRow,
  isTwice: boolean,
): Omit<RowFault, 'row'>[] {
  const faults: Omit<RowFault, 'row'>[] = []
  if (row.column !== undefined && !columns.includes(row.column))
    faults.push({ code: 'column_not_delivered', fields: { known: names.join('、') } })
  if (row.reason === 'other' && !row.text) faults.push({ code: 'text_missing', fields: {} })
  if (row.text && hasPersonalData(row.text)) faults.push({ code: 'personal_data', fields: {} })
  if (isTwice) faults.push({ code: 'twice', fields: {} })
  return faults
}
