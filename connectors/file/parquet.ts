import { open } from 'node:fs/promises'
import { ShuyuanError } from '../../core/errors.ts'
import type { CanonicaliseInput } from './types.ts'

const MAGIC = 'PAR1'

/** Lets the engine turn a Parquet file into CSV. @throws ShuyuanError `connectors.file_damaged` */
export async function parquetToCsv(input: CanonicaliseInput, path: string, csvPath: string): Promise<string> {
  if (!(await hasMagic(path))) throw damaged(input, 'PAR1')
  try {
    await input.parquet.toCsv(path, csvPath)
  } catch (cause) {
    if (cause instanceof ShuyuanError || (cause as NodeJS.ErrnoException).code === 'ENOSPC') throw cause
    throw damaged(input, 'Parquet', cause)
  }
  return csvPath
}

/** A Parquet file starts and ends with the same four letters. */
async function hasMagic(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size < 12) return false
    const ends = Buffer.alloc(8)
    await file.read(ends, 0, 4, 0)
    await file.read(ends, 4, 4, size - 4)
    return ends.toString('latin1') === MAGIC + MAGIC
  } finally {
    await file.close()
  }
}

/** The engine's own words may quote values, so they stay in the cause. */
function damaged(input: CanonicaliseInput, reason: string, cause?: unknown): ShuyuanError {
  const fields = { dataset: input.dataset.id, file: input.fileName, format: 'Parquet', reason }
  return new ShuyuanError('connectors.file_damaged', fields, { cause })
}
