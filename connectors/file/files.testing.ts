import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deathRegistration } from '../../catalog/datasets/person/death_registration.ts'
import { parseCanonical } from './canonical.testing.ts'
import { canonicalise } from './canonicalise.ts'
import type { CanonicaliseInput } from './types.ts'

/** Seven plain columns: death registration without the kind of place of death. */
export const dataset = {
  ...deathRegistration,
  fields: deathRegistration.fields.filter((field) => field.id !== 'death_place_kind'),
}
export const headers = dataset.fields.map((field) => field.header)
export const record = [
  '150102190001010018',
  '巴特尔',
  '1',
  '1900-01-01',
  '2026-01-02',
  '151234567890',
  '2026-01-03',
]

/** Canonicalises `content` as a file of `format`, for tests. */
export async function readContent(content: Uint8Array | string, input: Partial<CanonicaliseInput>) {
  const folder = await mkdtemp(join(tmpdir(), 'content-'))
  const landedPath = join(folder, 'landed')
  await writeFile(landedPath, content)
  const result = await canonicalise({
    landedPath,
    fileName: 'file',
    format: 'csv',
    compression: 'none',
    dataset,
    mode: 'full',
    outDir: join(folder, 'out'),
    parquet: { toCsv: () => Promise.reject(new Error('no engine here')) },
    ...input,
  })
  const rows = parseCanonical(await readFile(result.canonicalPath, 'utf8')).slice(1)
  const rejects = parseCanonical(await readFile(result.rejectsPath, 'utf8')).slice(1)
  return { result, rows, rejects }
}

/** A Parquet file without data, of this footer. */
export function parquetOf(footer: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')])
}
