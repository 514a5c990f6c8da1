import { stat } from 'node:fs/promises'
import { ShuyuanError } from '../../../core/errors.ts'
import '../../locale.ts'
import { fileHead } from '../chunks.ts'
import { ExpansionGuard } from '../guard.ts'
import { normaliseHeader } from '../header.ts'
import { openArchive } from '../zip.ts'
import { Parts } from './parts.ts'
import type { Merge } from './sheet.ts'
import { type CellFault, columnName, SheetHandler, type SheetRow } from './sheet.ts'
import { readWorkbook, type Tab, type Workbook } from './workbook.ts'

/** The sheet that is looked for, and what it must hold. */
export interface WantedSheet<Column extends string> {
  /** Names that it may have, in any language; none: the first sheet. */
  names: string[]
  /** Per column the headers that name it. Other columns of the sheet are left aside. */
  columns: Record<Column, string[]>
  /** Columns that may be missing. */
  optional?: Column[]
  /** No other headed column may be there. Default: others are left aside. */
  noOthers?: boolean
  mostRows: number
  /** Bytes that the whole workbook may expand to. */
  mostBytes: number
}

/** One row below the header: trimmed text of each column, null where empty, and what is wrong with a cell. */
export interface SheetLine<Column extends string> {
  /** Row number of the sheet, from 1. */
  line: number
  values: Record<Column, string | null>
  faults: Partial<Record<Column, CellFault>>
}

/**
 * Reads a small workbook that a person filled in. Nothing in it is trusted: no formula is taken for a value, merged
 * cells are refused, and what it expands to is bounded. The header is the first row that holds anything.
 * @throws ShuyuanError `connectors.sheet_unreadable`, `connectors.sheet_too_large`, `connectors.sheet_missing`,
 *   `connectors.sheet_columns`, `connectors.sheet_others`, `connectors.sheet_merged`, `connectors.sheet_rows`, `connectors.sheet_empty`
 */
export async function readSheet<Column extends string>(
  file: { path: string; fileName: string },
  wanted: WantedSheet<Column>,
): Promise<SheetLine<Column>[]> {
  const { path, fileName } = file
  if (!(await fileHead(path, 2)).equals(Buffer.from('PK'))) throw unreadable(fileName, 'XLSX')
  const named = { dataset: { id: '-' }, fileName }
  try {
    const archive = await openArchive(path, named, 'workbook')
    try {
      const limits = { maxExpandedBytes: wanted.mostBytes, ...STEEP }
      const guard = new ExpansionGuard(named, (await stat(path)).size, limits)
      const parts = new Parts(archive, guard)
      const workbook = await readWorkbook(parts, named)
      return await readLines(fileName, parts, workbook, wanted)
    } finally {
      archive.close()
    }
  } catch (cause) {
    throw explain(cause, fileName, wanted.mostBytes)
  }
}

const STEEP = { maxRatio: 200, ratioFromBytes: 16 << 20, maxRecordBytes: 1 << 20, maxRawBytes: 1 << 20 }

async function readLines<Column extends string>(
  fileName: string,
  parts: Parts,
  workbook: Workbook,
  wanted: WantedSheet<Column>,
): Promise<SheetLine<Column>[]> {
  const tab = tabOf(fileName, workbook, wanted.names)
  const handler = new SheetHandler(workbook, tab.name, 'refuse')
  const lines: SheetLine<Column>[] = []
  let columns: Record<Column, number> | undefined
  const take = async () => {
    for (const row of handler.rows) {
      if (columns) lines.push(lineOf(row, columns))
      else columns = placesOf(fileName, row, wanted)
    }
    handler.rows = []
    if (lines.length > wanted.mostRows)
      throw new ShuyuanError('connectors.sheet_rows', { file: fileName, most: wanted.mostRows })
  }
  await parts.read(tab.part, handler, take)
  await take()
  const [merge] = handler.merges
  if (merge) throw new ShuyuanError('connectors.sheet_merged', { file: fileName, range: rangeOf(merge) })
  if (!columns) throw new ShuyuanError('connectors.sheet_empty', { file: fileName })
  return lines.filter(({ values, faults }) => !isBlank(values) || !isBlank(faults))
}

/** The sheet of one of the names; where any will do, the first that a person sees. */
function tabOf(fileName: string, { tabs }: Workbook, names: string[]): Tab {
  const tab =
    names.length === 0
      ? tabs.find(({ hidden }) => !hidden)
      : tabs.find(({ name }) => names.includes(name.trim()))
  if (tab) return tab
  throw new ShuyuanError('connectors.sheet_missing', { file: fileName, expected: names.join(' / ') })
}

function placesOf<Column extends string>(
  fileName: string,
  row: SheetRow,
  { columns, optional = [], noOthers = false }: WantedSheet<Column>,
): Record<Column, number> {
  const headers = Array.from(row.cells, (cell) => normaliseHeader(cell?.text ?? ''))
  const ids = Object.keys(columns) as Column[]
  const found = ids.map((id) => {
    const names = columns[id].map(normaliseHeader)
    return headers.flatMap((header, at) => (names.includes(header) ? [at] : []))
  })
  const missing = ids.filter((id, at) => found[at]?.length === 0 && !optional.includes(id))
  const twice = ids.filter((_, at) => (found[at]?.length ?? 0) > 1)
  if (missing.length > 0 || twice.length > 0) {
    const words = (list: Column[]) => list.map((id) => columns[id][0]).join(', ') || '-'
    throw new ShuyuanError('connectors.sheet_columns', {
      file: fileName,
      missing: words(missing),
      twice: words(twice),
    })
  }
  const taken = new Set(found.flat())
  const other = headers.flatMap((header, at) => (header !== '' && !taken.has(at) ? [letters(at)] : []))
  if (noOthers && other.length > 0)
    throw new ShuyuanError('connectors.sheet_others', {
      file: fileName,
      columns: other.slice(0, 10).join(', '),
      known: ids.map((id) => columns[id][0]).join(', '),
    })
  return Object.fromEntries(ids.map((id, at) => [id, found[at]?.[0] ?? -1])) as Record<Column, number>
}

function lineOf<Column extends string>(row: SheetRow, columns: Record<Column, number>): SheetLine<Column> {
  const values: Partial<Record<Column, string | null>> = {}
  const faults: Partial<Record<Column, CellFault>> = {}
  for (const id of Object.keys(columns) as Column[]) {
    const cell = row.cells[columns[id]]
    const text = cell?.fault ? null : (cell?.text?.trim() ?? null)
    values[id] = text === '' ? null : text
    if (cell?.fault) faults[id] = cell.fault
  }
  return { line: row.line, values: values as Record<Column, string | null>, faults }
}

function isBlank(values: object): boolean {
  return Object.values(values).every((value) => value === null)
}

function explain(cause: unknown, fileName: string, most: number): unknown {
  const code = (cause as { code?: unknown }).code
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'ENOENT') return cause
  if (cause instanceof ShuyuanError && cause.code === 'connectors.archive_bomb')
    return new ShuyuanError('connectors.sheet_too_large', { file: fileName, most }, { cause })
  if (cause instanceof ShuyuanError && /^connectors\.sheet_/.test(cause.code)) return cause
  return unreadable(fileName, cause instanceof ShuyuanError ? 'ZIP' : 'XML', cause)
}

function unreadable(file: string, reason: string, cause?: unknown): ShuyuanError {
  return new ShuyuanError('connectors.sheet_unreadable', { file, reason }, { cause })
}

function rangeOf({ left, top, right, bottom }: Merge): string {
  return `${columnName(left)}${top}:${columnName(right)}${bottom}`
}

/** The letters of a column, from 0. */
function letters(column: number): string {
  const before = Math.floor(column / 26) - 1
  return (before >= 0 ? letters(before) : '') + String.fromCharCode(65 + (column % 26))
}
