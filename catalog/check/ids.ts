import type { Catalogue } from '../catalogue.ts'
import { type Finding, finding, repeated } from './finding.ts'

/** Ids that two entries share, and divisions that lead nowhere. */
export function checkIds(catalogue: Catalogue): Finding[] {
  return [
    ...twice(
      'department',
      catalogue.departments.map((each) => each.id),
    ),
    ...twice(
      'code_table',
      catalogue.codeTables.map((each) => each.id),
    ),
    ...twice(
      'element',
      catalogue.elements.map((each) => each.id),
    ),
    ...twice(
      'dataset',
      catalogue.datasets.map((each) => each.id),
    ),
    ...twice(
      'dataset_name',
      catalogue.datasets.map((each) => each.name['zh-CN']),
    ),
    ...twice(
      'foundation',
      catalogue.foundations.map((each) => each.id),
    ),
    ...twice(
      'division',
      catalogue.divisions.map((each) => each.code),
    ),
    ...lostDivisions(catalogue),
  ]
}

function twice(what: string, ids: string[]): Finding[] {
  return repeated(ids).map((id) => finding('duplicate', { what, id }))
}

/** Parents and successors that are no division; a successor must be in force itself. */
function lostDivisions(catalogue: Catalogue): Finding[] {
  const byCode = new Map(catalogue.divisions.map((division) => [division.code, division]))
  return catalogue.divisions.flatMap(({ code, parent, successor }) => {
    const lost = []
    if (parent !== undefined && !byCode.has(parent)) lost.push(parent)
    if (successor !== undefined && (byCode.get(successor)?.successor ?? !byCode.has(successor)))
      lost.push(successor)
    return lost.map((to) => finding('division_lost', { division: code, to }))
  })
}
