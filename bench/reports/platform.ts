import { join } from 'node:path'
import { sql } from 'kysely'
import { writeReports } from '../../governance/reports/write.ts'
import { outputOf, report, Stopwatch } from '../contestant.ts'
import { openPlatform } from '../platform.ts'
import { listedIn } from './listed.ts'

/** The platform's reports, each a page and a workbook with every row that has to be corrected. */
const [data = '', out = '', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const watch = new Stopwatch()
const written = await watch.time('reports', () => writeReports(platform, { out, locale: 'zh-CN' }))
const workbooks = written.filter((path) => path.endsWith('.xlsx'))
await report(
  watch,
  async () => {
    const file = join(out, 'listed.csv')
    await listedIn(workbooks, out, file)
    const rows = sql`(select report, coalesce(key, '') as key, coalesce(value, '') as value, line, extract, rule from read_csv(${sql.lit(file)}, header = true, all_varchar = true))`
    return { rows: await outputOf(platform.engine, rows) }
  },
  { workbooks: workbooks.length },
)
await close()
