import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalogue } from '../../catalog/catalogue.ts'
import { canonicalise } from '../../connectors/file/canonicalise.ts'
import { parseCanonical } from '../../connectors/file/canonical.testing.ts'
import { openFolder } from '../../connectors/sources/folder/folder.ts'
import { landItem } from '../../connectors/sources/land.ts'
import { scanSource } from '../../connectors/sources/scan.ts'
import { systemClock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'

/** Drop a file and its `<name>.expected.json` into the folder and it is tested. */
const golden = join(import.meta.dirname, 'hostile')
const expectation = z.strictObject({
  unclaimed: z.string().optional(),
  error: z.string().optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  received: z.number().optional(),
  rejected: z.number().optional(),
  rows: z.array(z.array(z.string().nullable())).optional(),
  rejects: z.array(z.tuple([z.number(), z.string()])).optional(),
  /** The first reject's bytes, in hexadecimal. */
  rawBase64: z.string().optional(),
  drift: z.unknown().optional(),
})
const senders = ['death_registration', 'social_insurance', 'marriage_registration']
/** The files were written before death registration told the kind of place of death. */
const since = 'death_place_kind'
const datasets = catalogue.datasets
  .filter((dataset) => senders.includes(dataset.id))
  .map((dataset) => ({ ...dataset, fields: dataset.fields.filter((field) => field.id !== since) }))
const otherDatasets = catalogue.datasets.filter((dataset) => !senders.includes(dataset.id))
const root = await mkdtemp(join(tmpdir(), 'hostile-'))
afterAll(() => rm(root, { recursive: true, force: true }))

const names = (await readdir(golden)).filter((name) => !name.endsWith('.expected.json'))

describe('hostile files', () => {
  it('has files', () => expect(names.length).toBeGreaterThan(50))

  it.each(names)('%s', async (name) => {
    const expected = expectation.parse(JSON.parse(await readFile(join(golden, `${name}.expected.json`), 'utf8')))
    const actual = await take(name)
    expect(actual).toMatchObject(Object.fromEntries(Object.keys(expected).map((key) => [key, expected[key as 'rows']])))
  })
})

/** One file through scan, landing and canonicalisation. */
async function take(name: string) {
  const folder = await mkdtemp(join(root, 'drop-'))
  await copyFile(join(golden, name), join(folder, name))
  const dropped = openFolder(folder, 5, { department: '-', dataset: '-' })
  const scan = await scanSource(dropped, { datasets, otherDatasets, settleMs: 5, clock: systemClock })
  const [candidate] = scan.candidates
  if (!candidate) return { unclaimed: scan.unclaimed[0]?.reason }
  const landed = await landItem(dropped, candidate, join(root, 'landing'))
  const outDir = join(folder, 'out')
  await mkdir(outDir)
  const parquet = { toCsv: () => Promise.reject(new Error('corrupt')) }
  const source = { landedPath: landed.path, fileName: name, outDir, parquet }
  try {
    const result = await canonicalise({ ...candidate, ...source })
    const rows = parseCanonical(await readFile(result.canonicalPath, 'utf8')).slice(1)
    const rejects = parseCanonical(await readFile(result.rejectsPath, 'utf8')).slice(1)
    expect(result.received).toBe(rows.length + rejects.length)
    expect(result.rejected).toBe(rejects.length)
    const rawBase64 = Buffer.from(rejects[0]?.[2]?.replace(/^base64:/, '') ?? '', 'base64').toString('hex')
    return { ...result, rows, rejects: rejects.map(([line, code]) => [Number(line), code]), rawBase64 }
  } catch (error) {
    if (!(error instanceof ShuyuanError)) throw error
    expect(await readdir(outDir)).toEqual([])
    return { error: error.code, fields: error.fields }
  }
}
