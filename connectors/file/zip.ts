import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { ShuyuanError } from '../../core/errors.ts'
import type { NamedFile } from './types.ts'

/** Entries are named only in messages about us, never used as paths. */
const MOST_ENTRIES = 10_000

/** An open zip archive with its directory read. Close it when done. */
export interface Archive {
  entries: yauzl.Entry[]
  open(entry: yauzl.Entry): Promise<Readable>
  close(): void
}

/** Opens an archive. @throws ShuyuanError `connectors.archive_damaged`, `connectors.archive_name`, `connectors.archive_encrypted` */
export async function openArchive(path: string, file: NamedFile): Promise<Archive> {
  const options = {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: true,
    validateEntrySizes: true,
    strictFileNames: true,
  }
  let zip: yauzl.ZipFile | undefined
  try {
    zip = await yauzl.openPromise(path, options)
    const opened = zip
    const entries = await readDirectory(opened, file)
    return {
      entries,
      open: (entry) => opened.openReadStreamPromise(entry),
      close: () => opened.close(),
    }
  } catch (cause) {
    zip?.close()
    throw explainArchive(cause, file)
  }
}

async function readDirectory(zip: yauzl.ZipFile, file: NamedFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = []
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    if (entry.isEncrypted()) throw failure('connectors.archive_encrypted', file, {})
    if (entries.length >= MOST_ENTRIES)
      throw failure('connectors.archive_entries', file, { count: zip.entryCount })
    entries.push(entry)
  }
  return entries
}

/** Translates what yauzl, zlib and the file system say about a broken archive. */
export function explainArchive(cause: unknown, file: NamedFile): unknown {
  if (cause instanceof ShuyuanError) return cause
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'ENOENT') return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (/encrypt/i.test(reason)) return failure('connectors.archive_encrypted', file, {}, cause)
  if (/relative path|absolute path|invalid characters/i.test(reason)) {
    return failure('connectors.archive_name', file, {}, cause)
  }
  return failure('connectors.archive_damaged', file, { reason: code ?? reason.split(/[.:]/)[0] ?? '' }, cause)
}

function failure(
  code: string,
  file: NamedFile,
  fields: Record<string, string | number>,
  cause?: unknown,
): ShuyuanError {
  return new ShuyuanError(code, { dataset: file.dataset.id, file: file.fileName, ...fields }, { cause })
}
