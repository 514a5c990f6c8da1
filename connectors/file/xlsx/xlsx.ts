import { stat } from 'node:fs/promises'
import { ShuyuanError } from '../../../core/errors.ts'
import { fileHead } from '../chunks.ts'
import { ExpansionGuard, ofRows } from '../guard.ts'
import {
  type ColumnPlan,
  columnKeys,
  type FileOf,
  headerLookup,
  listed,
  planColumns,
  unknownHeader,
} from '../header.ts'
import type { Output } from '../output.ts'
import type { Drift, HeaderFound, Limits, SheetsFound } from '../types.ts'
import { openArchive } from '../zip.ts'
import { MergedCells } from './merges.ts'
import { Parts } from './parts.ts'
import { columnName, SheetHandler, type SheetRow } from './sheet.ts'
import { type Survey, sortSheets, survey } from './survey.ts'
import { readWorkbook, shownName, type Workbook } from './workbook.ts'

const ZIP = Buffer.from('PK')
/** Strings of a workbook are held in memory, so it gets less than other files. */
const LARGEST_WORKBOOK = 2 * 2 ** 30
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
/** Lines of the second sheet that is read begin behind 10,000,000, of the third behind 20,000,000: no sheet has as many rows. */
const LINES_OF_A_SHEET = 10_000_000

/** What was read of a workbook. */
export interface ReadWorkbook {
  drift: Drift
  header: HeaderFound
  sheets: SheetsFound
}

/**
 * Reads the sheets that have the dataset's header, one after another: `_line` is the sheet's row, of further sheets
 * behind 10,000,000 each. Hidden sheets, empty ones, notes and option lists are passed over. Every sheet is read to its
 * end before a row of any is taken. Values are stored results, never formulas; dates become ISO text.
 * @throws ShuyuanError `connectors.file_damaged`, `connectors.format_unsupported`, `connectors.archive_bomb`,
 * `connectors.empty_file`, `connectors.sheets_differ` and what `planColumns` throws
 */
export async function readXlsx(
  file: FileOf,
  path: string,
  output: Output,
  limits: Limits,
): Promise<ReadWorkbook> {
  await refuseOthers(file, path)
  const archive = await openArchive(path, file, 'workbook')
  try {
    const maxExpandedBytes = Math.min(limits.maxExpandedBytes, LARGEST_WORKBOOK)
    const bounds = { ...ofRows(limits), maxExpandedBytes }
    const parts = new Parts(archive, new ExpansionGuard(file, (await stat(path)).size, bounds))
    return await readSheets(file, parts, await readWorkbook(parts, file), output)
  } catch (cause) {
    throw explain(cause, file)
  } finally {
    archive.close()
  }
}

async function readSheets(
  file: FileOf,
  parts: Parts,
  workbook: Workbook,
  output: Output,
): Promise<ReadWorkbook> {
  const lookup = headerLookup(file.dataset)
  const surveys: Survey[] = []
  for (const tab of workbook.tabs) surveys.push(await survey(parts, workbook, tab, lookup))
  const key = columnKeys(file.dataset)
  const keysOf = (names: string[]) =>
    names
      .filter((name) => name.trim() !== '')
      .map(key)
      .sort()
      .join('\n')
  const { read, passed, differing } = sortSheets(surveys, keysOf)
  const [first] = read
  if (!first)
    throw new ShuyuanError('connectors.empty_file', { dataset: file.dataset.id, file: file.fileName })
  if (differing.length > 0) throw sheetsDiffer(file, first, differing)
  const plans = read.map((each) => planOf(file, each))
  for (const [at, each] of read.entries()) {
    const rows = new SheetRows(plans[at] as ColumnPlan, each, output, at * LINES_OF_A_SHEET)
    const handler = new SheetHandler(workbook, each.tab.name)
    const write = () => rows.write(handler)
    await parts.read(each.tab.part, handler, write, 'counted')
    await write()
  }
  const { line, titles, names } = first.header as NonNullable<Survey['header']>
  const tabs = (list: Survey[]) => list.map(({ tab }) => shownName(tab.name))
  return {
    drift: (plans[0] as ColumnPlan).drift,
    header: { line, titles, names },
    sheets: { read: tabs(read), passed: tabs(passed) },
  }
}

/** Columns of a sheet; what is wrong with them is told of the file with the sheet's name. */
function planOf(file: FileOf, { tab, header }: Survey): ColumnPlan {
  const named = { ...file, fileName: `${file.fileName} [${shownName(tab.name)}]` }
  if (!header) throw unknownHeader(named)
  return planColumns(named, header.names)
}

function sheetsDiffer(file: FileOf, first: Survey, differing: Survey[]): ShuyuanError {
  return new ShuyuanError('connectors.sheets_differ', {
    dataset: file.dataset.id,
    file: file.fileName,
    sheet: shownName(first.tab.name),
    others: listed(differing.map(({ tab, rows }) => `${shownName(tab.name)} (${rows})`)),
  })
}

/** Writes rows as they come off a sheet. */
class SheetRows {
  private readonly plan: ColumnPlan
  private readonly last: number
  private readonly merged: MergedCells
  private readonly output: Output
  private readonly before: number

  constructor(plan: ColumnPlan, { header, merges }: Survey, output: Output, before: number) {
    this.plan = plan
    this.last = header?.last ?? 0
    this.merged = new MergedCells(merges)
    this.output = output
    this.before = before
  }

  async write(handler: SheetHandler): Promise<void> {
    const rows = handler.rows
    handler.rows = []
    for (const row of rows) {
      const isData = row.line > this.last
      this.merged.fill(row, isData ? 'fault' : 'keep')
      if (isData) this.writeRow(row)
      if (this.output.isFull) await this.output.flush()
    }
  }

  private writeRow(row: SheetRow): void {
    const { width } = this.plan
    const line = this.before + row.line
    const values = Array.from(row.cells, (cell) => cell?.text ?? null)
    if (this.output.tooLong(line, values)) return
    const raw = () => rawOf(row, width)
    const fault = row.cells.find((cell) => cell?.fault)?.fault
    if (fault) this.output.reject(line, fault, raw())
    else if (row.cells.length > width) this.output.reject(line, 'parse.columns_extra', raw())
    else this.output.row(this.plan, line, values, raw)
  }
}

/** A row as JSON: the header's columns, then what stands beyond them by its cell. */
function rawOf(row: SheetRow, width: number): string {
  const shown = (cell: SheetRow['cells'][number]) => (cell?.fault ? cell.raw : (cell?.text ?? null))
  const cells: unknown[] = Array.from(row.cells.slice(0, width), shown)
  const beyond: Record<string, string | null> = {}
  row.cells.forEach((cell, column) => {
    if (column >= width) beyond[`${columnName(column)}${row.line}`] = shown(cell)
  })
  return JSON.stringify(Object.keys(beyond).length > 0 ? [...cells, beyond] : cells)
}

async function refuseOthers(file: FileOf, path: string): Promise<void> {
  const head = await fileHead(path, 4)
  if (head.equals(OLE)) {
    const reason = 'Excel 97–2003 (.xls) / password'
    throw new ShuyuanError('connectors.format_unsupported', {
      dataset: file.dataset.id,
      file: file.fileName,
      reason,
    })
  }
  if (!head.subarray(0, 2).equals(ZIP)) throw damaged(file, 'ZIP')
}

function explain(cause: unknown, file: FileOf): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (cause instanceof ShuyuanError || code === 'ENOSPC' || code === 'EDQUOT') return cause
  return damaged(file, code ?? (cause instanceof Error ? cause.message : 'XML'), cause)
}

function damaged(file: FileOf, reason: string, cause?: unknown): ShuyuanError {
  const fields = { dataset: file.dataset.id, file: file.fileName, format: 'XLSX', reason }
  return new ShuyuanError('connectors.file_damaged', fields, { cause })
}
