import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ShuyuanError } from '../../core/errors.ts'
import { ExpansionGuard } from './guard.ts'
import type { FileOf } from './header.ts'
import { formatOfName } from './names.ts'
import type { CanonicaliseInput, Format, Limits } from './types.ts'
import { explainArchive, openArchive } from './zip.ts'

/** The plain file to read. `temporary`: made here, to be removed afterwards. */
export interface Expanded {
  path: string
  format: Format
  temporary: boolean
}

/**
 * Takes a file out of its gzip or zip. Nothing of a broken archive is used, not even what could be read.
 * @throws ShuyuanError `connectors.archive_*`, `connectors.format_unsupported`
 */
export async function expand(input: CanonicaliseInput, limits: Limits): Promise<Expanded> {
  if (input.compression === 'none')
    return { path: input.landedPath, format: inFormat(input), temporary: false }
  const path = join(input.outDir, 'expanded')
  const { size } = await stat(input.landedPath)
  if (size === 0)
    throw new ShuyuanError('connectors.empty_file', { dataset: input.dataset.id, file: input.fileName })
  const guard = new ExpansionGuard(input, size, limits)
  if (input.compression === 'gzip') {
    await gunzip(input, path, guard)
    return { path, format: inFormat(input), temporary: true }
  }
  return { path, format: await unzip(input, path, guard), temporary: true }
}

async function gunzip(input: CanonicaliseInput, path: string, guard: ExpansionGuard): Promise<void> {
  const source = createReadStream(input.landedPath, { highWaterMark: 1 << 20 })
  const gunzipped = createGunzip({ chunkSize: 1 << 18 })
  source.on('error', (error) => gunzipped.destroy(error))
  try {
    await save(source.pipe(gunzipped), path, guard)
  } catch (cause) {
    throw explainArchive(cause, input)
  } finally {
    source.destroy()
  }
}

async function unzip(input: CanonicaliseInput, path: string, guard: ExpansionGuard): Promise<Format> {
  const archive = await openArchive(input.landedPath, input)
  try {
    const [entry] = archive.entries
    if (!entry || archive.entries.length !== 1) {
      const count = archive.entries.length
      throw new ShuyuanError('connectors.archive_entries', {
        dataset: input.dataset.id,
        file: input.fileName,
        count,
      })
    }
    const format = input.format === 'archive' ? formatOfName(entry.fileName) : input.format
    if (!format) throw unsupported(input, entry.fileName.slice(entry.fileName.lastIndexOf('.')))
    await save(await archive.open(entry), path, guard)
    return format
  } catch (cause) {
    throw explainArchive(cause, input)
  } finally {
    archive.close()
  }
}

async function save(stream: Readable, path: string, guard: ExpansionGuard): Promise<void> {
  const out = await open(path, 'w')
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      guard.add(chunk.length)
      await out.writeFile(chunk)
    }
  } finally {
    stream.destroy()
    await out.close()
  }
}

function inFormat(input: CanonicaliseInput): Format {
  if (input.format === 'archive') throw unsupported(input, '.zip')
  return input.format
}

function unsupported(file: FileOf, reason: string): ShuyuanError {
  return new ShuyuanError('connectors.format_unsupported', {
    dataset: file.dataset.id,
    file: file.fileName,
    reason,
  })
}
