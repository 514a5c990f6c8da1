import type { Catalogue } from '../../catalog/catalogue.ts'
import { isAboutRecord } from '../../catalog/check/record.ts'
import { type Dataset, type Field, keepsHistory } from '../../catalog/dataset.ts'
import { departmentName, elementOf } from '../../catalog/lookup.ts'
import { articleWords } from '../../catalog/publish/article.ts'
import { label } from '../../catalog/publish/labels.ts'
import { providersOf } from '../../catalog/publish/providers.ts'
import { scopeWords } from '../../catalog/publish/scope.ts'
import type { Locale } from '../../core/locale.ts'
import { lakeType } from '../../warehouse/tables/types.ts'
import { docsText } from './locale.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { standardOf } from './sources.ts'
import { headers, type SourceNotes, typeOf } from './tables.ts'

/** The registers of a foundation, one a row. */
export function registerTable(catalogue: Catalogue, datasets: Dataset[], locale: Locale): string {
  const keys = ['register', 'department', 'article', 'records', 'cycle', 'levels', 'sharing', 'opening']
  const rows = datasets.map((dataset) => [
    `[${mdText(dataset.name[locale])}](#${dataset.id})\n${mdCode(dataset.id)}`,
    mdText(departmentName(catalogue, dataset.collectingDepartment)[locale]),
    articleWords(dataset.article, locale),
    recordsOf(dataset, locale),
    label(locale, 'cycle', dataset.updateCycle),
    dataset.levels.map((level) => label(locale, 'level', level)).join('\n'),
    label(locale, 'sharing', dataset.sharing.type),
    label(locale, 'opening', dataset.opening.type),
  ])
  return mdTable(headers(keys, locale), rows)
}

/** One register: what it holds, then its fields. */
export function registerSection(
  catalogue: Catalogue,
  dataset: Dataset,
  notes: SourceNotes,
  locale: Locale,
): string {
  const history = keepsHistory(dataset)
  const facts = [
    recordsOf(dataset, locale),
    docsText(locale, history ? 'history_of' : 'no_history', { id: dataset.id }),
  ]
  return [
    `<a id="${dataset.id}"></a>`,
    `### ${mdText(dataset.name[locale])} ${mdCode(dataset.id)}`,
    mdText(dataset.abstract[locale]),
    facts.map((fact) => `- ${fact}`).join('\n'),
    fieldTable(catalogue, dataset, notes, locale),
  ].join('\n\n')
}

function recordsOf(dataset: Dataset, locale: Locale): string {
  if (dataset.recordKey.length === 0) return docsText(locale, 'one_record')
  return docsText(locale, 'many_records', { fields: dataset.recordKey.map(mdCode).join(', ') })
}

function fieldTable(catalogue: Catalogue, dataset: Dataset, notes: SourceNotes, locale: Locale): string {
  const keys = ['column', 'header', 'type', 'element', 'role', 'standard', 'unit', 'grading', 'mask']
  const rows = dataset.fields.map((field) => {
    const element = elementOf(catalogue, field.element)
    return [
      mdCode(field.id),
      mdText([field.header, ...field.aliases].join(locale === 'en' ? ', ' : '、')),
      typeOf(lakeType(element.type)),
      `${mdText(element.name[locale])} ${mdCode(element.id)}`,
      roleOf(catalogue, dataset, field, notes, locale),
      standardOf(element),
      mdText(element.unit ?? ''),
      element.grading,
      label(locale, 'mask', element.mask),
    ]
  })
  return mdTable(headers(keys, locale), rows)
}

/** What the field is; of a source its scope, of a copy where its source is. */
function roleOf(
  catalogue: Catalogue,
  dataset: Dataset,
  field: Field,
  notes: SourceNotes,
  locale: Locale,
): string {
  const element = elementOf(catalogue, field.element)
  const role = label(locale, 'role', isAboutRecord(element.id) ? 'record' : field.role)
  const ref = `${dataset.id}.${field.id}`
  const own = providersOf(catalogue, element).find((each) => `${each.dataset}.${each.field}` === ref)
  if (own) return [role, mdText(scopeWords(own.scope, locale))].filter(Boolean).join('\n')
  return field.role === 'copy' ? [role, notes.words(element)].filter(Boolean).join('\n') : role
}
