import { escapeHtml } from '../../core/documents/escape.ts'
import { code, page, table, withCode } from '../../core/documents/page.ts'
import type { Locale } from '../../core/locale.ts'
import type { Department } from '../department.ts'
import { words } from './locale.ts'
import type { ElementMatrix, MatrixCell, MatrixElement } from './matrix.ts'
import { departmentsOf } from './matrix_roles.ts'
import { scopeWords } from './scope.ts'

/** The element matrix as a printable page: a table a foundation, a mark where a department holds an element. */
export function matrixPage(matrix: ElementMatrix, locale: Locale, day: string): string {
  const text = (key: string, fields = {}) => escapeHtml(words(locale, `page.${key}`, fields))
  const counts = { elements: matrix.elements.length, departments: matrix.departments.length }
  const title = words(locale, 'page.matrix_title')
  const sections = matrix.foundations.map((foundation) => {
    const elements = matrix.elements.filter((element) => element.foundation === foundation.id)
    return `<h2>${escapeHtml(foundation.name[locale])}</h2>
${grid(matrix, elements, locale)}
${scopes(matrix, elements, locale)}`
  })
  const body = `<h1>${text('region')} ${escapeHtml(title)}</h1>
<p class="centre quiet">${text('counts', counts)}　${text('as_of', { day })}</p>
<p class="centre quiet">${text('basis')}</p>
<p class="centre legend">${text('legend')}</p>
${sections.join('\n')}`
  return page(locale, title, body, true)
}

function grid(matrix: ElementMatrix, elements: MatrixElement[], locale: Locale): string {
  const departments = departmentsOf(matrix, elements)
  const about = [
    ['element_name', '210px'],
    ['standard', '170px'],
    ['grading', '44px'],
  ] as const
  const head = [
    ...about.map(
      ([key, width]) => `<th style="min-width:${width}">${escapeHtml(words(locale, `column.${key}`))}</th>`,
    ),
    ...departments.map(({ name }) => `<th class="mark"><span>${escapeHtml(short(name[locale]))}</span></th>`),
  ]
  const rows = elements.flatMap((element, at) => [
    ...groupRow(matrix, element, elements[at - 1], about.length + departments.length, locale),
    elementRow(element, departments, locale),
  ])
  return `<table class="matrix"><thead><tr>${head.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`
}

function elementRow(element: MatrixElement, departments: Department[], locale: Locale): string {
  const cells = departments.map(({ id }) => markCell(element.cells.filter((cell) => cell.department === id)))
  const table = element.codeTable && `[${code(element.codeTable)}]`
  const standard = [element.standard && escapeHtml(element.standard), table].filter(Boolean).join(' ')
  return `<tr><td>${withCode(element.name[locale], element.id).text}</td><td>${standard}</td><td>${element.grading}</td>${cells.join('')}</tr>`
}

/** The name of a register before the first of its records' own elements. */
function groupRow(
  matrix: ElementMatrix,
  element: MatrixElement,
  before: MatrixElement | undefined,
  columns: number,
  locale: Locale,
): string[] {
  const kind = (each: MatrixElement | undefined) => each?.id.split('.')[0]
  if (kind(element) === kind(before) || kind(element) === element.foundation) return []
  const sources = element.cells.filter((cell) => cell.role === 'source').map((cell) => cell.dataset)
  const register = matrix.datasets.find(({ id }) => id === sources[0])?.name[locale] ?? ''
  const name = new Set(sources).size > 1 ? words(locale, 'page.several_registers') : register
  return [`<tr class="group"><td colspan="${columns}">${escapeHtml(name)}</td></tr>`]
}

/** `自治区` before every name says nothing in a narrow column. */
function short(name: string): string {
  return name.replace(/^国家税务总局/, '').replace(/^(内蒙古)?自治区/, '')
}

const MARKS = { source: '●', fallback: '▲', copy: '○', key: '◇' }
const ORDER = ['source', 'fallback', 'copy', 'key'] as const

function markCell(cells: MatrixCell[]): string {
  const roles = ORDER.filter((role) => cells.some((cell) => cell.role === role))
  const mark = (role: (typeof ORDER)[number]) =>
    role === 'source' && cells.some((cell) => cell.role === role && cell.scope) ? '◐' : MARKS[role]
  const shade = roles[0] === 'source' || roles[0] === 'fallback' ? ` ${roles[0]}` : ''
  return `<td class="mark${shade}">${roles.map(mark).join('')}</td>`
}

/** The divided elements of a foundation, with the scope of each source. Equal divisions share a row. */
function scopes(matrix: ElementMatrix, elements: MatrixElement[], locale: Locale): string {
  const names = new Map(matrix.departments.map((department) => [department.id, department.name[locale]]))
  const divisions = new Map<string, string[]>()
  for (const element of elements) {
    const parts = element.cells
      .filter((cell) => cell.role === 'source' && cell.scope)
      .map((cell) => `${names.get(cell.department) ?? cell.department}：${scopeWords(cell.scope, locale)}`)
    if (parts.length === 0) continue
    const key = [...new Set(parts)].join('\n')
    divisions.set(key, [...(divisions.get(key) ?? []), element.name[locale]])
  }
  if (divisions.size === 0) return ''
  const headers = ['element_name', 'scope'].map((key) => words(locale, `column.${key}`))
  const rows = [...divisions].map(([parts, held]) => [held.join(locale === 'en' ? ', ' : '、'), parts])
  return `<h3>${escapeHtml(words(locale, 'page.scopes'))}</h3>${table(headers, rows, ['40%', '60%'])}`
}
