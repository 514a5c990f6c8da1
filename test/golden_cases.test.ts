import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalogue } from '../catalog/catalogue.ts'
import { openPublished } from '../exchange/published.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/**
 * Files and histories with their right outcome. A folder `golden/cases/<name>` holds `case.json` and either folders
 * `step1`, `step2`, … with a drop folder a department in each, or plain files, which are sent by the case's
 * `department` (in `steps`, where one run does not take them all). After each step the targets run.
 */
const caseSchema = z.strictObject({
  /** What is right, and its source. */
  why: z.string(),
  /** Of the runs; `ingest.<dataset>` for a register alone. */
  targets: z.array(z.string()).min(1),
  department: z.string().optional(),
  steps: z.array(z.array(z.string())).optional(),
  /** By dataset, an extract a line: `status received/accepted/quarantined`, then the codes of its problems but lateness. */
  extracts: z.record(z.string(), z.array(z.string())).optional(),
  /** Codes that the last run's stages must tell of, among others. */
  problems: z.array(z.string()).optional(),
  /** Over the views of `shuyuan query`; values as text, null as null. */
  queries: z
    .array(z.strictObject({ sql: z.string(), rows: z.array(z.array(z.string().nullable())) }))
    .default([]),
})

const ROOT = join(import.meta.dirname, 'golden/cases')

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
})
afterEach(() => platform.close())

describe.each(readdirSync(ROOT).sort())('%s', (name) => {
  const folder = join(ROOT, name)
  const golden = caseSchema.parse(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')))

  it(`comes out right`, async () => {
    let run = 0
    for (const send of stepsOf(folder, golden)) {
      send()
      run = await platform.run(...golden.targets)
    }
    for (const [dataset, lines] of Object.entries(golden.extracts ?? {}))
      expect(await outcomes(dataset)).toEqual(lines)
    if (golden.problems) expect(await problemCodes(run)).toEqual(expect.arrayContaining(golden.problems))
    for (const { sql, rows } of golden.queries) expect(await answer(sql), sql).toEqual(rows)
  })
})

/** What puts the files of each step into the drop folders. */
function stepsOf(folder: string, golden: z.infer<typeof caseSchema>): (() => void)[] {
  const folders = readdirSync(folder).filter((entry) => /^step\d+$/.test(entry))
  if (folders.length > 0)
    return folders
      .sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)))
      .map((step) => () => {
        for (const department of readdirSync(join(folder, step)))
          cpSync(join(folder, step, department), platform.paths.drop(department), { recursive: true })
      })
  const files = readdirSync(folder).filter((entry) => entry !== 'case.json')
  return (golden.steps ?? [files]).map((step) => () => {
    for (const file of step)
      cpSync(join(folder, file), join(platform.paths.drop(golden.department ?? ''), file))
  })
}

/** One line an extract, in the order of their numbers. */
async function outcomes(dataset: string): Promise<string[]> {
  return (await listExtracts(platform.ledger.db, dataset)).map((extract) => {
    const counts = [extract.received, extract.accepted, extract.quarantined].join('/')
    return [`${extract.status} ${counts}`, ...codesOf(extract.detail.problems)].join(' ')
  })
}

async function problemCodes(run: number): Promise<string[]> {
  return (await stagesOf(platform.ledger.db, run)).flatMap((stage) => codesOf(stage.problems))
}

function codesOf(problems: unknown): string[] {
  return z
    .array(z.looseObject({ code: z.string() }))
    .parse(problems ?? [])
    .map(({ code }) => code)
    .filter((code) => code !== 'violation.freshness.late')
}

async function answer(sql: string): Promise<(string | null)[][]> {
  const published = await openPublished(platform)
  try {
    const { columns, rows } = await published.select(sql, 1000)
    return rows.map((row) => columns.map((column) => text(row[column])))
  } finally {
    published.close()
  }
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return value instanceof Date
    ? value.toISOString()
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
}
