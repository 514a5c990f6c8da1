import { departmentName } from '../../../catalog/lookup.ts'
import { dayOf } from '../../../core/day.ts'
import { cellText } from '../../../core/documents/cells.ts'
import { type FormColumn, writeForm } from '../../../core/documents/form.ts'
import { type Locale, render } from '../../../core/locale.ts'
import { auditWords, propertiesOf, signedHead } from '../../audit_heads.ts'
import type { Platform } from '../../platform.ts'
import { askedRows } from './asked_rows.ts'
import { fixedColumns, headerOf, rowSeal, type SheetColumn, sheetColumns } from './columns.ts'
import { answerOutcomes, outcomeWords } from './outcomes.ts'

/** Most rows of one sheet; a department with more gets the first, by dataset and objection, and the rest later. */
export const MOST_ANSWERS = 100_000

const WIDTHS: Record<SheetColumn, number> = {
  objection: 7,
  dataset: 13,
  file: 18,
  extract: 7,
  line: 7,
  field: 11,
  key: 19,
  received: 14,
  problem: 20,
  said: 16,
  proposed: 14,
  due: 11,
  outcome: 10,
  note: 22,
  resend: 9,
  token: 8,
}

/** Writes a department's answer sheet: what it still has to answer, and where to. Returns its number of rows. */
export async function writeAnswerSheet(
  platform: Platform,
  path: string,
  asked: { department: string; dataset?: string | undefined; locale: Locale; bulkFrom?: number },
): Promise<number> {
  const seal = await rowSeal(platform)
  const { department, locale, bulkFrom = 1000 } = asked
  const audit = await signedHead(platform)
  async function* rows(): AsyncGenerator<string[]> {
    let written = 0
    for await (const { item, fixed } of askedRows(platform, { ...asked, bulkFrom })) {
      if (written >= MOST_ANSWERS) return
      written += 1
      // What is sealed is what stands in the cells.
      const cells = { ...fixed }
      for (const id of fixedColumns) cells[id] = cellText(onOneLine(fixed[id]))
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
    title: titleOf(platform, department, locale),
    day: dayOf(platform.clock.now()),
    properties: propertiesOf(audit),
    instructions: {
      name: render(locale, 'objections.sheet.instructions'),
      lines: [
        titleOf(platform, department, locale),
        ...instructions(department, locale),
        auditWords(audit, locale),
      ],
    },
  })
}

function titleOf(platform: Platform, id: string, locale: Locale): string {
  const department = departmentName(platform.catalogue, id)[locale]
  return render(locale, 'objections.sheet.title', { department, day: dayOf(platform.clock.now()) })
}

function instructions(department: string, locale: Locale): string[] {
  const parts = ['columns', ...answerOutcomes, 'private', 'values', 'apply']
  return parts.map((part) => render(locale, `objections.instruction.${part}`, { department }))
}

/** Without line ends and blanks that a workbook writes otherwise than it was given. */
function onOneLine(text: string): string {
  return text.replace(/[\s\x85]+/gu, ' ').trim()
}

function column(id: SheetColumn, locale: Locale): FormColumn {
  const free = id === 'outcome' || id === 'note' || id === 'resend'
  return {
    header: headerOf(id, locale),
    width: WIDTHS[id],
    free,
    unprinted: id === 'token',
    ...(id === 'outcome' ? { choices: answerOutcomes.map((outcome) => outcomeWords(outcome, locale)) } : {}),
  }
}
