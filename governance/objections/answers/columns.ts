import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Locale, locales, render } from '../../../core/locale.ts'
import { platformKeys } from '../../../exchange/keys.ts'
import type { Platform } from '../../platform.ts'
import '../locale.ts'

/** Columns of an answer sheet that the platform fills, and those that the department does. */
export const fixedColumns = [
  'objection',
  'dataset',
  'file',
  'extract',
  'line',
  'field',
  'key',
  'received',
  'problem',
  'said',
  'proposed',
  'due',
] as const
export const answerColumns = ['outcome', 'note', 'resend'] as const
export const sheetColumns = [...fixedColumns, ...answerColumns, 'token'] as const
export type FixedColumn = (typeof fixedColumns)[number]
export type SheetColumn = (typeof sheetColumns)[number]

export function headerOf(column: SheetColumn, locale: Locale): string {
  return render(locale, `objections.column.${column}`)
}

/** Every header that names a column. */
export function headersOf(column: SheetColumn): string[] {
  return locales.map((locale) => headerOf(column, locale))
}

/** Every row of the objection at once. */
export const ALL_ITEMS = '*'

const NAME = /^([0-9a-f]{32}|\*)\.([0-9a-f]{32})$/

/** Seals rows of answer sheets, so that nobody can answer what he was not asked or for another department. */
export interface RowSeal {
  /** What goes into the column `token`: the name of the row, and the seal over it and the fixed columns. */
  seal(row: SealedRow): string
  /** The row that a token names; undefined: the token or a fixed column is not as it was given out. */
  open(token: string, row: Omit<SealedRow, 'item'>): string | undefined
}

export interface SealedRow {
  department: string
  item: string
  fixed: Record<FixedColumn, string>
}

export async function rowSeal(platform: Platform): Promise<RowSeal> {
  const key = (await platformKeys(platform.paths.keys)).hashKeyFor('answers')
  const sealOf = ({ department, item, fixed }: SealedRow) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['shuyuan.answer/1', department, item, ...fixedColumns.map((id) => fixed[id])]))
      .digest('hex')
      .slice(0, 32)
  return {
    seal: (row) => `${row.item}.${sealOf(row)}`,
    open: (token, row) => {
      const [, item, given] = NAME.exec(token) ?? []
      if (!item || !given) return undefined
      const expected = sealOf({ ...row, item })
      return timingSafeEqual(Buffer.from(given), Buffer.from(expected)) ? item : undefined
    },
  }
}
