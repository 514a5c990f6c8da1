import type { Locale } from '../../core/locale.ts'
import { keepsHistory } from '../dataset.ts'
import { articleWords } from './article.ts'
import type { DividedElement, DutyField, DutyList, DutyRegister, ObtainedElement } from './duty.ts'
import { label } from './labels.ts'
import type { Row } from './lists.ts'
import { words } from './locale.ts'
import type { Provider } from './providers.ts'
import { scopeWords } from './scope.ts'

/** One row a register that the department must provide. */
export function registerRows(list: DutyList, locale: Locale): Row[] {
  return list.provides.map(({ code, dataset }) => ({
    dataset_name: dataset.name[locale],
    code,
    article: articleWords(dataset.article, locale),
    form: label(locale, 'form', dataset.form),
    update_cycle: label(locale, 'cycle', dataset.updateCycle),
    level: levelWords({ code, dataset, fields: [] }, locale),
    history: label(locale, 'flag', String(keepsHistory(dataset))),
    sharing: label(locale, 'sharing', dataset.sharing.type),
    sharing_scope: dataset.sharing.scope[locale],
    sharing_conditions: dataset.sharing.conditions?.[locale] ?? '',
    sharing_reason: dataset.sharing.reason?.[locale] ?? '',
    sharing_basis: dataset.sharing.legalBasis?.[locale] ?? '',
    opening: label(locale, 'opening', dataset.opening.type),
    opening_conditions: dataset.opening.conditions?.[locale] ?? '',
    opening_reason: dataset.opening.reason?.[locale] ?? '',
    opening_basis: dataset.opening.legalBasis?.[locale] ?? '',
  }))
}

/** One row a field of these registers. */
export function fieldRows(list: DutyList, locale: Locale): Row[] {
  return list.provides.flatMap(({ dataset, fields }) =>
    fields.map((field) => ({ dataset_name: dataset.name[locale], ...fieldRow(field, locale) })),
  )
}

/** One field: what it carries, in which role and scope, under which standard. */
export function fieldRow(field: DutyField, locale: Locale): Row {
  return {
    header: field.header,
    field: field.field,
    element_name: field.name[locale],
    element: field.element,
    role: label(locale, 'role', field.role),
    scope: scopeWords(field.scope, locale),
    type: label(locale, 'type', field.type),
    unit: field.unit ?? '',
    standard: field.standard ?? '',
    code_table: field.codeTable ?? '',
    required: label(locale, 'flag', String(field.required)),
    grading: field.grading,
    mask: label(locale, 'mask', field.mask),
  }
}

/** One row an element that the department is to obtain by sharing. */
export function obtainedRows(list: DutyList, locale: Locale): Row[] {
  return list.obtains.map((each) => ({
    element_name: each.name[locale],
    element: each.element,
    held_in: heldIn(each, locale),
    from: each.from.map((provider) => provider.departmentName[locale] + inScope(provider, locale)).join('\n'),
    from_dataset: each.from.map((provider) => provider.datasetName[locale]).join('\n'),
    obtain_by: [...new Set(each.from.map((provider) => sharedHow(provider, locale)))].join('\n'),
  }))
}

/** One row an element that the department collects together with others. */
export function dividedRows(list: DutyList, locale: Locale): Row[] {
  const parties = (each: DividedElement, side: 'own' | 'others') =>
    each[side]
      .map((provider) => {
        const who = side === 'own' ? provider.datasetName : provider.departmentName
        return who[locale] + inScope(provider, locale)
      })
      .join('\n')
  return list.divides.map((each) => ({
    element_name: each.name[locale],
    element: each.element,
    own: parties(each, 'own'),
    others: parties(each, 'others'),
  }))
}

export function levelWords({ dataset }: DutyRegister, locale: Locale): string {
  return dataset.levels.map((level) => label(locale, 'level', level)).join(locale === 'en' ? ', ' : '、')
}

function heldIn(each: ObtainedElement, locale: Locale): string {
  return each.heldIn
    .map(({ datasetName, header, standsIn }) => {
      return `${datasetName[locale]} · ${header}${standsIn ? words(locale, 'page.stands_in') : ''}`
    })
    .join('\n')
}

function inScope(provider: Provider, locale: Locale): string {
  if (!provider.scope) return ''
  const scope = scopeWords(provider.scope, locale)
  return locale === 'en' ? ` (${scope})` : `（${scope}）`
}

function sharedHow({ sharing }: Provider, locale: Locale): string {
  const conditions = sharing.conditions?.[locale]
  const type = label(locale, 'sharing', sharing.type)
  return conditions ? `${type}${locale === 'en' ? ': ' : '：'}${conditions}` : type
}
