import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { codeOf, codes } from '../codes.ts'
import { geometryFieldOf } from '../geometry/field.ts'
import { problems } from '../geometry/problems.ts'
import type { Add, RuleOptions } from './instance.ts'
import type { Test } from './test.ts'

/** Warnings stay warnings whatever the rule says. The area and the division are judged where the dataset has them. */
export function addGeometry(
  catalogue: Catalogue,
  dataset: Dataset,
  field: string,
  add: Add,
  options?: RuleOptions,
): void {
  const about = geometryFieldOf(catalogue, dataset)
  for (const problem of problems) {
    if (problem === 'area_differs' && !about?.declaredArea) continue
    if (problem === 'outside_division' && !about?.division) continue
    const test: Test = {
      kind: 'geometry',
      problem,
      ...(problem === 'type' ? { types: about?.types } : {}),
      ...(problem === 'area' ? { maxArea: about?.maxArea } : {}),
      ...(problem === 'outside_division' ? { division: about?.division?.id } : {}),
    }
    const code = codeOf(`geometry.${problem}`)
    const severity = codes[code].severity === 'warn' ? undefined : options?.severity
    add(field, code, test, { ...options, severity })
  }
}
