import type { Catalogue } from '../catalogue.ts'
import { isAboutRecord } from '../check/record.ts'
import type { Dataset, Field } from '../dataset.ts'
import type { Department } from '../department.ts'
import { type Element, sourcesOf } from '../element.ts'
import type { Name } from '../names.ts'
import { foundationOfElement } from './lists.ts'
import { type SourceScope, sourceScope } from './scope.ts'

/** What a field is to its element: the source, a copy that may stand in, a mere copy, or the key of its records. */
export type MatrixRole = 'source' | 'fallback' | 'copy' | 'key'

/** One field that carries the element. */
export interface MatrixCell {
  /** The department that collects the dataset. */
  department: string
  dataset: string
  field: string
  role: MatrixRole
  /** Place among the fallbacks, from 1. */
  rank?: number
  scope?: SourceScope
}

export interface MatrixElement {
  id: string
  name: Name
  foundation: string
  type: Element['type']
  standard?: string
  codeTable?: string
  grading: string
  cells: MatrixCell[]
}

/** Elements by departments: one item, one source, one standard, as data for pages, workbooks and the console. */
export interface ElementMatrix {
  departments: Department[]
  foundations: { id: string; name: Name }[]
  datasets: { id: string; name: Name }[]
  elements: MatrixElement[]
}

/** The matrix of all elements but those about the record itself, which every dataset has for itself. */
export function elementMatrix(catalogue: Catalogue): ElementMatrix {
  return {
    departments: catalogue.departments,
    foundations: catalogue.foundations.map(({ id, name }) => ({ id, name })),
    datasets: catalogue.datasets.map(({ id, name }) => ({ id, name })),
    elements: catalogue.elements
      .filter((element) => !isAboutRecord(element.id))
      .map((element) => matrixElement(catalogue, element)),
  }
}

function matrixElement(catalogue: Catalogue, element: Element): MatrixElement {
  const { id, name, type, standard, codeTable, grading } = element
  return {
    id,
    name,
    foundation: foundationOfElement(catalogue, element) ?? '',
    type,
    ...(standard ? { standard } : {}),
    ...(codeTable ? { codeTable } : {}),
    grading,
    cells: catalogue.datasets.flatMap((dataset) =>
      dataset.fields
        .filter((field) => field.element === id)
        .map((field) => cellOf(catalogue, element, dataset, field)),
    ),
  }
}

function cellOf(catalogue: Catalogue, element: Element, dataset: Dataset, field: Field): MatrixCell {
  const ref = `${dataset.id}.${field.id}`
  const cell = { department: dataset.collectingDepartment, dataset: dataset.id, field: field.id }
  const source = sourcesOf(element).find((each) => each.field === ref)
  if (source) {
    const scope = sourceScope(catalogue, dataset, source)
    return { ...cell, role: 'source', ...(scope ? { scope } : {}) }
  }
  const rank = element.fallbacks.indexOf(ref) + 1
  if (rank > 0) return { ...cell, role: 'fallback', rank }
  return { ...cell, role: field.role === 'key' ? 'key' : 'copy' }
}
