import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { writeReports } from '../../governance/reports/write.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'

const [HOHHOT, BAOTOU, REGION] = ['150102', '150202', '150000']
const id = (number: number, born = '19900101') =>
  citizenId(`150102${born}${String(number * 2 + 1).padStart(3, '0')}`)

type Row = Record<string, string>

const resident = (number: string, division: string, updated_at = '2026-08-01 10:00:00'): Row => ({
  ...{ citizen_id: number, name: '阿拉坦', sex: '1', birth_date: bornOn(number), division, updated_at },
  ...{ ethnic_group: '05', education: '70', address: '某街一号', household_no: 'H1' },
})
const file = (number: string, at: number, opened_on = '2020-05-01'): Row => ({
  ...{ citizen_id: number, name: '阿拉坦', sex: '1', birth_date: bornOn(number), opened_on },
  ...{ file_no: `1501020010010${String(at).padStart(4, '0')}`, blood_type: 'A', institution: '某中心' },
  updated_at: '2026-08-02 10:00:00',
})
const bornOn = (number: string) => `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`

const [here, there, moved, gone, renumbered, ofRegion, nobody] = [1, 2, 3, 4, 5, 6, 7].map((each) =>
  id(each),
) as [string, string, string, string, string, string, string]
const former = id(5, '19900110')

let platform: TestPlatform
/** Sends a full dump of a register, dated `day`. */
function send(dataset: string, day: string, rows: Row[]): void {
  const { fields, providingDepartment } = datasetOf(catalogue, dataset)
  const lines = rows.map((row) => fields.map(({ id: field }) => row[field] ?? '').join(','))
  const path = join(platform.paths.drop(providingDepartment), `${dataset}_full_${day}.csv`)
  writeFileSync(path, `${[fields.map(({ header }) => header).join(','), ...lines].join('\n')}\n`)
}

beforeAll(async () => {
  platform = await startTestPlatform()
  for (const department of catalogue.departments)
    mkdirSync(platform.paths.drop(department.id), { recursive: true })
  send('household_registration', '20260901', [
    resident(here, HOHHOT),
    resident(there, BAOTOU),
    resident(moved, HOHHOT),
    resident(gone, HOHHOT),
    resident(renumbered, BAOTOU),
    resident(ofRegion, REGION),
  ])
  await platform.run('household_registration')
  // One moves to Baotou; one is no longer in the register.
  send('household_registration', '20260902', [
    resident(here, HOHHOT),
    resident(there, BAOTOU),
    resident(moved, BAOTOU, '2026-09-01 10:00:00'),
    resident(renumbered, BAOTOU),
    resident(ofRegion, REGION),
  ])
  send('identity_number_changes', '20260902', [
    {
      ...{ citizen_id: renumbered, former_citizen_id: former, name: '阿拉坦', reason: '3' },
      ...{ changed_on: '2026-07-01', division: HOHHOT, updated_at: '2026-08-01 10:00:00' },
    },
  ])
  send('health_files', '20260902', [
    file(here, 1),
    file(there, 2),
    file(moved, 3),
    file(gone, 4),
    file(former, 5),
    file(ofRegion, 6),
    file(nobody, 7),
    // Rejected, in Baotou: the file is older than the person.
    file(there, 8, '1980-13-01'),
    // Rejected: whose it is cannot be told.
    file(`${here.slice(0, 17)}${here.endsWith('1') ? '2' : '1'}`, 9),
  ])
  await platform.run('health_files', 'score')
  await writeReports(platform, { locale: 'zh-CN' })
}, 240_000)
afterAll(() => platform.close())

/** Rows judged by league or city, of which the key was asked for. */
async function judgedRows() {
  const table = platform.lake.table('quality/history')
  return platform.engine.rows<{ division: string | null; checked: number }>(
    sql`select division, sum(checked)::double as checked from ${table.select(await table.snapshot())}
      where rule = 'health_files.citizen_id.required' group by division order by division nulls last`,
  )
}

it('places rows of a register without a division where their person was last registered', async () => {
  // Hohhot: here and gone; Baotou: there twice, moved and the one under the former number; no city: three.
  expect(await judgedRows()).toEqual([
    { division: '150100', checked: 2 },
    { division: '150200', checked: 4 },
    { division: null, checked: 3 },
  ])
})

it('places failing rows alike', async () => {
  const table = platform.lake.table('quarantine/health_files')
  const rows = await platform.engine.rows(
    sql`select _line::integer as line, division from ${table.select(await table.snapshot())} where rejected order by _line`,
  )
  expect(rows).toEqual([
    { line: 9, division: '150200' },
    { line: 10, division: null },
  ])
})

it('counts the same in scores, pages and workbooks, and names what no city counts', async () => {
  const table = platform.lake.table('quality/scores')
  const cities = await platform.engine.rows(
    sql`select distinct division from ${table.select(await table.snapshot())}
      where dataset = 'health_files' and division is not null order by 1`,
  )
  expect(cities).toEqual([{ division: '150100' }, { division: '150200' }])
  const page = readFileSync(join(platform.paths.reports, 'cities/150200.html'), 'utf8')
  // Two of the region's own in two dumps of residents, three of the health files.
  expect(page).toContain('全区另有 2 个数据集的 5 行无法归入盟市')
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(join(platform.paths.reports, 'cities/150200.xlsx'))
  const rowOf = (sheet: string) =>
    Array.from(book.getWorksheet(sheet)?.getSheetValues() ?? [])
      .map((row) => (Array.isArray(row) ? row.slice(1) : []))
      .find((row) => row.includes('居民健康档案信息'))
  expect(rowOf('未归入盟市的行')).toEqual(['自治区卫生健康委员会', '居民健康档案信息', 9, 3, 0.3333])
  // Received, accepted, quarantined.
  expect(rowOf('得分')?.slice(12, 15)).toEqual([4, 3, 1])
})
