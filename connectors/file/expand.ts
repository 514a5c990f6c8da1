import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ShuyuanError } from '../../core/errors.ts'
import { fileHead } from './chunks.ts'
import { contentOf } from './content.ts'
import { ExpansionGuard } from './guard.ts'
import type { FileOf } from './header.ts'
import { formatOfName } from './names.ts'
import type { CanonicaliseInput, Format, Limits } from './types.ts'
import { explainArchive, openArchive, piped } from './zip.ts'

/** The plain file to read. `temporary`: made here, to be removed afterwards. */
export interface Expanded {
  path: string
  format: Format
  temporary: boolean
}

/**
 * Takes a file out of its gzip or zip, if it is one, and tells its format. The content decides what a file is, its name
 * only what text means. Nothing of a broken archive is used, not even what could be read.
 * @throws ShuyuanError `connectors.archive_*`, `connectors.format_unsupported`
 */
export async function expand(input: CanonicaliseInput, limits: Limits): Promise<Expanded> {
  const { size } = await stat(input.landedPath)
  if (size === 0)
    throw new ShuyuanError('connectors.empty_file', { dataset: input.dataset.id, file: input.fileName })
  const outer = await contentOf(input.landedPath)
  const guard = new ExpansionGuard(input, size, limits)
  const path = join(input.outDir, 'expanded')
  if (outer.kind === 'gzip' || (outer.kind === 'text' && input.compression === 'gzip')) {
    await gunzip(input, path, guard)
    return { path, format: await formatOf(input, path, input.format, '.gz'), temporary: true }
  }
  if (outer.kind === 'zip' || (outer.kind === 'text' && input.compression === 'zip'))
    return await unzip(input, path, guard)
  const format = await formatOf(input, input.landedPath, input.format)
  return { path: input.landedPath, format, temporary: false }
}

/** What to read a file as. @param outer the archive that it came out of */
async function formatOf(
  input: CanonicaliseInput,
  path: string,
  named: Format | 'archive',
  outer?: string,
): Promise<Format> {
  if ((await stat(path)).size === 0) return named === 'archive' ? 'csv' : named
  const content = await contentOf(path)
  switch (content.kind) {
    case 'parquet':
    case 'arrow':
      return content.kind
    case 'json-lines':
      return 'jsonl'
    case 'text':
      return named === 'jsonl' ? 'jsonl' : named === 'csv' ? 'csv' : await ofTextNamed(input, path, named)
    case 'gzip':
      throw unsupported(input, `.gz in ${outer ?? '.gz'}`)
    case 'zip':
      if (!outer || (await zipKind(input, path)) !== 'workbook')
        throw unsupported(input, `.zip in ${outer ?? '.zip'}`)
      return 'xlsx'
    case 'other':
      // The reader of JSON Lines says what to do about an array.
      if (named === 'jsonl' && content.name === 'JSON') return 'jsonl'
      throw unsupported(input, outer && content.isArchive ? `${content.name} in ${outer}` : content.name)
  }
}

/** Text under the name of a binary format: a damaged file of it, or, as many programs export, a table of text. */
async function ofTextNamed(
  input: CanonicaliseInput,
  path: string,
  named: Format | 'archive',
): Promise<Format> {
  const head = (await fileHead(path, 4096)).toString('latin1')
  const firstLine = head.split(/[\r\n]/, 1)[0] ?? ''
  const isTable = /[,\t;|]/.test(firstLine) && !/[^\P{Cc}\t\n\v\f\r]/u.test(head.replace(/[\x80-\x9f]/g, ''))
  if (named === 'xlsx' && isTable) return 'csv'
  if (named !== 'archive') return named
  throw unsupported(input, '.zip')
}

async function gunzip(input: CanonicaliseInput, path: string, guard: ExpansionGuard): Promise<void> {
  const source = createReadStream(input.landedPath, { highWaterMark: 1 << 20 })
  try {
    await save(piped(source, createGunzip({ chunkSize: 1 << 18 })), path, guard)
  } catch (cause) {
    throw explainArchive(cause, input)
  }
}

/** Takes the one file out of a zip; a workbook is a zip that is read as it is. */
async function unzip(input: CanonicaliseInput, path: string, guard: ExpansionGuard): Promise<Expanded> {
  if ((await zipKind(input, input.landedPath)) === 'workbook')
    return { path: input.landedPath, format: 'xlsx', temporary: false }
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
    const named = formatOfName(entry.fileName)
    if (!named && input.format === 'archive')
      throw unsupported(input, `${entry.fileName.slice(entry.fileName.lastIndexOf('.'))} in .zip`)
    await save(await archive.open(entry), path, guard)
    const format = await formatOf(
      input,
      path,
      input.format === 'archive' ? (named ?? 'archive') : input.format,
      '.zip',
    )
    return { path, format, temporary: true }
  } catch (cause) {
    throw explainArchive(cause, input)
  } finally {
    archive.close()
  }
}

/** Office documents are zips of known parts. @throws ShuyuanError of one that is no workbook */
async function zipKind(input: CanonicaliseInput, path: string): Promise<'workbook' | 'files'> {
  const archive = await openArchive(path, input, 'workbook')
  const names = archive.entries.map(({ fileName }) => fileName.replaceAll('\\', '/').toLowerCase())
  archive.close()
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/^xl\/workbook\.bin$/)) throw unsupported(input, '.xlsb')
  if (has(/^\[content_types\]\.xml$/) && has(/^word\//)) throw unsupported(input, '.docx')
  if (has(/^\[content_types\]\.xml$/) && has(/^ppt\//)) throw unsupported(input, '.pptx')
  if (has(/^mimetype$/) && has(/^content\.xml$/)) throw unsupported(input, '.ods')
  // A workbook without its list of parts is a damaged one, said by its reader.
  const isDeclared = input.format === 'xlsx' && input.compression === 'none'
  return isDeclared || has(/^xl\/|^\[content_types\]\.xml$/) ? 'workbook' : 'files'
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

function unsupported(file: FileOf, reason: string): ShuyuanError {
  return new ShuyuanError('connectors.format_unsupported', {
    dataset: file.dataset.id,
    file: file.fileName,
    reason,
  })
}
