import type { Sheet } from '../../core/documents/workbook.ts'
import type { Locale } from '../../core/locale.ts'
import type { Catalogue } from '../catalogue.ts'
import { type CatalogueLevel, catalogueLevels } from '../dataset.ts'
import { catalogueEntries } from './entries.ts'
import { entryRows, itemRows } from './entry_rows.ts'
import type { Row } from './lists.ts'
import { words } from './locale.ts'

/** Widths of columns that are not of the usual width. */
const WIDTHS: Record<string, number> = {
  code: 46,
  dataset: 46,
  name: 26,
  dataset_name: 26,
  abstract: 40,
  items: 60,
  sharing_scope: 28,
  sharing_conditions: 40,
  sharing_reason: 40,
  sharing_basis: 40,
  opening_conditions: 40,
  opening_reason: 40,
  opening_basis: 40,
  contact: 26,
  keywords: 40,
  related: 50,
  element: 34,
  element_name: 24,
  provider: 26,
  collector: 26,
  approver: 26,
  reviewer: 26,
  header: 22,
  standard: 26,
  mask: 22,
}

/** The sheets of catalogue.xlsx: the entries of each level, then the items of the registers. */
export function catalogueSheets(catalogue: Catalogue, locale: Locale, day: string): Sheet[] {
  const levels = catalogueLevels.flatMap((level) => {
    const rows = levelRows(catalogue, level, locale, day)
    return rows.length > 0 ? [listSheet(words(locale, `sheet.${level}`), rows, locale)] : []
  })
  const items = itemRows(catalogue, catalogueEntries(catalogue, ['region']), locale)
  return [...levels, listSheet(words(locale, 'sheet.items'), items, locale)]
}

function levelRows(catalogue: Catalogue, level: CatalogueLevel, locale: Locale, day: string): Row[] {
  const entries = catalogueEntries(catalogue, [level])
  return entryRows(catalogue, entries, locale).map((row) => ({ ...row, published: day }))
}

/** Rows of equal columns as a sheet, its headers in words. */
function listSheet(name: string, rows: Row[], locale: Locale): Sheet {
  const keys = Object.keys(rows[0] ?? {})
  return {
    name,
    frozen: 2,
    columns: keys.map((key) => ({ header: words(locale, `column.${key}`), width: WIDTHS[key] ?? 14 })),
    rows: rows.map((row) => keys.map((key) => row[key] ?? '')),
  }
}
