import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ErrorCode, ShuyuanError, systemFailure } from '../../core/errors.ts'
import '../locale.ts'
import { fileChunks } from './chunks.ts'
import { readCsv } from './csv/csv.ts'
import { type Expanded, expand } from './expand.ts'
import { ExpansionGuard, ofRows } from './guard.ts'
import { readJsonLines } from './jsonl.ts'
import { Output } from './output.ts'
import { parquetToCsv } from './parquet.ts'
import { type LineCounts, textChunks } from './transcode.ts'
import {
  type CanonicalExtract,
  type CanonicaliseInput,
  type Drift,
  defaultLimits,
  type HeaderFound,
  type Limits,
  type SheetsFound,
} from './types.ts'
import { readXlsx } from './xlsx/xlsx.ts'

/**
 * Reads a landed file of any format into `canonical.csv` and `rejects.csv` under `outDir`. The same file
 * always gives the same bytes. On an error nothing of either is left.
 * @throws ShuyuanError `connectors.*`: see docs/extracts.md
 */
export async function canonicalise(input: CanonicaliseInput): Promise<CanonicalExtract> {
  const limits = { ...defaultLimits, ...input.limits }
  await mkdir(input.outDir, { recursive: true })
  const scratch = [join(input.outDir, 'expanded'), join(input.outDir, 'table.csv')]
  try {
    const source = await expand(input, limits)
    await refuseEmpty(input, source)
    return await write(input, source, limits)
  } catch (cause) {
    throw explained(cause, input)
  } finally {
    for (const path of scratch) await rm(path, { force: true })
  }
}

async function write(input: CanonicaliseInput, source: Expanded, limits: Limits): Promise<CanonicalExtract> {
  const output = await Output.create(input.outDir, input.dataset, await rowsGuard(input, source, limits))
  try {
    const otherEncoding: LineCounts = { 'utf-8': 0, gb18030: 0 }
    const found = await read(input, source, output, limits, otherEncoding)
    await output.finish()
    const { accepted, rejected, canonicalPath, rejectsPath } = output
    return { received: accepted + rejected, rejected, ...found, otherEncoding, canonicalPath, rejectsPath }
  } catch (cause) {
    await output.discard()
    throw cause
  }
}

/** A text has its rows in full; of other formats a value that is there once may stand in a million rows. */
async function rowsGuard(
  input: CanonicaliseInput,
  { path, format }: Expanded,
  limits: Limits,
): Promise<ExpansionGuard | undefined> {
  if (format === 'csv' || format === 'jsonl') return undefined
  return new ExpansionGuard(input, (await stat(path)).size, ofRows(limits))
}

async function read(
  input: CanonicaliseInput,
  source: Expanded,
  output: Output,
  limits: Limits,
  counts: LineCounts,
): Promise<{ drift: Drift; header?: HeaderFound; sheets?: SheetsFound }> {
  switch (source.format) {
    case 'csv': {
      const { plan, header } = await readCsv(input, textChunks(source.path, counts, input), output, limits)
      return { drift: plan.drift, header }
    }
    case 'jsonl':
      return { drift: await readJsonLines(input, textChunks(source.path, counts, input), output, limits) }
    case 'xlsx':
      return await readXlsx(input, source.path, output, limits)
    case 'arrow': {
      const { readArrow } = await import('./arrow.ts')
      return { drift: await readArrow(input, source.path, output) }
    }
    case 'parquet': {
      const table = await parquetToCsv(input, source.path, join(input.outDir, 'table.csv'), limits)
      return { drift: (await readCsv(input, fileChunks(table), output, limits, 'row')).plan.drift }
    }
  }
}

async function refuseEmpty(input: CanonicaliseInput, { path }: Expanded): Promise<void> {
  if ((await stat(path)).size > 0) return
  throw new ShuyuanError('connectors.empty_file', { dataset: input.dataset.id, file: input.fileName })
}

/**
 * What the file is not guilty of never counts as its damage, whoever caught it first: a full disk, too many open
 * files. What the engine finds in its content does.
 */
function explained(cause: unknown, input: CanonicaliseInput): unknown {
  const fields = { dataset: input.dataset.id, file: input.fileName }
  const system = systemFailure(cause)
  if (system === 'ENOSPC' || system === 'EDQUOT')
    return new ShuyuanError('connectors.disk_full', { ...fields, folder: input.outDir }, { cause })
  if (system) return new ShuyuanError('connectors.system_failed', { ...fields, reason: system }, { cause })
  const content = cause instanceof ShuyuanError && CONTENT.has(cause.code)
  return content
    ? new ShuyuanError(
        'connectors.file_damaged',
        { ...fields, format: input.format, reason: cause.code },
        { cause },
      )
    : cause
}

const CONTENT = new Set<ErrorCode>(['engine.data_invalid', 'engine.statement_invalid'])
