import type { Sheet } from '../../core/documents/workbook.ts'
import type { Locale } from '../../core/locale.ts'
import { label } from './labels.ts'
import { words } from './locale.ts'
import type { ElementMatrix, MatrixElement } from './matrix.ts'
import { departmentsOf, rolesOf } from './matrix_roles.ts'
import { scopeWords } from './scope.ts'

const COLOURS = { source: 'FFD9F7BE', fallback: 'FFFFF1B8', copy: 'FFF5F5F5' }
const ABOUT = ['element_name', 'element', 'type', 'standard', 'code_table', 'grading'] as const

/** The sheets of element-matrix.xlsx: a matrix a foundation, then every field in a list. */
export function matrixSheets(matrix: ElementMatrix, locale: Locale): Sheet[] {
  const sheets = matrix.foundations.map((foundation) => {
    const elements = matrix.elements.filter((element) => element.foundation === foundation.id)
    return foundationSheet(matrix, foundation.name[locale], elements, locale)
  })
  return [...sheets, cellsSheet(matrix, locale)]
}

function foundationSheet(
  matrix: ElementMatrix,
  name: string,
  elements: MatrixElement[],
  locale: Locale,
): Sheet {
  const departments = departmentsOf(matrix, elements)
  const separator = locale === 'en' ? ', ' : '，'
  return {
    name,
    frozen: 1,
    columns: [
      ...ABOUT.map((key, at) => ({
        header: words(locale, `column.${key}`),
        width: [22, 34, 16, 18, 18, 8][at] ?? 14,
      })),
      ...departments.map((department) => ({ header: department.name[locale], width: 18 })),
    ],
    rows: elements.map((element) => [
      ...aboutElement(element, locale),
      ...departments.map(({ id }) => rolesOf(element, id, locale).join(separator)),
    ]),
    fill: (value, column) => (column < ABOUT.length ? undefined : colourOf(String(value), locale)),
  }
}

function aboutElement(element: MatrixElement, locale: Locale): string[] {
  const { id, name, type, standard, codeTable, grading } = element
  return [name[locale], id, label(locale, 'type', type), standard ?? '', codeTable ?? '', grading]
}

function colourOf(text: string, locale: Locale): string | undefined {
  const roles = ['source', 'fallback', 'copy'] as const
  const role = roles.find((each) => text.includes(label(locale, 'role', each)))
  return role && COLOURS[role]
}

/** Every field of every element, one a row. */
function cellsSheet(matrix: ElementMatrix, locale: Locale): Sheet {
  const names = new Map(matrix.departments.map((department) => [department.id, department.name[locale]]))
  const keys = ['element_name', 'element', 'department', 'dataset_id', 'field', 'role', 'rank', 'scope']
  return {
    name: words(locale, 'sheet.cells'),
    frozen: 2,
    columns: keys.map((key, at) => ({
      header: words(locale, `column.${key}`),
      width: [22, 34, 28, 30, 28, 14, 10, 50][at] ?? 14,
    })),
    rows: matrix.elements.flatMap((element) =>
      element.cells.map((cell) => [
        element.name[locale],
        element.id,
        names.get(cell.department) ?? cell.department,
        cell.dataset,
        cell.field,
        label(locale, 'role', cell.role),
        cell.rank ?? '',
        scopeWords(cell.scope, locale),
      ]),
    ),
  }
}
