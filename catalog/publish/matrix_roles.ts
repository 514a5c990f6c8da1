import type { Locale } from '../../core/locale.ts'
import { label } from './labels.ts'
import type { ElementMatrix, MatrixCell, MatrixElement } from './matrix.ts'
import { scopeWords } from './scope.ts'

/** The departments that have anything to do with these elements, in the order of the matrix. */
export function departmentsOf(
  matrix: ElementMatrix,
  elements: MatrixElement[],
): ElementMatrix['departments'] {
  const ids = new Set(elements.flatMap((element) => element.cells.map((cell) => cell.department)))
  return matrix.departments.filter(({ id }) => ids.has(id))
}

/** What a department's fields are to an element, each role once: `source (keys that begin with 9)`. */
export function rolesOf(element: MatrixElement, department: string, locale: Locale): string[] {
  const roles = element.cells
    .filter((cell) => cell.department === department)
    .map((cell) => roleWords(cell, locale))
  return [...new Set(roles)]
}

function roleWords(cell: MatrixCell, locale: Locale): string {
  const role = label(locale, 'role', cell.role)
  if (!cell.scope) return role
  return locale === 'en'
    ? `${role} (${scopeWords(cell.scope, locale)})`
    : `${role}（${scopeWords(cell.scope, locale)}）`
}
