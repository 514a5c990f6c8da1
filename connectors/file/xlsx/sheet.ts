import { numberText, serialText } from './numbers.ts'
import type { Workbook } from './workbook.ts'
import { unescaped, type XmlHandler } from './xml.ts'

export type CellFault = 'xlsx.number_damaged' | 'xlsx.formula' | 'xlsx.error_value'
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

/** Collects the rows of a sheet; the reader of the part takes them from `rows` between pieces. */
export class SheetHandler implements XmlHandler {
  rows: SheetRow[] = []
  private readonly workbook: Workbook
  private readonly formulas: 'result' | 'refuse'
  private row: SheetRow | null = null
  private line = 0
  private column = -1
  private cell = { type: '', style: 0, value: '', formula: '', hasValue: false, hasFormula: false }
  private target: 'value' | 'formula' | null = null
  private phonetic = false

  /** `formulas`: whether a formula's stored result is taken for the cell's value, or the cell is faulty. */
  constructor(workbook: Workbook, formulas: 'result' | 'refuse' = 'result') {
    this.workbook = workbook
    this.formulas = formulas
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'row') {
      this.line = Number(attribute('r') ?? this.line + 1)
      this.row = { line: this.line, cells: [] }
      this.column = -1
    } else if (name === 'c') this.openCell(attribute)
    else if (name === 'f') {
      this.cell.hasFormula = true
      this.target = 'formula'
    } else if (name === 'rPh') this.phonetic = true
    else if ((name === 'v' || name === 't') && !this.phonetic) {
      this.cell.hasValue = true
      this.target = 'value'
    }
  }

  text(value: string): void {
    if (this.target) this.cell[this.target] += value
  }

  close(name: string): void {
    if (name === 'c' && this.row) this.closeCell(this.row)
    else if (name === 'row' && this.row) {
      if (this.row.cells.some((cell) => cell !== undefined)) this.rows.push(this.row)
      this.row = null
    } else if (name === 'rPh') this.phonetic = false
    else if (name === 'v' || name === 't' || name === 'f') this.target = null
  }

  private openCell(attribute: (name: string) => string | undefined): void {
    const reference = attribute('r')
    this.column = reference ? columnOf(reference) : this.column + 1
    this.cell = {
      type: attribute('t') ?? 'n',
      style: Number(attribute('s') ?? 0),
      value: '',
      formula: '',
      hasValue: false,
      hasFormula: false,
    }
  }

  private closeCell(row: SheetRow): void {
    const { hasFormula, hasValue, formula, value } = this.cell
    if (hasFormula && (!hasValue || this.formulas === 'refuse'))
      row.cells[this.column] = { text: null, fault: 'xlsx.formula', raw: `=${formula}` }
    else if (hasValue) {
      const read = this.readValue()
      if (read.text !== null && read.text !== '') row.cells[this.column] = { ...read, raw: value }
    }
  }

  private readValue(): { text: string | null; fault: CellFault | null } {
    const { type, style, value } = this.cell
    if (type === 's') return { text: this.workbook.sharedStrings[Number(value)] ?? null, fault: null }
    if (type === 'str' || type === 'inlineStr' || type === 'd') return { text: unescaped(value), fault: null }
    if (type === 'b') return { text: value === '1' ? 'TRUE' : 'FALSE', fault: null }
    if (type === 'e') return { text: value, fault: 'xlsx.error_value' }
    if (this.workbook.dateStyles[style])
      return { text: serialText(value, this.workbook.date1904), fault: null }
    const text = numberText(value)
    return { text, fault: text === 'damaged' ? 'xlsx.number_damaged' : null }
  }
}

/** `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  if (column < 1 || column > 16_384) throw new Error('cell reference out of range')
  return column - 1
}
