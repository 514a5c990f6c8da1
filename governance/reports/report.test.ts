import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { readSheet } from '../../connectors/file/xlsx/read_sheet.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { reportSettingsSchema } from './settings.ts'
import { writeReports } from './write.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const [HOHHOT, BAOTOU] = ['150102', '150202']
const NAMES = ['阿拉坦花', '欧阳娜仁', '司徒其木格', '慕容苏日娜']

const person = (number: number) =>
  citizenId(`15010219${String(50 + (number % 50))}0101${String(number * 2 + 1).padStart(3, '0')}`)

/** Lines of a register; `wrong`: what is put in place of the check character, the sex and the birth date. */
function line(
  number: number,
  division: string,
  wrong: { check?: boolean; sex?: string; born?: string } = {},
) {
  const id = person(number)
  const key = wrong.check ? id.slice(0, 17) + (id.endsWith('1') ? '2' : '1') : id
  const born = wrong.born ?? `${id.slice(6, 10)}-01-01`
  const name = NAMES[number % NAMES.length]
  return `${key},${name},${wrong.sex ?? '1'},${born},${division},2026-08-01 10:00:00,01,70,某街${number}号院深处,H${number}`
}

const bad = [
  line(41, HOHHOT, { check: true }),
  line(42, HOHHOT, { sex: '=1+1' }),
  line(43, BAOTOU, { sex: '7' }),
  // Columns that slid: somebody's number and name where a code belongs.
  line(44, BAOTOU, { sex: person(99) }),
  line(45, HOHHOT, { born: '1900-13-40' }),
  `${person(46)},"${NAMES[1]}`,
]

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  const good = Array.from({ length: 40 }, (_, at) => line(at, at % 2 ? HOHHOT : BAOTOU))
  const path = join(platform.paths.drop('public_security'), 'household_registration_full_20260901.csv')
  writeFileSync(path, `${[HEADER, ...good, ...bad].join('\n')}\n`)
  await platform.run('household_registration', 'score')
  await writeReports(platform, { locale: 'zh-CN' })
}, 240_000)
afterAll(() => platform.close())

const at = (path: string) => join(platform.paths.reports, path)
const page = (path: string) => readFileSync(at(path), 'utf8')

/** Every text of every cell of a workbook. */
async function texts(path: string): Promise<string> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(at(path))
  const cells: string[] = []
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row) => row.eachCell((cell) => cells.push(String(cell.value))))
  return cells.join('\n')
}

async function everything(): Promise<Map<string, string>> {
  const files = readdirSync(platform.paths.reports, { recursive: true }).map(String)
  const found = new Map<string, string>()
  for (const file of files.filter((each) => /\.(html|xlsx)$/.test(each)))
    found.set(file, file.endsWith('.html') ? page(file) : await texts(file))
  return found
}

const numbers = [
  ...Array.from({ length: 50 }, (_, each) => person(each).slice(0, 17)),
  person(99).slice(0, 17),
]

describe('reports', () => {
  it('are there for the region, every providing department and every league, with an index of all', () => {
    const providers = new Set(catalogue.datasets.map((each) => each.providingDepartment))
    expect(readdirSync(at('departments'))).toHaveLength(2 * providers.size)
    expect(readdirSync(at('cities'))).toHaveLength(24)
    const links = [...page('index.html').matchAll(/href="([^"#]+)"/g)].map(([, link]) => link ?? '')
    expect(links).toHaveLength(2 * (1 + providers.size + 12))
    for (const link of links) expect(existsSync(at(link)), link).toBe(true)
  })

  it('show no identity number and no name in clear, wherever they stood', async () => {
    for (const [file, text] of await everything()) {
      for (const number of numbers)
        expect(text.includes(number), `${file} has an identity number`).toBe(false)
      for (const name of NAMES) expect(text.includes(name), `${file} has a name`).toBe(false)
      expect(text.includes('号院深处'), `${file} has an address`).toBe(false)
    }
    expect(page('departments/public_security.html')).toMatch(/1\*{15}\d[\dX]/)
  })

  it('show a league its own rows only', async () => {
    const hohhot = await list('cities/150100.xlsx')
    const baotou = await list('cities/150200.xlsx')
    expect(hohhot.map(({ line }) => line)).toEqual(['42', '43', '46'])
    expect(baotou.map(({ line }) => line)).toEqual(['44', '45'])
    expect(await list('cities/150300.xlsx')).toEqual([])
    expect((await list('departments/public_security.xlsx')).length).toBe(6)
    expect((await list('region.xlsx')).length).toBe(6)
    for (const file of ['cities/150100.html', 'cities/150100.xlsx']) {
      const text = file.endsWith('.html') ? page(file) : await texts(file)
      expect(text).not.toMatch(/150200|包头/)
    }
  })

  it('have on the page the figures of the tables and of the workbook', async () => {
    const table = platform.lake.table('quarantine/household_registration')
    const rows = await platform.engine.rows<{ rule: string; failed: number }>(
      sql`select rule, count(*)::double as failed from (select unnest(violations, max_depth := 2)
        from ${table.select(await table.snapshot())}) group by rule`,
    )
    const html = page('departments/public_security.html')
    const listed = await list('departments/public_security.xlsx')
    for (const { rule, failed } of rows) {
      expect(listed.filter((each) => each.rule === rule)).toHaveLength(failed)
      expect(html).toContain(`<code>${rule}</code>`)
    }
    expect(listed).toHaveLength(rows.reduce((sum, each) => sum + each.failed, 0))
    const [extract] = await platform.ledger.db.selectFrom('extracts').selectAll().execute()
    for (const figure of [extract?.received, extract?.accepted, extract?.quarantined])
      expect(html).toContain(`<b>${figure}</b>`)
  })

  it('are the same bytes for the same state', async () => {
    const before = readFileSync(at('departments/public_security.xlsx'))
    const html = page('departments/public_security.html')
    await writeReports(platform, { locale: 'zh-CN', department: 'public_security' })
    expect(page('departments/public_security.html')).toBe(html)
    expect(readFileSync(at('departments/public_security.xlsx')).equals(before)).toBe(true)
  })

  it('are whole in English too', async () => {
    const out = join(platform.paths.root, 'english')
    await writeReports(platform, { locale: 'en', department: 'public_security', out })
    const text = readFileSync(join(out, 'departments/public_security.html'), 'utf8')
    expect(text).toContain('Data quality report')
    const headers = new Set(catalogue.datasets.flatMap(({ fields }) => fields.map(({ header }) => header)))
    const rest = [...headers].reduce((left, header) => left.replaceAll(header, ''), text)
    expect(rest.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/\p{Script=Han}/u)
  })

  it('show in clear what a grant names, to its audience and until its day', async () => {
    const grant = { elements: ['person.citizen_id'], legalBasis: '《…法》第一条' }
    const clear = [
      { ...grant, audience: 'department:public_security', until: '2026-11-02' },
      { ...grant, audience: 'region', until: '2026-11-01' },
    ]
    const granted = {
      ...platform,
      config: { ...platform.config, reports: reportSettingsSchema.parse({ clear }) },
    }
    const out = join(platform.paths.root, 'granted')
    await writeReports(granted, { locale: 'zh-CN', out })
    const shown = (path: string) => readFileSync(join(out, path), 'utf8').includes(person(42))
    expect(shown('departments/public_security.html')).toBe(true)
    expect(shown('region.html')).toBe(false)
    expect(shown('cities/150100.html')).toBe(false)
    const negative = { ...granted, config: { ...granted.config, negativeList: ['person.citizen_id'] } }
    await writeReports(negative, { locale: 'zh-CN', out })
    expect(shown('departments/public_security.html')).toBe(false)
  })
})

const columns = { line: ['行号'], rule: ['规则'], value: ['收到的值'], key: ['主键（已脱敏）'] }

/** The rectification list as the platform's own reader reads it. */
async function list(path: string) {
  const wanted = { names: ['问题数据清单'], columns, mostRows: 1000, mostBytes: 1 << 24 }
  const lines = await readSheet({ path: at(path), fileName: path }, wanted)
  return lines.map(({ values, faults }) => {
    expect(faults).toEqual({})
    return values
  })
}
