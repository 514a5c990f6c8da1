import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProblemRow } from '../../governance/reports/data.ts'
import { writeReportBook } from '../../governance/reports/excel/report_book.ts'
import { hostileReport, problemRow } from '../../governance/reports/report.testing.ts'

const CHUNK = 2_000

/** Rows as the engine streams them, each different. */
async function* made(rows: number, seen: () => void): AsyncGenerator<ProblemRow[]> {
  for (let from = 0; from < rows; from += CHUNK) {
    const size = Math.min(CHUNK, rows - from)
    yield Array.from({ length: size }, (_, at) =>
      problemRow({ line: from + at, key: `1***************${(from + at) % 97}`, value: `值${from + at}` }),
    )
    seen()
  }
}

/** Writes a workbook with a list of so many rows (first argument, 1,000,000) and says time, memory and size. */
const rows = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'report-bench-'))
const path = join(folder, 'list.xlsx')
let most = 0
const from = performance.now()
const written = await writeReportBook(
  hostileReport(),
  path,
  'zh-CN',
  made(rows, () => {
    most = Math.max(most, process.memoryUsage().rss)
  }),
)
const seconds = (performance.now() - from) / 1000
const cpu = process.cpuUsage()
const result = {
  rows: written,
  seconds: Number(seconds.toFixed(1)),
  cpuSeconds: Number(((cpu.user + cpu.system) / 1e6).toFixed(1)),
  mostMemoryMB: Math.round(most / 2 ** 20),
  fileMB: Math.round(statSync(path).size / 2 ** 20),
}
process.stdout.write(`${JSON.stringify(result)}\n`)
rmSync(folder, { recursive: true })
