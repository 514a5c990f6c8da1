import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../core/hash.ts'
import { type Catalogue, catalogue } from '../catalogue.ts'
import { elementMatrix } from './matrix.ts'
import { departmentsOf } from './matrix_roles.ts'
import { publishCatalogue } from './publish.ts'

const root = mkdtempSync(join(tmpdir(), 'catalogue-'))
const out = join(root, 'first')
const ids = ['public_security', 'human_resources', 'market_regulation']
/** The departments of a few registers, one of them with a hostile name. */
const sample: Catalogue = {
  ...catalogue,
  datasets: catalogue.datasets.map((dataset) => ({ ...dataset, levels: ['region'] })),
  departments: catalogue.departments
    .filter((each) => ids.includes(each.id))
    .map((each) =>
      each.id === 'market_regulation' ? { ...each, name: { 'zh-CN': '=1+1<script>', en: '=1+1' } } : each,
    ),
}
let written: string[]

beforeAll(async () => {
  written = await publishCatalogue(sample, { out, locale: 'zh-CN', day: '2026-09-01' })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const read = (path: string) => readFileSync(join(out, path), 'utf8')

async function book(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(join(out, path))
  return workbook
}

describe('the publication', () => {
  it('has a file for every reader, and a duty list for every department', () => {
    expect(written.map((path) => relative(out, path)).sort()).toEqual(
      [
        ...['catalogue.jsonld', 'catalogue.xlsx', 'duty-list.json'],
        ...['element-matrix.html', 'element-matrix.json', 'element-matrix.xlsx'],
        ...ids.flatMap((id) => [`duty-list/${id}.html`, `duty-list/${id}.xlsx`]),
      ].sort(),
    )
  })

  it('is the same, byte by byte, when written again', async () => {
    const again = join(root, 'again')
    const paths = await publishCatalogue(sample, { out: again, locale: 'zh-CN', day: '2026-09-01' })
    const digests = (base: string, all: string[]) =>
      all.map((path) => [relative(base, path), sha256(readFileSync(path))])
    expect(digests(again, paths)).toEqual(digests(out, written))
  })

  it('has data for the console that is the catalogue', () => {
    expect(JSON.parse(read('element-matrix.json'))).toEqual(JSON.parse(JSON.stringify(elementMatrix(sample))))
    const lists = JSON.parse(read('duty-list.json'))
    expect(lists.map((list: { department: { id: string } }) => list.department.id)).toEqual(
      sample.departments.map((each) => each.id),
    )
    expect(JSON.stringify(lists)).not.toContain('"rules"')
  })
})

describe('workbooks', () => {
  it('keep codes as text and take no text for a formula', async () => {
    for (const path of [
      'element-matrix.xlsx',
      'duty-list/public_security.xlsx',
      'duty-list/human_resources.xlsx',
    ]) {
      for (const sheet of (await book(path)).worksheets) {
        sheet.eachRow((row, line) =>
          row.eachCell((cell) => {
            expect(cell.formula, `${path} ${cell.address}`).toBeUndefined()
            if (typeof cell.value !== 'string' || line === 1) return
            expect(cell.value).not.toMatch(/^[=+\-@]/)
            expect(cell.numFmt).toBe('@')
          }),
        )
      }
    }
    const hostile = (await book('element-matrix.xlsx')).worksheets.at(-1)?.getColumn(3).values
    expect(hostile).toContain("'=1+1<script>")
  })

  it('list the entries of the levels and the items of the registers', async () => {
    const workbook = await book('catalogue.xlsx')
    const sheet = workbook.getWorksheet('自治区目录')
    expect(sheet?.rowCount).toBe(1 + catalogue.datasets.length)
    expect(workbook.getWorksheet('信息项')?.rowCount).toBe(
      1 + catalogue.datasets.flatMap((dataset) => dataset.fields).length,
    )
    expect(sheet?.getRow(1).values).toEqual(
      expect.arrayContaining(['信息资源代码', '共享条件', '核准部门', '更新频率']),
    )
    expect(workbook.created).toEqual(new Date('2026-09-01T00:00:00Z'))
  })

  it('have a matrix a foundation with the departments concerned', async () => {
    const matrix = elementMatrix(sample)
    const sheet = (await book('element-matrix.xlsx')).getWorksheet('自然人基础库')
    const elements = matrix.elements.filter((element) => element.foundation === 'person')
    expect(sheet?.rowCount).toBe(1 + elements.length)
    expect(sheet?.columnCount).toBe(6 + departmentsOf(matrix, elements).length)
  })
})

describe('pages', () => {
  it('stand alone, on A4, with every text escaped', () => {
    for (const path of ['element-matrix.html', ...ids.map((id) => `duty-list/${id}.html`)]) {
      const page = read(path)
      expect(page, path).toMatch(/@page\{size:A4/)
      expect(page, path).not.toMatch(/<script|src=|href=|publication\.|catalog\.label|undefined/)
    }
    expect(read('duty-list/market_regulation.html')).toContain('=1+1&lt;script&gt;')
  })

  it('say what is to be provided and what is to be obtained by sharing', () => {
    const page = read('duty-list/human_resources.html')
    for (const text of [
      '应提供的登记册',
      '社会保险',
      '不得重复采集',
      '自治区公安厅',
      '公共数据主管部门（盖章）',
    ]) {
      expect(page).toContain(text)
    }
  })
})
