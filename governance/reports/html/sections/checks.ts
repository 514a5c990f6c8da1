import { type Html, html } from '../../../../core/documents/html.ts'
import type { Finding } from '../../data.ts'
import { severityTag, table, type View } from '../view.ts'

/** What was found on extracts as a whole, and which registers are late. */
export function checks(view: View): Html {
  const { data, text } = view
  const body =
    data.findings.length > 0
      ? table(
          [
            { head: text('report.severity'), kind: 'c' },
            { head: text('report.dataset') },
            { head: text('report.extract'), kind: 'n' },
            { head: text('report.file') },
            { head: text('report.finding') },
          ],
          data.findings.map((finding) => findingRow(view, finding)),
        )
      : html`<p>${text('report.no_findings')}</p>`
  return html`<section id="checks"><h2>${text('report.checks')}</h2>
<p class="note">${text('report.checks_note')}</p>
${body}</section>`
}

function findingRow(view: View, finding: Finding) {
  const { name, text } = view
  const fields = { ...finding.fields, dataset: name(finding.dataset), department: name(finding.department) }
  return {
    cells: [
      severityTag(view, finding.severity),
      html`${name(finding.dataset)}${view.data.scope.kind === 'department' ? '' : html`<br><span class="note">${name(finding.department)}</span>`}`,
      String(finding.extract),
      finding.file,
      text(finding.code, fields),
    ],
  }
}
