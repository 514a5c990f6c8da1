import { joinedHeaders, LEAST_KNOWN, matchedFields, SEARCHED_LINES } from '../csv/dialect.ts'
import { MergedCells } from './merges.ts'
import type { Parts } from './parts.ts'
import { type Merge, SheetHandler, type SheetRow } from './sheet.ts'
import type { Tab, Workbook } from './workbook.ts'

type Lookup = (header: string) => string | undefined

/** Where a sheet's header ends and what it names. */
export interface SheetHeader {
  /** Row that it begins on, and its last. */
  line: number
  last: number
  /** Rows with text above it. */
  titles: number
  names: string[]
  known: number
}

/** What a sheet holds, before any row of it is taken. */
export interface Survey {
  tab: Tab
  merges: Merge[]
  header: SheetHeader | null
  /** Rows that hold anything. */
  rows: number
  /** Most filled cells in a row. */
  widest: number
  /** Rows with a number of a person or an organisation. */
  numbered: number
}

/** A number of 18 places: of a citizen or, as a credit code, of an organisation. */
const REGISTRY_NUMBER = /^(?:\d{17}[\dXx]|[0-9A-HJ-NPQRTUWXY]{18})$/
/** Names of sheets of notes and of lists of what may be filled in. */
const NOTES =
  /说明|须知|字典|选项|下拉|代码表|码表|参照|readme|instruction|notes?$|options?$|lists?$|codes?$/i

/** Reads a sheet from beginning to end without taking a row. @throws Error when it is damaged */
export async function survey(parts: Parts, workbook: Workbook, tab: Tab, lookup: Lookup): Promise<Survey> {
  const handler = new SheetHandler(workbook, tab.name)
  const found = { rows: 0, widest: 0, numbered: 0 }
  const head: SheetRow[] = []
  const take = () => {
    for (const row of handler.rows) {
      found.rows++
      let filled = 0
      let isNumbered = false
      row.cells.forEach((cell) => {
        filled++
        if (cell?.text && REGISTRY_NUMBER.test(cell.text)) isNumbered = true
      })
      found.widest = Math.max(found.widest, filled)
      if (isNumbered) found.numbered++
      if (head.length < SEARCHED_LINES) head.push(row)
    }
    handler.rows = []
    return Promise.resolve()
  }
  try {
    await parts.read(tab.part, handler, take)
    await take()
  } catch (cause) {
    if (
      cause instanceof Error &&
      cause.constructor === Error &&
      !cause.message.includes('!') &&
      !('code' in cause)
    )
      throw handler.damage(cause.message)
    throw cause
  }
  const merged = new MergedCells(handler.merges)
  for (const row of head) merged.fill(row, 'keep')
  return { tab, merges: handler.merges, header: headerOf(head, lookup), ...found }
}

/** The first of the rows in which most columns are known; further rows may continue its names. */
function headerOf(rows: SheetRow[], lookup: Lookup): SheetHeader | null {
  const namesOf = (row: SheetRow) => Array.from(row.cells, (cell) => cell?.text ?? '')
  let best = -1
  let known = 0
  rows.forEach((row, at) => {
    const count = matchedFields(namesOf(row), lookup)
    if (count <= known || (at > 0 && count < LEAST_KNOWN)) return
    best = at
    known = count
  })
  const first = rows[best]
  if (!first) return null
  let names = namesOf(first)
  let last = first.line
  for (const row of rows.slice(best + 1, best + 4)) {
    const joined = joinedHeaders(
      names,
      Array.from(row.cells, (cell) => cell?.text ?? null),
      lookup,
    )
    if (!joined) break
    names = joined
    last = row.line
  }
  return { line: first.line, last, titles: best, names, known: matchedFields(names, lookup) }
}

/** Which sheets are read, which passed over, and which hold rows that belong to neither. */
export function sortSheets(
  surveys: Survey[],
  keysOf: (names: string[]) => string,
): { read: Survey[]; passed: Survey[]; differing: Survey[] } {
  const shown = surveys.filter(({ tab, rows }) => !tab.hidden && rows > 0)
  const main =
    shown.reduce<Survey | null>((a, b) => ((b.header?.known ?? 0) > (a?.header?.known ?? 0) ? b : a), null) ??
    shown[0]
  if (!main) return { read: [], passed: surveys, differing: [] }
  const expected = keysOf(main.header?.names ?? [])
  const isSame = (each: Survey) => each === main || (!!each.header && keysOf(each.header.names) === expected)
  const read = shown.filter(isSame)
  const others = shown.filter((each) => !isSame(each))
  const differing = others.filter((each) => !isAside(each, main))
  return { read, passed: surveys.filter((each) => !read.includes(each)), differing }
}

/** Notes and option lists: by their name, or too narrow to be rows and without any number of a person or organisation. */
function isAside({ tab, header, widest, numbered }: Survey, main: Survey): boolean {
  if (NOTES.test(tab.name)) return true
  const columns = main.header?.names.filter((name) => name.trim() !== '').length ?? 0
  return (header?.known ?? 0) < LEAST_KNOWN && numbered === 0 && widest <= Math.min(3, columns / 2)
}
