import type { Catalogue } from '../catalogue.ts'
import { isAboutRecord } from '../check/record.ts'
import type { Dataset, Field } from '../dataset.ts'
import type { Department } from '../department.ts'
import { type Element, sourcesOf } from '../element.ts'
import { elementOf } from '../lookup.ts'
import type { Name } from '../names.ts'
import { resourceCode } from '../resource_code.ts'
import { type Provider, providersOf } from './providers.ts'
import { type SourceScope, sourceScope } from './scope.ts'

/** A field of a register, with what its department owes of it. */
export interface DutyField {
  field: string
  header: string
  element: string
  name: Name
  /** `record`: about the record itself, such as the time of its last change. */
  role: 'key' | 'source' | 'copy' | 'record'
  scope?: SourceScope
  type: Element['type']
  unit?: string
  standard?: string
  codeTable?: string
  required: boolean
  grading: string
  mask: string
}

/** A register that the department must provide. */
export interface DutyRegister {
  code: string
  dataset: Dataset
  fields: DutyField[]
}

/** An element that the department holds only as a copy, being no source of it: to be obtained by sharing, not collected (Article 13). */
export interface ObtainedElement {
  element: string
  name: Name
  heldIn: { dataset: string; datasetName: Name; field: string; header: string; standsIn: boolean }[]
  from: Provider[]
}

/** An element that the department collects together with others, each in its scope (Article 13, second paragraph). */
export interface DividedElement {
  element: string
  name: Name
  own: Provider[]
  others: Provider[]
}

/** 责任清单 of one department (Articles 5 and 20). */
export interface DutyList {
  department: Department
  provides: DutyRegister[]
  obtains: ObtainedElement[]
  divides: DividedElement[]
}

/** The duty list of every department of the catalogue, in its order. */
export function dutyLists(catalogue: Catalogue): DutyList[] {
  return catalogue.departments.map((department) => dutyList(catalogue, department))
}

/** What one department must provide, must obtain by sharing, and collects by a division of labour. */
export function dutyList(catalogue: Catalogue, department: Department): DutyList {
  const provided = catalogue.datasets.filter((dataset) => dataset.providingDepartment === department.id)
  return {
    department,
    provides: provided.map((dataset) => ({
      code: resourceCode(dataset),
      dataset,
      fields: dataset.fields.map((field) => dutyField(catalogue, dataset, field)),
    })),
    obtains: elementsIn(catalogue, provided).flatMap((element) =>
      obtained(catalogue, department, provided, element),
    ),
    divides: elementsIn(catalogue, provided).flatMap((element) => divided(catalogue, department, element)),
  }
}

function dutyField(catalogue: Catalogue, dataset: Dataset, field: Field): DutyField {
  const element = elementOf(catalogue, field.element)
  const ref = `${dataset.id}.${field.id}`
  const source = sourcesOf(element).find((each) => each.field === ref)
  const scope = source && sourceScope(catalogue, dataset, source)
  const { unit, standard, codeTable } = element
  return {
    field: field.id,
    header: field.header,
    element: element.id,
    name: element.name,
    role: isAboutRecord(element.id) ? 'record' : field.role,
    ...(scope ? { scope } : {}),
    type: element.type,
    ...(unit ? { unit } : {}),
    ...(standard ? { standard } : {}),
    ...(codeTable ? { codeTable } : {}),
    required: field.required,
    grading: element.grading,
    mask: element.mask,
  }
}

/** The elements that these datasets carry, in catalogue order, without those about the record itself. */
function elementsIn(catalogue: Catalogue, datasets: Dataset[]): Element[] {
  const ids = new Set(datasets.flatMap((dataset) => dataset.fields.map((field) => field.element)))
  return catalogue.elements.filter((element) => ids.has(element.id) && !isAboutRecord(element.id))
}

function obtained(
  catalogue: Catalogue,
  department: Department,
  provided: Dataset[],
  element: Element,
): ObtainedElement[] {
  const from = providersOf(catalogue, element)
  if (from.some((each) => each.department === department.id)) return []
  const heldIn = provided.flatMap((dataset) =>
    dataset.fields
      .filter((field) => field.element === element.id && field.role === 'copy')
      .map((field) => ({
        dataset: dataset.id,
        datasetName: dataset.name,
        field: field.id,
        header: field.header,
        standsIn: element.fallbacks.includes(`${dataset.id}.${field.id}`),
      })),
  )
  if (from.length === 0 || heldIn.length === 0) return []
  return [{ element: element.id, name: element.name, heldIn, from }]
}

function divided(catalogue: Catalogue, department: Department, element: Element): DividedElement[] {
  const providers = providersOf(catalogue, element)
  const own = providers.filter((each) => each.department === department.id)
  const others = providers.filter((each) => each.department !== department.id)
  return own.length > 0 && others.length > 0 ? [{ element: element.id, name: element.name, own, others }] : []
}
