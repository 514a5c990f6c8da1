import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Element } from '../../catalog/element.ts'
import { departmentName } from '../../catalog/lookup.ts'
import type { Locale } from '../../core/locale.ts'
import { mdCode, mdText } from './markdown.ts'

/** The standard and the code table of an element, linked to the page's list of code tables. */
export function standardOf(element: Element): string {
  const table = element.codeTable && `[\`${element.codeTable}\`](#code-${element.codeTable})`
  return [element.standard && mdText(element.standard), table].filter(Boolean).join(', ')
}

/** The copies that may stand in for an element, in order, one a line. */
export function fallbackWords(catalogue: Catalogue, element: Element, locale: Locale): string {
  return element.fallbacks
    .map((ref, at) => {
      const dataset = catalogue.datasets.find((each) => each.id === ref.split('.')[0])
      const department = dataset ? departmentName(catalogue, dataset.collectingDepartment)[locale] : ''
      return `${at + 1}. ${mdText(department)} ${mdCode(ref)}`
    })
    .join('\n')
}
