import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { presentField } from '../../catalog/lookup.ts'
import { hasText, type Locale, render } from '../../core/locale.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { violationWords } from '../../quality/words.ts'
import { reasonOfCode } from './consumer/reasons.ts'
import type { Objection } from './ledger/record.ts'
import './locale.ts'

/** What is wrong, in words: the violated rule, the consumer's reason, or which copies disagree. */
export function problemWords(
  catalogue: Catalogue,
  objection: Pick<Objection, 'cause' | 'code' | 'dataset' | 'counterpart'>,
  locale: Locale,
): string {
  const { cause, code, dataset, counterpart } = objection
  const reason = reasonOfCode(code)
  if (reason) return render(locale, `objections.reason.${reason}`)
  if (cause === 'disagreement' || cause === 'code_check') {
    const other = counterpart ? datasetWords(catalogue, counterpart, locale) : '-'
    return render(locale, `objections.cause.${cause}.detail`, { counterpart: other })
  }
  if (!code) return render(locale, `objections.cause.${cause}`)
  const known = code.startsWith('custom.') ? catalogue.datasets.find(({ id }) => id === dataset) : undefined
  if (!known && !hasText(`violation.${code}`)) return code
  return violationWords(code, locale, known ? allRules(catalogue, known) : [])
}

function allRules(catalogue: Catalogue, dataset: Dataset) {
  const { row, set } = rulesOf(catalogue, dataset)
  return [...row, ...set]
}

/** What people call a dataset. */
export function datasetWords(catalogue: Catalogue, id: string, locale: Locale): string {
  return catalogue.datasets.find((each) => each.id === id)?.name[locale] ?? id
}

/** What people call what is in doubt: the field as the department sends it, else the element. */
export function fieldWords(
  catalogue: Catalogue,
  { dataset, field, columnName }: Pick<Objection, 'dataset' | 'field' | 'columnName'>,
  locale: Locale,
): string {
  const register = catalogue.datasets.find(({ id }) => id === dataset)
  const name = register && field !== null ? presentField(register, field) : field
  const found = register?.fields.find(({ id }) => id === name)
  return found?.header ?? name ?? columnName ?? render(locale, 'objections.whole_record')
}
