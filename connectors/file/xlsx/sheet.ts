import { MOST_COLUMNS } from '../header.ts'
import { type NumberFormat, numberText } from './formats.ts'

import { shownName, type Workbook } from './workbook.ts'
import { type Attributes, unescaped, type XmlHandler } from './xml.ts'

/** A range of merged cells; columns from 0, rows from 1. */
export interface Merge {
  top: number
  bottom: number
  left: number
  right: number
}

export type CellFault = 'xlsx.number_damaged' | 'xlsx.formula' | 'xlsx.error_value' | 'xlsx.merged'
/** A cell's text, or null when empty; `fault` where it cannot be trusted, `raw` then being what the file says. */
export interface Cell {
  text: string | null
  fault: CellFault | null
  raw: string
}
export interface SheetRow {
  /** Row number of the sheet, from 1. */
  line: number
  cells: (Cell | undefined)[]
}

const MOST_ROWS = 1_048_576
const MOST_MERGES = 200_000
const LONGEST_TEXT = 1 << 20
const LONGEST_FORMULA = 8192
const GENERAL: NumberFormat = []

/** Collects the rows of a sheet; the reader of the part takes them from `rows` between pieces. */
export class SheetHandler implements XmlHandler {
  rows: SheetRow[] = []
  readonly merges: Merge[] = []
  private readonly workbook: Workbook
  private readonly sheet: string
  private readonly formulas: 'result' | 'refuse'
  private row: SheetRow | null = null
  private line = 0
  private column = -1
  private cell = { type: '', style: 0, value: '', formula: '', hasValue: false, hasFormula: false }
  private target: 'value' | 'formula' | null = null
  private phonetic = false
  private extension = 0
  private hasData = false

  /** `formulas`: whether a formula's stored result is taken for the cell's value, or the cell is faulty. */
  constructor(workbook: Workbook, sheet: string, formulas: 'result' | 'refuse' = 'result') {
    this.workbook = workbook
    this.sheet = sheet
    this.formulas = formulas
  }

  open(name: string, attributes: Attributes, parent: string): void {
    if (parent === '' && name !== 'worksheet') throw this.damage('<worksheet>')
    if (name === 'extLst') this.extension++
    if (this.extension > 0) return
    const expected = PARENTS[name]
    if (expected !== undefined && !expected.includes(parent)) throw this.damage(`<${name}>`)
    if (name === 'sheetData') this.openData()
    else if (name === 'row') this.openRow(attributes)
    else if (name === 'c') this.openCell(attributes)
    else if (name === 'f') {
      this.cell.hasFormula = true
      this.target = 'formula'
    } else if (name === 'rPh') this.phonetic = true
    else if ((name === 'v' || name === 't') && !this.phonetic) {
      this.cell.hasValue = true
      this.target = 'value'
    } else if (name === 'mergeCell') this.takeMerge(attributes.get('ref') ?? '')
  }

  text(value: string, parent: string): void {
    if (this.target && this.extension === 0) {
      this.cell[this.target] += value
      if (this.cell[this.target].length <= LONGEST_TEXT) return
      throw this.damage(`> ${LONGEST_TEXT}`)
    }
    if (this.row && this.extension === 0 && TEXTLESS.has(parent) && /\S/.test(value))
      throw this.damage(`<${parent}>`)
  }

  close(name: string, parent: string): void {
    if (name === 'extLst') this.extension--
    if (this.extension > 0) return
    if (name === 'c' && this.row) this.closeCell(this.row)
    else if (name === 'row' && this.row) {
      if (this.row.cells.length > 0) this.rows.push(this.row)
      this.row = null
    } else if (name === 'rPh') this.phonetic = false
    else if (name === 'v' || name === 't' || name === 'f') this.target = null
    else if (parent === '' && !this.hasData) throw this.damage('<sheetData>')
  }

  /** An error that names the sheet and the cell that was read last. */
  damage(what: string): Error {
    const row = this.row ? this.line : this.line + 1
    const place = this.row && this.column >= 0 ? `${columnName(this.column)}${row}` : String(row)
    return new Error(`${shownName(this.sheet)}!${place}: ${what}`)
  }

  private openData(): void {
    if (this.hasData) throw this.damage('<sheetData>')
    this.hasData = true
  }

  private openRow(attributes: Attributes): void {
    const reference = attributes.get('r')
    const line = reference === undefined ? this.line + 1 : Number(reference)
    if (!Number.isInteger(line) || line <= this.line || line > MOST_ROWS) throw this.damage('row r=')
    this.line = line
    this.row = { line, cells: [] }
    this.column = -1
  }

  private openCell(attributes: Attributes): void {
    const reference = attributes.get('r')
    const place = reference === undefined ? { column: this.column + 1, row: this.line } : cellOf(reference)
    if (!place || place.row !== this.line || place.column >= 16_384) throw this.damage('c r=')
    this.column = place.column
    const style = Number(attributes.get('s') ?? 0)
    const type = attributes.get('t') ?? 'n'
    this.cell = { type, style, value: '', formula: '', hasValue: false, hasFormula: false }
  }

  private closeCell(row: SheetRow): void {
    const { hasFormula, formula, value } = this.cell
    const read = this.readValue()
    const isUncomputed = hasFormula && read.text === null && this.cell.type !== 'str'
    if (row.cells[this.column] !== undefined) throw this.damage('c r=')
    if (isUncomputed || (hasFormula && this.formulas === 'refuse')) {
      const raw = `=${formula.slice(0, LONGEST_FORMULA)}`
      row.cells[this.column] = { text: null, fault: 'xlsx.formula', raw }
    } else if (read.text !== null && read.text !== '') row.cells[this.column] = { ...read, raw: value }
    if (row.cells.length > MOST_COLUMNS) throw this.damage(`> ${MOST_COLUMNS}`)
  }

  private readValue(): { text: string | null; fault: CellFault | null } {
    const { type, value, hasValue } = this.cell
    if (!hasValue) return { text: null, fault: null }
    if (type === 'str' || type === 'inlineStr') return { text: unescaped(value), fault: null }
    const bare = value.trim()
    if (bare === '') return { text: null, fault: null }
    if (type === 's') return { text: this.sharedString(bare), fault: null }
    if (type === 'd') return { text: bare.replace(/T00:00(:00(\.0+)?)?Z?$/, ''), fault: null }
    if (type === 'b' && /^(0|1|true|false)$/.test(bare))
      return { text: bare === '1' || bare === 'true' ? 'TRUE' : 'FALSE', fault: null }
    if (type === 'e') return { text: bare, fault: 'xlsx.error_value' }
    if (type === 'n') return this.number(bare)
    throw this.damage('c t=')
  }

  private sharedString(index: string): string {
    const text = /^\d+$/.test(index) ? this.workbook.sharedStrings[Number(index)] : undefined
    if (text === undefined) throw this.damage('sharedStrings')
    return text
  }

  private number(raw: string): { text: string | null; fault: CellFault | null } {
    const { formats, date1904 } = this.workbook
    const format = formats[this.cell.style] ?? (this.cell.style === 0 ? GENERAL : undefined)
    if (!format) throw this.damage('styles')
    const read = numberText(raw, format, date1904)
    if ('text' in read) return { text: read.text, fault: null }
    if (read.fault === 'not a number') throw this.damage('v')
    return { text: raw, fault: read.fault === 'damaged' ? 'xlsx.number_damaged' : 'xlsx.error_value' }
  }

  private takeMerge(reference: string): void {
    const [from, to] = reference.split(':')
    const first = cellOf(from ?? '')
    const last = to === undefined ? first : cellOf(to)
    if (!first || !last || last.row < first.row || last.column < first.column) throw this.damage('mergeCell')
    if (this.merges.length >= MOST_MERGES) throw this.damage(`mergeCell > ${MOST_MERGES}`)
    this.merges.push({ top: first.row, bottom: last.row, left: first.column, right: last.column })
  }
}

/** Where the elements that hold rows may stand; elsewhere they would be lost. */
const PARENTS: Record<string, string[]> = {
  sheetData: ['worksheet'],
  row: ['sheetData'],
  c: ['row'],
  v: ['c'],
  f: ['c'],
  is: ['c'],
  t: ['is', 'r', 'rPh'],
  mergeCell: ['mergeCells'],
}
const TEXTLESS = new Set(['sheetData', 'row', 'c', 'is'])

/** `AB12` → column 27 of row 12; null when it is no cell. */
function cellOf(reference: string): { column: number; row: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(reference)
  if (!match) return null
  let column = 0
  for (const letter of match[1] as string) column = column * 26 + letter.charCodeAt(0) - 64
  return column > 16_384 ? null : { column: column - 1, row: Number(match[2]) }
}

/** 27 → `AB`. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}
