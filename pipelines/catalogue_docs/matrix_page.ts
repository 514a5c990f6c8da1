import type { Catalogue } from '../../catalog/catalogue.ts'
import { departmentName, elementOf } from '../../catalog/lookup.ts'
import { elementMatrix, type MatrixElement } from '../../catalog/publish/matrix.ts'
import type { Locale } from '../../core/locale.ts'
import { sourceNotes } from './divisions.ts'
import { otherPage } from './foundation_page.ts'
import { docsText } from './locale.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { fallbackWords } from './sources.ts'
import { headers, type SourceNotes } from './tables.ts'

/** The page of the element matrix: who is the source of each element, what stands in, who holds copies. */
export function elementMatrixPage(catalogue: Catalogue, locale: Locale): string {
  const matrix = elementMatrix(catalogue)
  const keys = ['element', 'name', 'source', 'fallback', 'copies']
  const sections = matrix.foundations.flatMap((foundation) => {
    const held = matrix.elements.filter((element) => element.foundation === foundation.id)
    const elements = held.map(({ id }) => elementOf(catalogue, id))
    const notes = sourceNotes(catalogue, elements, foundation.id, locale)
    const rows = held.map((element) => rowOf(catalogue, element, notes, locale))
    const table = mdTable(headers(keys, locale), rows)
    return [`## ${mdText(foundation.name[locale])}`, table, ...(notes.section ? [notes.section] : [])]
  })
  const parts = [
    `# ${docsText(locale, 'matrix_title')}`,
    `${docsText(locale, 'generated')} [${docsText(locale, 'other_language')}](${otherPage('element-matrix', locale)})`,
    docsText(locale, 'matrix_intro'),
    ...sections,
  ]
  return `${parts.join('\n\n')}\n`
}

function rowOf(
  catalogue: Catalogue,
  { id, name, cells }: MatrixElement,
  notes: SourceNotes,
  locale: Locale,
): string[] {
  const element = elementOf(catalogue, id)
  const copies = cells.filter((cell) => cell.role === 'copy')
  const holders = copies.map(({ department, dataset, field }) => {
    return `${mdText(departmentName(catalogue, department)[locale])} ${mdCode(`${dataset}.${field}`)}`
  })
  return [
    mdCode(id),
    mdText(name[locale]),
    notes.words(element),
    fallbackWords(catalogue, element, locale),
    holders.join('\n'),
  ]
}
