import { type Locale, render } from '../../../core/locale.ts'
import { neutralCell } from '../../../quality/report/escape.ts'
import type { Platform } from '../../platform.ts'
import { type FormColumn, writeForm } from '../sheets.ts'
import { askedRows } from './asked_rows.ts'
import { fixedColumns, headerOf, rowSeal, type SheetColumn, sheetColumns } from './columns.ts'
import { answerOutcomes, outcomeWords } from './outcomes.ts'

/** Most rows of one sheet; a department with more gets the first, by dataset and objection, and the rest later. */
export const MOST_ANSWERS = 100_000

const WIDTHS: Record<SheetColumn, number> = {
  objection: 10,
  dataset: 22,
  file: 34,
  extract: 10,
  line: 12,
  field: 16,
  key: 22,
  problem: 34,
  said: 28,
  due: 12,
  outcome: 14,
  note: 40,
  resend: 16,
  token: 18,
}

/** Writes a department's answer sheet: what it still has to answer, and where to. Returns its number of rows. */
export async function writeAnswerSheet(
  platform: Platform,
  path: string,
  asked: { department: string; dataset?: string | undefined; locale: Locale; bulkFrom?: number },
): Promise<number> {
  const seal = await rowSeal(platform)
  const { department, locale, bulkFrom = 1000 } = asked
  async function* rows(): AsyncGenerator<string[]> {
    let written = 0
    for await (const { item, fixed } of askedRows(platform, { ...asked, bulkFrom })) {
      if (written >= MOST_ANSWERS) return
      written += 1
      // What is sealed is what stands in the cells.
      const cells = { ...fixed }
      for (const id of fixedColumns) cells[id] = neutralCell(onOneLine(fixed[id]))
      yield [
        ...fixedColumns.map((id) => cells[id]),
        '',
        '',
        '',
        seal.seal({ department, item, fixed: cells }),
      ]
    }
  }
  return writeForm(path, {
    name: render(locale, 'objections.sheet.answers'),
    columns: sheetColumns.map((id) => column(id, locale)),
    rows: rows(),
    protect: true,
  })
}

/** Without anything that a workbook writes otherwise than it was given. */
function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
}

function column(id: SheetColumn, locale: Locale): FormColumn {
  const free = id === 'outcome' || id === 'note' || id === 'resend'
  return {
    header: headerOf(id, locale),
    width: WIDTHS[id],
    free,
    ...(id === 'outcome' ? { choices: answerOutcomes.map((outcome) => outcomeWords(outcome, locale)) } : {}),
  }
}
