import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { dcatCatalogue, dutyLists, elementMatrix } from '../../catalog/export/index.ts'
import type { Locale } from '../../core/locale.ts'
import { catalogueSheets } from './catalogue_book.ts'
import { dutySheets } from './duty_book.ts'
import { dutyData } from './duty_data.ts'
import { dutyPage } from './duty_page.ts'
import { matrixSheets } from './matrix_book.ts'
import { matrixPage } from './matrix_page.ts'
import { workbookBytes } from './workbook.ts'

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

/** A file of the publication: its path below the folder, and its bytes when asked for. */
type Part = [path: string, content: () => string | Promise<Buffer>]

/**
 * Writes the catalogue for people and machines: workbooks, printable pages, DCAT, and data for the console. The same
 * catalogue on the same day gives the same bytes. Gives the paths in the order in which they were written.
 */
export async function publishCatalogue(catalogue: Catalogue, publication: Publication): Promise<string[]> {
  const written: string[] = []
  for (const [path, content] of partsOf(catalogue, publication)) {
    const target = join(publication.out, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(`${target}.part`, await content())
    await rename(`${target}.part`, target)
    written.push(target)
  }
  return written
}

function partsOf(catalogue: Catalogue, { locale, day, base }: Publication): Part[] {
  const matrix = elementMatrix(catalogue)
  const lists = dutyLists(catalogue)
  return [
    ['catalogue.xlsx', () => workbookBytes(catalogueSheets(catalogue, locale, day), day)],
    ['catalogue.jsonld', () => json(dcatCatalogue(catalogue, day, base))],
    ['element-matrix.xlsx', () => workbookBytes(matrixSheets(matrix, locale), day)],
    ['element-matrix.html', () => matrixPage(matrix, locale, day)],
    ['element-matrix.json', () => json(matrix)],
    ['duty-list.json', () => json(lists.map(dutyData))],
    ...lists.flatMap((list): Part[] => [
      [`duty-list/${list.department.id}.xlsx`, () => workbookBytes(dutySheets(list, locale), day)],
      [`duty-list/${list.department.id}.html`, () => dutyPage(list, locale, day)],
    ]),
  ]
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
