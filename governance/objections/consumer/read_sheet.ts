import { readSheet } from '../../../connectors/file/xlsx/read_sheet.ts'
import { locales, render } from '../../../core/locale.ts'
import '../locale.ts'
import { consumerLimits, type RowFault, type SubmittedRow } from './check_rows.ts'
import { type ConsumerReason, consumerReasons } from './reasons.ts'

/** Columns of the sheet in which a consumer lists what it objects to. */
export const submissionColumns = ['key', 'column', 'reason', 'text', 'proposed'] as const
type Column = (typeof submissionColumns)[number]

const MOST_BYTES = 128 << 20

/** Every header that names a column of the sheet. */
function headersOf(column: Column): string[] {
  return locales.map((locale) => render(locale, `objections.submit.${column}`))
}

/**
 * Reads a consumer's sheet: the first of the workbook. `lines` are the rows' numbers in it, `faults` what is wrong with
 * rows that cannot be read for what they should be, which are not among them.
 * @throws what `readSheet` throws
 */
export async function readSubmission(file: {
  path: string
  fileName: string
}): Promise<{ rows: SubmittedRow[]; lines: number[]; faults: RowFault[] }> {
  const read = await readSheet<Column>(file, {
    names: [],
    columns: Object.fromEntries(submissionColumns.map((id) => [id, headersOf(id)])) as Record<
      Column,
      string[]
    >,
    optional: ['column', 'text', 'proposed'],
    noOthers: true,
    mostRows: consumerLimits.rows,
    mostBytes: MOST_BYTES,
  })
  const faults: RowFault[] = []
  const lines: number[] = []
  const rows = read.flatMap(({ line, values, faults: bad }): SubmittedRow[] => {
    const faulty = submissionColumns.filter((id) => bad[id] !== undefined)
    const reason = reasonOf(values.reason ?? '')
    const tooLong = submissionColumns.filter((id) => (values[id] ?? '').length > mostOf(id))
    const add = (code: RowFault['code'], fields: RowFault['fields'] = {}) =>
      faults.push({ row: line, code, fields })
    for (const id of faulty) add('cell_faulty', { column: headersOf(id)[0] })
    for (const id of tooLong) add('value_too_long', { column: headersOf(id)[0], most: mostOf(id) })
    if (values.key === null && bad.key === undefined) add('key_missing')
    if (!reason && bad.reason === undefined)
      add('reason_unknown', {
        known: consumerReasons.map((each) => render('zh-CN', `objections.reason.${each}`)).join('、'),
      })
    if (values.key === null || !reason || faulty.length > 0 || tooLong.length > 0) return []
    lines.push(line)
    return [
      {
        key: values.key,
        reason,
        ...(values.column === null ? {} : { column: values.column }),
        ...(values.text === null ? {} : { text: values.text }),
        ...(values.proposed === null ? {} : { proposed: values.proposed }),
      },
    ]
  })
  return { rows, lines, faults }
}

function mostOf(column: Column): number {
  return column === 'key' ? consumerLimits.keyLength : consumerLimits.textLength
}

/** A reason by its code or in words of any language. */
function reasonOf(text: string): ConsumerReason | undefined {
  return consumerReasons.find(
    (reason) =>
      reason === text || locales.some((locale) => render(locale, `objections.reason.${reason}`) === text),
  )
}
