import { type Html, html } from '../../../../core/documents/html.ts'
import { table, type View } from '../view.ts'

/** How to read the figures, which gates were overridden, and what the report was made from. */
export function sources(view: View): Html {
  const { text } = view
  const notes = ['score', 'open', 'period', 'masks', 'counts'].map(
    (key) => html`<li>${text(`report.note_${key}`)}</li>`,
  )
  return html`<section id="sources" class="page"><h2>${text('report.sources')}</h2>
<h3>${text('report.overrides')}</h3>${overrides(view)}
<h3>${text('report.how_to_read')}</h3><ul>${notes}</ul>
<h3>${text('report.made_from')}</h3>${versions(view)}${auditHead(view)}</section>`
}

function overrides({ data, text, name, format }: View): Html {
  if (data.overrides.length === 0) return html`<p>${text('report.no_overrides')}</p>`
  return table(
    ['at', 'officer', 'subject', 'reason'].map((key) => ({ head: text(`report.override_${key}`) })),
    data.overrides.map(({ at, actor, subject, extract, reason }) => ({
      cells: [
        format.day(at),
        actor,
        extract ? text('report.extract_of', { dataset: name(subject), extract }) : name(subject),
        reason,
      ],
    })),
  )
}

/** The end of the audit log, so that also a printed report tells how far the log was. */
function auditHead({ data, text, format }: View): Html | undefined {
  if (!data.audit) return undefined
  const { count, hash, keyId } = data.audit
  return html`<p class="note">${text('report.audit_head', { count: format.count(count), key: keyId.slice(0, 16) })} <code>${hash}</code></p>`
}

function versions({ data, text, name }: View): Html {
  const { tables, rulesets } = data.versions
  return html`<details><summary>${text('report.versions', { tables: tables.length, rulesets: rulesets.length })}</summary>
${table(
  [{ head: text('report.lake_table') }, { head: text('report.version'), kind: 'n' }],
  tables.map(([table, version]) => ({ cells: [html`<code>${table}</code>`, String(version)] })),
)}
${table(
  [{ head: text('report.dataset') }, { head: text('report.ruleset') }],
  rulesets.map(([dataset, ruleset]) => ({ cells: [name(dataset), html`<code>${ruleset}</code>`] })),
)}</details>
<p class="note">${text('report.query_history')} <code>shuyuan query "select rule, division, sum(checked), sum(failed) from quality.history where period = '${data.period}' group by all order by all"</code></p>`
}
