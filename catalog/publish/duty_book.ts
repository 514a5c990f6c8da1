import type { Sheet } from '../../core/documents/workbook.ts'
import type { Locale } from '../../core/locale.ts'
import type { DutyList } from './duty.ts'
import { dividedRows, fieldRows, obtainedRows, registerRows } from './duty_rows.ts'
import type { Row } from './lists.ts'
import { words } from './locale.ts'

const COLUMNS = {
  provides: {
    ...{
      dataset_name: 26,
      code: 46,
      article: 18,
      form: 12,
      update_cycle: 12,
      level: 18,
      history: 10,
      sharing: 14,
    },
    ...{ sharing_scope: 28, sharing_conditions: 40, sharing_reason: 28, sharing_basis: 40 },
  },
  fields: {
    ...{
      dataset_name: 26,
      header: 22,
      field: 28,
      element_name: 22,
      element: 36,
      role: 10,
      scope: 36,
      type: 16,
    },
    ...{ unit: 10, standard: 22, code_table: 20, required: 8, grading: 8, mask: 22 },
  },
  obtains: { element_name: 22, element: 36, held_in: 40, from: 36, from_dataset: 28, obtain_by: 60 },
  divides: { element_name: 22, element: 36, own: 50, others: 60 },
}

/** The sheets of duty-list/<department>.xlsx. Every sheet is there, also where the department has nothing to list. */
export function dutySheets(list: DutyList, locale: Locale): Sheet[] {
  return [
    sheetOf('provides', registerRows(list, locale), locale),
    sheetOf('fields', fieldRows(list, locale), locale),
    sheetOf('obtains', obtainedRows(list, locale), locale),
    sheetOf('divides', dividedRows(list, locale), locale),
  ]
}

function sheetOf(kind: keyof typeof COLUMNS, rows: Row[], locale: Locale): Sheet {
  const columns = Object.entries(COLUMNS[kind])
  return {
    name: words(locale, `sheet.${kind}`),
    frozen: 1,
    columns: columns.map(([key, width]) => ({ header: words(locale, `column.${key}`), width })),
    rows: rows.map((row) => columns.map(([key]) => row[key] ?? '')),
  }
}
