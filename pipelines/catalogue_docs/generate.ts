import type { Catalogue } from '../../catalog/catalogue.ts'
import type { FileContent } from '../../core/files.ts'
import { locales } from '../../core/locale.ts'
import { foundationPage, pageName } from './foundation_page.ts'
import { elementMatrixPage } from './matrix_page.ts'
import { tablesPage } from './tables_page.ts'

/** The pages of docs/ that are generated: one a foundation, the tables to query and the element matrix, in both languages. */
export function generatedDocs(catalogue: Catalogue): FileContent[] {
  return locales.flatMap((locale): FileContent[] => [
    ...catalogue.foundations.map((foundation): FileContent => {
      const path = `foundations/${pageName(foundation.id, locale)}`
      return [path, () => foundationPage(catalogue, foundation, locale)]
    }),
    [pageName('tables', locale), () => tablesPage(catalogue, locale)],
    [pageName('element-matrix', locale), () => elementMatrixPage(catalogue, locale)],
  ])
}
