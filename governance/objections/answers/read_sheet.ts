import { readSheet } from '../../../connectors/file/xlsx/read_sheet.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { locales, render, type TextFields } from '../../../core/locale.ts'
import { hasPersonalData } from '../../../warehouse/ledger/personal_data.ts'
import type { Platform } from '../../platform.ts'
import '../locale.ts'
import {
  answerColumns,
  type FixedColumn,
  fixedColumns,
  headersOf,
  type RowSeal,
  rowSeal,
  type SheetColumn,
  sheetColumns,
} from './columns.ts'
import { type AnswerOutcome, needsNote, outcomeOf } from './outcomes.ts'
import { MOST_ANSWERS } from './write_sheet.ts'

/** A department's answer to one row that it was asked about. */
export interface Answer {
  /** Row of the sheet. */
  row: number
  objection: number
  /** The row's name; `*`: every row of the objection. */
  item: string
  outcome: AnswerOutcome
  note: string | null
  /** The extract in which it sent the mended row. */
  resend: number | null
}

export const answerFaultCodes = [
  'token_invalid',
  'outcome_missing',
  'outcome_unknown',
  'note_missing',
  'value_too_long',
  'personal_data',
  'resend_unknown',
  'twice',
  'cell_faulty',
] as const
export type AnswerFaultCode = (typeof answerFaultCodes)[number]

/** What is wrong with a row of an answer sheet. Never a value of it. */
export interface AnswerFault {
  row: number
  code: AnswerFaultCode
  fields: TextFields
}

/** An answer sheet of which a row is wrong: none was applied. */
export class AnswersRefused extends ShuyuanError {
  readonly faults: AnswerFault[]

  constructor(faults: AnswerFault[], rows: number) {
    super('objections.answers_refused', { wrong: new Set(faults.map(({ row }) => row)).size, rows })
    this.faults = faults
  }
}

const MOST_BYTES = 512 << 20
const LONGEST_NOTE = 500

/**
 * Reads a filled answer sheet. Rows that were left empty are left out. Nothing that it says is believed: what was asked
 * must be as it was given out to this department.
 * @throws AnswersRefused with all that is wrong, and what `readSheet` throws
 */
export async function readAnswers(
  platform: Platform,
  department: string,
  file: { path: string; fileName: string },
): Promise<Answer[]> {
  const lines = await readSheet<SheetColumn>(file, {
    names: locales.map((locale) => render(locale, 'objections.sheet.answers')),
    columns: Object.fromEntries(sheetColumns.map((id) => [id, headersOf(id)])) as Record<
      SheetColumn,
      string[]
    >,
    mostRows: MOST_ANSWERS,
    mostBytes: MOST_BYTES,
  })
  const seal = await rowSeal(platform)
  const faults: AnswerFault[] = []
  const seen = new Set<string>()
  const filled = lines.filter(({ values, faults: bad }) =>
    answerColumns.some((id) => values[id] !== null || bad[id] !== undefined),
  )
  const answers = filled.flatMap(({ line, values, faults: bad }) => {
    const found = faultsOf(values, bad)
    const answer = found.length === 0 ? answerOf(seal, department, line, values) : undefined
    if (found.length === 0 && !answer) found.push({ code: 'token_invalid', fields: {} })
    const name = `${answer?.objection} ${answer?.item}`
    if (answer && seen.has(name)) found.push({ code: 'twice', fields: {} })
    seen.add(name)
    faults.push(...found.map((fault) => ({ row: line, ...fault })))
    return answer ? [answer] : []
  })
  if (faults.length > 0) throw new AnswersRefused(faults, filled.length)
  if (answers.length === 0) throw new ShuyuanError('objections.no_answers', { file: file.fileName })
  return answers
}

type Values = Record<SheetColumn, string | null>
type Found = Omit<AnswerFault, 'row'>

function faultsOf(values: Values, bad: Partial<Record<SheetColumn, unknown>>): Found[] {
  const { outcome, note, resend } = values
  const faulty = sheetColumns.filter((id) => bad[id] !== undefined)
  const known = outcome === null ? undefined : outcomeOf(outcome)
  const found: Found[] = faulty.map((id) => ({ code: 'cell_faulty', fields: { column: headersOf(id)[0] } }))
  if (faulty.length > 0) return found
  if (outcome === null) found.push({ code: 'outcome_missing', fields: {} })
  else if (!known) found.push({ code: 'outcome_unknown', fields: {} })
  if (known && needsNote(known) && note === null) found.push({ code: 'note_missing', fields: {} })
  if ((note ?? '').length > LONGEST_NOTE)
    found.push({ code: 'value_too_long', fields: { column: headersOf('note')[0], most: LONGEST_NOTE } })
  if (note !== null && hasPersonalData(note)) found.push({ code: 'personal_data', fields: {} })
  if (resend !== null && !/^[1-9]\d{0,8}$/.test(resend)) found.push({ code: 'resend_unknown', fields: {} })
  return found
}

function answerOf(seal: RowSeal, department: string, row: number, values: Values): Answer | undefined {
  const fixed = Object.fromEntries(fixedColumns.map((id) => [id, values[id] ?? ''])) as Record<
    FixedColumn,
    string
  >
  const item = seal.open(values.token ?? '', { department, fixed })
  const outcome = outcomeOf(values.outcome ?? '')
  if (item === undefined || !outcome) return undefined
  const resend = values.resend === null ? null : Number(values.resend)
  return { row, objection: Number(fixed.objection), item, outcome, note: values.note, resend }
}
