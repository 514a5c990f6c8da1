import type { Locale } from '../../core/locale.ts'
import type { Catalogue } from '../catalogue.ts'
import { isAboutRecord } from '../check/record.ts'
import type { Dataset } from '../dataset.ts'
import { elementOf, foundationOf } from '../lookup.ts'
import { articleWords } from './article.ts'
import type { CatalogueEntry } from './entries.ts'
import { label } from './labels.ts'
import { keywordsOf, type Row } from './lists.ts'

/** Entries as rows: the core metadata of the national catalogue rules and the elements of Article 10. */
export function entryRows(catalogue: Catalogue, entries: CatalogueEntry[], locale: Locale): Row[] {
  return entries.map((entry) => ({
    code: entry.code,
    name: entry.dataset.name[locale],
    level: label(locale, 'level', entry.level),
    division_code: entry.division.code,
    division: entry.division.name,
    class: label(locale, 'class', 'base'),
    category: foundationOf(catalogue, entry.dataset.foundation).name[locale],
    abstract: entry.dataset.abstract[locale],
    article: articleWords(entry.dataset.article, locale),
    provider: entry.provider[locale],
    provider_code: entry.dataset.providingDepartment,
    collector: collectorsOf(entry, locale),
    approver: entry.approver[locale],
    reviewer: entry.reviewer[locale],
    contact: contactOf(entry, locale),
    keywords: keywordsOf(catalogue, entry.dataset)
      .map((each) => each[locale])
      .join(locale === 'en' ? ', ' : '、'),
    form: label(locale, 'form', entry.dataset.form),
    items: entry.dataset.fields.map((field) => field.header).join(locale === 'en' ? ', ' : '、'),
    grading: entry.grading,
    ...sharingColumns(entry.dataset, locale),
    update_cycle: label(locale, 'cycle', entry.dataset.updateCycle),
    related: entry.related.join(', '),
  }))
}

/** One row a field: what it is called, which element it carries in which role, how it is graded and masked. */
export function itemRows(catalogue: Catalogue, entries: CatalogueEntry[], locale: Locale): Row[] {
  return entries.flatMap(({ code, dataset }) =>
    dataset.fields.map((field) => {
      const element = elementOf(catalogue, field.element)
      return {
        dataset: code,
        dataset_name: dataset.name[locale],
        field: field.id,
        header: field.header,
        element: element.id,
        element_name: element.name[locale],
        role: label(locale, 'role', isAboutRecord(element.id) ? 'record' : field.role),
        type: label(locale, 'type', element.type),
        max_length: String(element.maxLength ?? ''),
        unit: element.unit ?? '',
        code_table: element.codeTable ?? '',
        standard: element.standard ?? '',
        required: label(locale, 'flag', String(field.required)),
        grading: element.grading,
        mask: label(locale, 'mask', element.mask),
      }
    }),
  )
}

function collectorsOf({ collector, dataset }: CatalogueEntry, locale: Locale): string {
  return [collector, ...dataset.furtherCollectors]
    .map((each) => each[locale])
    .join(locale === 'en' ? ', ' : '、')
}

/** Where nothing is said of it, the providing department itself. */
function contactOf({ contact, provider }: CatalogueEntry, locale: Locale): string {
  if (!contact) return provider[locale]
  return [contact.office[locale], contact.telephone, contact.email].filter(Boolean).join(' ')
}

function sharingColumns({ sharing, opening }: Dataset, locale: Locale): Row {
  return {
    sharing: label(locale, 'sharing', sharing.type),
    sharing_scope: sharing.scope[locale],
    sharing_conditions: sharing.conditions?.[locale] ?? '',
    sharing_reason: sharing.reason?.[locale] ?? '',
    sharing_basis: sharing.legalBasis?.[locale] ?? '',
    opening: label(locale, 'opening', opening.type),
    opening_conditions: opening.conditions?.[locale] ?? '',
    opening_reason: opening.reason?.[locale] ?? '',
    opening_basis: opening.legalBasis?.[locale] ?? '',
  }
}
