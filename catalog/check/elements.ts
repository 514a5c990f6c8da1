import type { Catalogue } from '../catalogue.ts'
import type { Element } from '../element.ts'
import { maskIds } from '../masks.ts'
import { type Finding, finding, has } from './finding.ts'
import { foundationIdOf, isAboutRecord } from './record.ts'

const sensitive: readonly string[] = ['L3', 'L4']

/** One item, one standard: code table, mask and foundation of every element exist and fit its type and grading. */
export function checkElements(catalogue: Catalogue): Finding[] {
  return catalogue.elements.flatMap((element) => [
    ...badCodeTable(catalogue, element),
    ...badMask(element),
    ...badFoundation(catalogue, element),
  ])
}

function badCodeTable(catalogue: Catalogue, element: Element): Finding[] {
  const { id, type, codeTable } = element
  if (type !== 'code') {
    return codeTable === undefined
      ? []
      : [finding('table_without_code', { element: id, table: codeTable, type })]
  }
  if (codeTable === undefined) return [finding('code_without_table', { element: id })]
  return has(catalogue.codeTables, codeTable)
    ? []
    : [finding('unknown_code_table', { element: id, table: codeTable })]
}

function badMask({ id, mask, grading }: Element): Finding[] {
  if (!(maskIds as readonly string[]).includes(mask)) {
    return [finding('unknown_mask', { element: id, mask, known: maskIds.join(', ') })]
  }
  return mask === 'none' && sensitive.includes(grading) ? [finding('unmasked', { element: id, grading })] : []
}

/** What precedes the dot is a foundation, or a type of record that some dataset carries. */
function badFoundation(catalogue: Catalogue, element: Element): Finding[] {
  const foundation = foundationIdOf(element.id)
  if (isAboutRecord(element.id) || has(catalogue.foundations, foundation)) return []
  const carried = catalogue.datasets.some((dataset) =>
    dataset.fields.some((field) => field.element === element.id),
  )
  return carried ? [] : [finding('unknown_foundation', { what: element.id, foundation })]
}
