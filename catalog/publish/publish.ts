import { workbookBytes } from '../../core/documents/workbook.ts'
import { type FileContent, writeFiles } from '../../core/files.ts'
import type { Locale } from '../../core/locale.ts'
import type { Catalogue } from '../catalogue.ts'
import { catalogueSheets } from './catalogue_book.ts'
import { dcatCatalogue, type JsonLd } from './dcat/catalogue.ts'
import { dutyLists } from './duty.ts'
import { dutySheets } from './duty_book.ts'
import { dutyData } from './duty_data.ts'
import { dutyPage } from './duty_page.ts'
import { elementMatrix } from './matrix.ts'
import { matrixSheets } from './matrix_book.ts'
import { matrixPage } from './matrix_page.ts'

/** How a catalogue is published. */
export interface Publication {
  /** Folder that receives the files; made where it is missing, files of the same names are replaced. */
  out: string
  locale: Locale
  /** Day of publication (ISO): the only thing in the files that is not the catalogue's. */
  day: string
  /** Base of the IRIs in catalogue.jsonld. */
  base?: string
}

/**
 * Writes the catalogue for people and machines: workbooks, printable pages, DCAT, and data for the console. The same
 * catalogue on the same day gives the same bytes. Gives the paths in the order in which they were written.
 */
export async function publishCatalogue(catalogue: Catalogue, publication: Publication): Promise<string[]> {
  return writeFiles(publication.out, partsOf(catalogue, publication))
}

function partsOf(catalogue: Catalogue, { locale, day, base }: Publication): FileContent[] {
  const matrix = elementMatrix(catalogue)
  const lists = dutyLists(catalogue)
  return [
    ['catalogue.xlsx', () => workbookBytes(catalogueSheets(catalogue, locale, day), day)],
    ['catalogue.jsonld', () => graphText(dcatCatalogue(catalogue, day, base))],
    ['element-matrix.xlsx', () => workbookBytes(matrixSheets(matrix, locale), day)],
    ['element-matrix.html', () => matrixPage(matrix, locale, day)],
    ['element-matrix.json', () => json(matrix)],
    ['duty-list.json', () => itemsText(lists.map(dutyData))],
    ...lists.flatMap((list): FileContent[] => [
      [`duty-list/${list.department.id}.xlsx`, () => workbookBytes(dutySheets(list, locale), day)],
      [`duty-list/${list.department.id}.html`, () => dutyPage(list, locale, day)],
    ]),
  ]
}

/** JSON-LD with a node a line: thousands of nodes that a person or a diff can still read. */
function graphText(document: JsonLd): string {
  const context = JSON.stringify(document['@context'], null, 2)
  return `{\n"@context": ${context},\n"@graph": ${itemsText(document['@graph']).trimEnd()}\n}\n`
}

/** A JSON array with an item a line. */
function itemsText(items: unknown[]): string {
  return `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
