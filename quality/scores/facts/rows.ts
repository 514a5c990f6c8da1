import type { Relation } from '../../../warehouse/engine/relation.ts'
import { values } from '../../../warehouse/engine/values.ts'
import { factColumns } from '../../../warehouse/tables/quality.ts'
import type { Fact } from '../model.ts'

/** Facts as a relation in the shape of quality/indicators. */
export function factRows(facts: Fact[]): Relation {
  return values(
    factColumns(),
    facts.map((fact) => ({ ...fact })),
  )
}
