import type { Locale } from '../core/locale.ts'
import type { Catalogue } from './catalogue.ts'
import type { Dataset } from './dataset.ts'
import { type Element, sourcesOf } from './element.ts'
import { label } from './export_labels.ts'
import { elementOf, foundationOf } from './lookup.ts'
import { resourceCode } from './resource_code.ts'

/** A plain row: column → text. Every row of a list has the same columns in the same order. */
export type Row = Record<string, string>

/** One row a dataset: the core metadata of the national catalogue rules and the elements of Article 10. */
export function catalogueEntries(catalogue: Catalogue, locale: Locale): Row[] {
  return catalogue.datasets.map((dataset) => ({
    code: resourceCode(dataset),
    name: dataset.name[locale],
    class: label(locale, 'class', 'base'),
    category: foundationOf(catalogue, dataset.foundation).name[locale],
    abstract: dataset.abstract[locale],
    provider: departmentName(catalogue, dataset.providingDepartment, locale),
    provider_code: dataset.providingDepartment,
    collector: departmentName(catalogue, dataset.collectingDepartment, locale),
    approver: departmentName(catalogue, dataset.approvingDepartment, locale),
    form: label(locale, 'form', dataset.form),
    items: dataset.fields.map((field) => field.header).join(', '),
    grading: gradingOf(catalogue, dataset),
    ...sharingColumns(dataset, locale),
    update_cycle: label(locale, 'cycle', dataset.updateCycle),
    related: relatedTo(catalogue, dataset).map(resourceCode).join(', '),
  }))
}

/** One row a field: what it is called, which element it carries in which role, how it is graded and masked. */
export function catalogueItems(catalogue: Catalogue, locale: Locale): Row[] {
  return catalogue.datasets.flatMap((dataset) =>
    dataset.fields.map((field) => {
      const element = elementOf(catalogue, field.element)
      return {
        dataset: resourceCode(dataset),
        field: field.id,
        header: field.header,
        element: element.id,
        element_name: element.name[locale],
        role: label(locale, 'role', field.role),
        type: element.type,
        max_length: String(element.maxLength ?? ''),
        unit: element.unit ?? '',
        code_table: element.codeTable ?? '',
        standard: element.standard ?? '',
        required: String(field.required),
        grading: element.grading,
        mask: element.mask,
      }
    }),
  )
}

/** One row an element, one column a department: where each is collected, held as a copy, or stands in. */
export function elementMatrix(catalogue: Catalogue, locale: Locale): Row[] {
  return catalogue.elements.map((element) => ({
    element: element.id,
    name: element.name[locale],
    ...Object.fromEntries(
      catalogue.departments.map(({ id }) => [id, rolesOf(catalogue, element, id, locale).join(', ')]),
    ),
  }))
}

function sharingColumns({ sharing, opening }: Dataset, locale: Locale): Row {
  return {
    sharing: label(locale, 'sharing', sharing.type),
    sharing_scope: sharing.scope[locale],
    sharing_conditions: sharing.conditions?.[locale] ?? '',
    sharing_basis: sharing.legalBasis?.[locale] ?? '',
    opening: label(locale, 'opening', opening.type),
    opening_conditions: opening.conditions?.[locale] ?? '',
    opening_basis: opening.legalBasis?.[locale] ?? '',
  }
}

function departmentName(catalogue: Catalogue, id: string, locale: Locale): string {
  return catalogue.departments.find((department) => department.id === id)?.name[locale] ?? id
}

/** A dataset is graded as its most sensitive field is. */
function gradingOf(catalogue: Catalogue, dataset: Dataset): string {
  const gradings = dataset.fields.map((field) => elementOf(catalogue, field.element).grading)
  return gradings.sort().at(-1) ?? ''
}

/** Datasets that its rules refer to, and the authorities of what it holds as copies. */
function relatedTo(catalogue: Catalogue, dataset: Dataset): Dataset[] {
  const referred = dataset.rules.flatMap((rule) => (rule.kind === 'reference' ? rule.datasets : []))
  const authorities = dataset.fields
    .filter((field) => field.role !== 'source')
    .flatMap((field) => sourcesOf(elementOf(catalogue, field.element)))
    .map((source) => source.field.split('.')[0])
  return catalogue.datasets.filter(
    (each) => each !== dataset && (referred.includes(each.id) || authorities.includes(each.id)),
  )
}

/** `source 9*`, `copy`: what the fields of a department's datasets are to the element. */
function rolesOf(catalogue: Catalogue, element: Element, department: string, locale: Locale): string[] {
  const sources = sourcesOf(element)
  const roles = catalogue.datasets
    .filter((dataset) => dataset.collectingDepartment === department)
    .flatMap((dataset) =>
      dataset.fields
        .filter((field) => field.element === element.id)
        .map((field) => {
          const ref = `${dataset.id}.${field.id}`
          const source = sources.find((each) => each.field === ref)
          const role = source ? 'source' : element.fallbacks.includes(ref) ? 'fallback' : field.role
          const scope = (source?.keyPrefixes ?? []).map((prefix) => ` ${prefix}*`).join('')
          return label(locale, 'role', role) + scope
        }),
    )
  return [...new Set(roles)]
}
