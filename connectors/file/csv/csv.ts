import { ShuyuanError } from '../../../core/errors.ts'
import {
  type ColumnPlan,
  type FileOf,
  headerLookup,
  missingHeader,
  planColumns,
  tooManyColumns,
  unknownHeader,
} from '../header.ts'
import type { Output } from '../output.ts'
import type { HeaderFound, Limits } from '../types.ts'
import { Window } from '../window.ts'
import { type CsvHeader, findHeader, type NoHeader } from './dialect.ts'
import { recordsByOrder } from './headerless.ts'
import { CsvRows, type Numbering } from './rows.ts'

/** Bytes of the file in which the header is looked for. */
const HEAD_BYTES = 1 << 18

/**
 * Turns delimited text into canonical rows and rejects. `chunks` is UTF-8, broken lines as invalid bytes.
 * @throws ShuyuanError `connectors.empty_file`, `connectors.line_end_unknown`, `connectors.header_quote`, `connectors.header_missing` and what
 * `planColumns` throws
 */
export async function readCsv(
  file: FileOf,
  chunks: AsyncIterable<Buffer>,
  output: Output,
  limits: Limits,
  numbering: Numbering = 'line',
): Promise<{ plan: ColumnPlan; header: HeaderFound }> {
  const window = new Window(chunks)
  try {
    const header = await takeHeader(file, window, limits)
    const plan = planColumns(file, header.headers)
    const rows = new CsvRows({ window, output, limits, plan, dialect: header.dialect, numbering })
    rows.line = header.nextLine
    await drive(rows, window, output)
    const { line, titles, names } = header
    return { plan, header: { line, titles, names } }
  } finally {
    await window.close()
  }
}

async function drive(rows: CsvRows, window: Window, output: Output): Promise<void> {
  for (;;) {
    await rows.consume()
    if (output.isFull) await output.flush()
    else if (window.ended && window.start >= window.end) return
    else await window.more()
  }
}

/** Finds the header and leaves the window behind it. */
async function takeHeader(file: FileOf, window: Window, limits: Limits): Promise<CsvHeader> {
  const most = Math.max(HEAD_BYTES, limits.maxRecordBytes + 2)
  while (window.completeLines() - window.start < HEAD_BYTES && window.end - window.start < most) {
    if (!(await window.more())) break
  }
  const head = window.buffer.subarray(window.start, window.completeLines())
  if (isBlank(head) && window.ended)
    throw new ShuyuanError('connectors.empty_file', { dataset: file.dataset.id, file: file.fileName })
  const found = findHeader(head, headerLookup(file.dataset))
  refuseOtherLineEnds(file, window.buffer.subarray(window.start, window.end), found)
  if ('fault' in found) {
    if (found.fault === 'wide') throw tooManyColumns(file, found.columns)
    if (found.fault === 'unknown') return withoutHeader(file, head, found.first)
    const fields = { dataset: file.dataset.id, file: file.fileName, line: found.line }
    throw new ShuyuanError('connectors.header_quote', fields)
  }
  window.start += found.next
  return found
}

/** Characters that end a line for some programs, and are none of the line ends of a text file. */
const OTHER_LINE_ENDS = [
  ['NEL (U+0085)', '\u0085'],
  ['LINE SEPARATOR (U+2028)', '\u2028'],
  ['PARAGRAPH SEPARATOR (U+2029)', '\u2029'],
  ['RS (0x1E)', '\x1e'],
] as const

/**
 * Refuses a file of one line, as far as it is seen, that holds what other programs end lines with. RS may stand between
 * columns: of a header that is found that way it does.
 * @throws ShuyuanError `connectors.line_end_unknown`
 */
function refuseOtherLineEnds(file: FileOf, bytes: Buffer, header: CsvHeader | NoHeader): void {
  const text = bytes.toString('utf8').replace(/^[\s\ufeff]+|[\r\n]+$/gu, '')
  if (/[\r\n]/.test(text)) return
  const delimiter = 'fault' in header ? '' : header.dialect.delimiter.toString()
  const found = OTHER_LINE_ENDS.find(([, end]) => end !== delimiter && text.includes(end))
  if (!found) return
  const fields = { dataset: file.dataset.id, file: file.fileName, found: found[0] }
  throw new ShuyuanError('connectors.line_end_unknown', fields)
}

/**
 * The columns of a file that has only records, in the order of the dataset, where it says that they may come so.
 * @throws ShuyuanError `connectors.header_missing` where it does not, `connectors.header_unknown`
 */
function withoutHeader(file: FileOf, head: Buffer, first: { number: number; text: string }): CsvHeader {
  const { dataset, types, mode } = file
  const dialect = types && recordsByOrder(head, first.text, dataset, types)
  if (!dialect) throw unknownHeader(file)
  if (!dataset.headerless || mode !== 'full') throw missingHeader(file, first.number)
  const headers = dataset.fields.map((field) => field.id)
  return { dialect, headers, names: [], line: 0, titles: 0, nextLine: 1, next: 0 }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.toString('utf8').replace(/[\s\ufeff]/gu, '') === ''
}
