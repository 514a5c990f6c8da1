import { dayOf } from '../../../core/day.ts'
import { type Locale, render } from '../../../core/locale.ts'
import { auditWords, propertiesOf, signedHead } from '../../audit_heads.ts'
import type { Platform } from '../../platform.ts'
import '../locale.ts'
import { writeForm } from '../../../core/documents/form.ts'
import { columnNames } from './column_names.ts'
import { deliveredTo } from './delivered.ts'
import { submissionColumns } from './read_sheet.ts'
import { consumerReasons } from './reasons.ts'

/** Empty rows that are prepared; people may go on below them. */
const PREPARED = 500
const WIDTHS = { key: 24, column: 18, reason: 24, text: 40, proposed: 24 }

/**
 * Writes the workbook in which a city lists what it objects to, with the elements that it was sent by the request and
 * the reasons to choose from. @throws what `deliveredTo` throws
 */
export async function writeTemplate(
  platform: Platform,
  path: string,
  asked: { city: string; request: string; package?: string | undefined; locale: Locale },
): Promise<void> {
  const { city, request, locale } = asked
  const delivered = await deliveredTo(platform, city, asked)
  const text = (key: string, fields = {}) => render(locale, `objections.${key}`, fields)
  const audit = await signedHead(platform)
  const choices = {
    column: columnNames(platform.catalogue, delivered).map(({ name }) => name[locale]),
    reason: consumerReasons.map((reason) => text(`reason.${reason}`)),
  }
  await writeForm(path, {
    name: text('sheet.submission'),
    title: text('sheet.submission_title', { request }),
    day: dayOf(platform.clock.now()),
    properties: propertiesOf(audit),
    columns: submissionColumns.map((id) => ({
      header: text(`submit.${id}`),
      width: WIDTHS[id],
      free: true,
      ...(id === 'column' || id === 'reason' ? { choices: choices[id] } : {}),
    })),
    rows: Array.from({ length: PREPARED }, () => submissionColumns.map(() => '')),
    instructions: {
      name: text('sheet.instructions'),
      lines: [
        text('sheet.submission_title', { request }),
        text('submit_how.key'),
        text('submit_how.column', { known: choices.column.join('、') }),
        text('submit_how.reason'),
        text('submit_how.text'),
        text('submit_how.apply', { request, city }),
        auditWords(audit, locale),
      ],
    },
  })
}
