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
import { type CsvHeader, findHeader } from './dialect.ts'
import { recordsByOrder } from './headerless.ts'
import { CsvRows, type Numbering } from './rows.ts'

/** Bytes of the file in which the header is looked for. */
const HEAD_BYTES = 1 << 18

/**
 * Turns delimited text into canonical rows and rejects. `chunks` is UTF-8, broken lines as invalid bytes.
 * @throws ShuyuanError `connectors.empty_file`, `connectors.header_quote`, `connectors.header_missing` and what
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
  if ('fault' in found) {
    if (found.fault === 'wide') throw tooManyColumns(file, found.columns)
    if (found.fault === 'unknown') return withoutHeader(file, head, found.first)
    const fields = { dataset: file.dataset.id, file: file.fileName, line: found.line }
    throw new ShuyuanError('connectors.header_quote', fields)
  }
  window.start += found.next
  return found
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
