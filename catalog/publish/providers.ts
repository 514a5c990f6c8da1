import type { Catalogue } from '../catalogue.ts'
import { fieldAt } from '../check/claims.ts'
import type { Dataset } from '../dataset.ts'
import { type Element, sourcesOf } from '../element.ts'
import { departmentName } from '../lookup.ts'
import type { Name } from '../names.ts'
import { resourceCode } from '../resource_code.ts'
import { type SourceScope, sourceScope } from './scope.ts'

/** A source of an element, as its other holders need to know it. */
export interface Provider {
  department: string
  departmentName: Name
  dataset: string
  datasetName: Name
  code: string
  field: string
  header: string
  scope?: SourceScope
  /** How the register that holds it is shared (Article 21). */
  sharing: Dataset['sharing']
}

/** The sources of an element with their departments and the way they are shared. */
export function providersOf(catalogue: Catalogue, element: Element): Provider[] {
  return sourcesOf(element).flatMap((source): Provider[] => {
    const at = fieldAt(catalogue, source.field)
    if (!at) return []
    const { dataset, field } = at
    const scope = sourceScope(catalogue, dataset, source)
    return [
      {
        department: dataset.collectingDepartment,
        departmentName: departmentName(catalogue, dataset.collectingDepartment),
        dataset: dataset.id,
        datasetName: dataset.name,
        code: resourceCode(dataset),
        field: field.id,
        header: field.header,
        ...(scope ? { scope } : {}),
        sharing: dataset.sharing,
      },
    ]
  })
}
