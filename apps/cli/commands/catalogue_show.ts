import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { CodeTable } from '../../../catalog/data/code_table.ts'
import { catalogueLevels, type Dataset } from '../../../catalog/dataset.ts'
import { datasetOf, elementOf, foundationOf } from '../../../catalog/lookup.ts'
import { dutyList } from '../../../catalog/publish/duty.ts'
import { dutyData } from '../../../catalog/publish/duty_data.ts'
import { dividedRows, obtainedRows, registerRows } from '../../../catalog/publish/duty_rows.ts'
import { catalogueEntries } from '../../../catalog/publish/entries.ts'
import { entryRows, itemRows } from '../../../catalog/publish/entry_rows.ts'
import { label } from '../../../catalog/publish/labels.ts'
import type { Row } from '../../../catalog/publish/lists.ts'
import { elementMatrix, type MatrixElement } from '../../../catalog/publish/matrix.ts'
import { scopeWords } from '../../../catalog/publish/scope.ts'
import { deploymentOf } from '../../deployment.ts'
import { departmentOf } from '../arguments.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import '../locale_catalogue.ts'
import { renderTable } from '../table.ts'

/** Elements by departments: where each comes from, what stands in, who holds copies. @throws ShuyuanError `catalog.unknown_foundation` */
export const showMatrix = command({
  usage: 'matrix',
  words: {
    'zh-CN': '数据元与部门矩阵：数源、替补、副本',
    en: 'elements by departments: source, stand-ins, copies',
  },
  options: {
    '--foundation <id>': { 'zh-CN': '仅此一项', en: 'only this one' },
  },
  async run(io, options) {
    const { catalogue } = await deploymentOf(io.settings)
    if (options.foundation) foundationOf(catalogue, options.foundation)
    const matrix = elementMatrix(catalogue)
    const wanted = (element: MatrixElement) =>
      !options.foundation || element.foundation === options.foundation
    const elements = matrix.elements.filter(wanted)
    io.answer({ ...matrix, elements })
    const names = new Map(matrix.departments.map(({ id, name }) => [id, name[io.locale]]))
    const rows = elements.map((element) => ({
      element: element.id,
      element_name: element.name[io.locale],
      authority: holders(io, element, 'source', names),
      fallback: holders(io, element, 'fallback', names),
      copies: holders(io, element, 'copy', names),
    }))
    list(io, rows, ['element', 'element_name', 'authority', 'fallback', 'copies'])
    return exit.ok
  },
})

function holders(io: Io, element: MatrixElement, role: string, names: Map<string, string>): string {
  const held = element.cells
    .filter((cell) => cell.role === role)
    .map((cell) => {
      const name = names.get(cell.department) ?? cell.department
      return cell.scope ? `${name} [${scopeWords(cell.scope, io.locale)}]` : name
    })
  return [...new Set(held)].join(', ')
}

/** One department's duty list. @throws ShuyuanError `cli.unknown_department` */
export const showDuty = command({
  usage: 'duty <department>',
  words: {
    'zh-CN': '部门应提供的数据和应通过共享获取的数据',
    en: 'what a department must provide, and obtain by sharing',
  },
  async run(io, _options, id) {
    const { catalogue } = await deploymentOf(io.settings)
    const department = departmentOf(catalogue, id)
    const duties = dutyList(catalogue, department)
    io.answer(dutyData(duties))
    io.say(department.name[io.locale])
    const registers = ['dataset_name', 'code', 'article', 'update_cycle', 'level', 'sharing', 'opening']
    part(io, 'catalogue.provides', registerRows(duties, io.locale), registers)
    part(io, 'catalogue.obtains', obtainedRows(duties, io.locale), [
      'element_name',
      'element',
      'held_in',
      'from',
    ])
    part(io, 'catalogue.divides', dividedRows(duties, io.locale), [
      'element_name',
      'element',
      'own',
      'others',
    ])
    return exit.ok
  },
})

function part(io: Io, title: string, rows: Row[], columns: string[]): void {
  io.say()
  io.say(io.text(title))
  if (rows.length === 0) io.say(`  ${io.text('catalogue.none')}`)
  else list(io, rows, columns)
}

/** One register: its catalogue entry, how its extracts come, its fields and their codes. @throws ShuyuanError `catalog.unknown_dataset` */
export const showDataset = command({
  usage: 'show <dataset>',
  words: { 'zh-CN': '数据集的目录条目及字段', en: 'the entry of a register and its fields' },
  async run(io, _options, id) {
    const { catalogue } = await deploymentOf(io.settings)
    const dataset = datasetOf(catalogue, id)
    const entries = catalogueEntries({ ...catalogue, datasets: [dataset] })
    const count = (level: string) => entries.filter((entry) => entry.level === level).length
    const own = catalogueEntries(catalogue, ['region']).filter((entry) => entry.dataset === dataset)
    const entry = entryRows(catalogue, own, io.locale)[0] ?? {}
    const items = itemRows(catalogue, own, io.locale)
    const levels = Object.fromEntries(catalogueLevels.map((level) => [level, count(level)]))
    const tables = codesOf(catalogue, dataset)
    io.answer({ entry, levels, dataset, items, codeTables: tables })
    for (const [key, value] of Object.entries(entry)) {
      if (value !== '' && key !== 'items') io.say(`${io.text(`publication.column.${key}`)}: ${value}`)
    }
    const counts = catalogueLevels.map((level) => `${label(io.locale, 'level', level)} ${count(level)}`)
    io.say(io.text('catalogue.entries', { count: entries.length, levels: counts.join(', ') }))
    contract(io, dataset)
    io.say()
    list(io, items, [
      'header',
      'field',
      'element',
      'role',
      'type',
      'standard',
      'code_table',
      'required',
      'grading',
      'mask',
    ])
    for (const { table, fields } of tables) {
      io.say()
      io.say(
        io.text('catalogue.codes', { table: table.name[io.locale], id: table.id, standard: table.standard }),
      )
      for (const { field, mapping } of fields) {
        const own = Object.entries(mapping).map(([from, to]) => `${from}→${to}`)
        io.say(io.text('catalogue.codes_of', { field, mapping: own.length > 0 ? own.join(' ') : '-' }))
      }
      io.say(`  ${shownCodes(table)}`)
    }
    return exit.ok
  },
})

/** How extracts of the register come: their names, their keys, and what happens when their columns differ. */
function contract(io: Io, { id, key, recordKey, eventTime, drift, headerless }: Dataset): void {
  io.say(io.text('catalogue.file_names', { dataset: id }))
  io.say(io.text('catalogue.keys', { key, records: recordKey.join(', ') || '-', time: eventTime }))
  io.say(io.text(`catalogue.drift.${drift}`))
  if (headerless) io.say(io.text('catalogue.headerless'))
}

const MOST_CODES = 60

function shownCodes({ codes }: CodeTable): string {
  const sorted = Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1))
  const all = sorted.map(([code, meaning]) => `${code} ${meaning}`)
  const rest = all.length - MOST_CODES
  return `${all.slice(0, MOST_CODES).join(', ')}${rest > 0 ? ` … +${rest}` : ''}`
}

/** The code tables of a register's fields, with each field's mapping from the department's own codes. */
function codesOf(catalogue: Catalogue, dataset: Dataset) {
  const uses = dataset.fields.flatMap(({ id, element, mapping = {} }) => {
    const table = catalogue.codeTables.find((each) => each.id === elementOf(catalogue, element).codeTable)
    return table ? [{ table, field: id, mapping }] : []
  })
  return [...new Set(uses.map(({ table }) => table))].map((table) => ({
    table,
    fields: uses.filter((use) => use.table === table).map(({ field, mapping }) => ({ field, mapping })),
  }))
}

function list(io: Io, rows: Row[], columns: string[]): void {
  const header = columns.map((column) => io.text(`publication.column.${column}`))
  const cells = rows.map((row) => columns.map((column) => (row[column] ?? '').replaceAll('\n', ', ')))
  for (const line of renderTable(header, cells)) io.say(line)
}
