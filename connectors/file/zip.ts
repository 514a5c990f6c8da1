import { isUtf8 } from 'node:buffer'
import { pipeline, type Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { ShuyuanError } from '../../core/errors.ts'
import type { NamedFile } from './types.ts'

/** Entries are named only in messages about us, never used as paths. */
const MOST_ENTRIES = 10_000
/** What macOS, Windows and programs that have a file open add to an archive by themselves. */
const LITTER =
  /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|ehthumbs\.db$|desktop\.ini$|~\$[^/]*$|\.~lock\.[^/]*$)/i
/** Methods of APPNOTE.TXT 4.4.5 beyond stored and deflated. */
const METHODS: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  20: 'Zstandard',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
}
const UTF8_FLAG = 1 << 11

/** An open zip archive with its directory read. Close it when done. */
export interface Archive {
  /** Its files, without what operating systems add. */
  entries: yauzl.Entry[]
  /** The content of an entry; the stream fails where it is not what its checksum says. */
  open(entry: yauzl.Entry): Promise<Readable>
  close(): void
}

/**
 * Opens an archive.
 * @param kind names within a workbook may be parted by backslashes; nothing is ever written by any name
 * @throws ShuyuanError `connectors.archive_damaged`, `connectors.archive_name`, `connectors.archive_encrypted`, `connectors.archive_method`
 */
export async function openArchive(
  path: string,
  file: NamedFile,
  kind: 'files' | 'workbook' = 'files',
): Promise<Archive> {
  let zip: yauzl.ZipFile | undefined
  try {
    // Names are decoded here: archives made in China have them in GBK, whose second byte may be a backslash.
    zip = await yauzl.openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    })
    const opened = zip
    const entries = await readDirectory(opened, file, kind)
    return {
      entries,
      open: async (entry) => {
        refuseMethod(entry, file)
        return checked(await opened.openReadStreamPromise(entry), entry)
      },
      close: () => opened.close(),
    }
  } catch (cause) {
    zip?.close()
    throw explainArchive(cause, file)
  }
}

async function readDirectory(
  zip: yauzl.ZipFile,
  file: NamedFile,
  kind: 'files' | 'workbook',
): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = []
  for await (const entry of zip.eachEntry()) {
    entry.fileName = nameOf(entry)
    const wrong = yauzl.validateFileName(
      kind === 'workbook' ? entry.fileName.replaceAll('\\', '/') : entry.fileName,
    )
    if (wrong !== null) throw new Error(wrong)
    if (entry.fileName.endsWith('/') || LITTER.test(entry.fileName)) continue
    if (entry.isEncrypted()) throw new ShuyuanError('connectors.archive_encrypted', named(file))
    if (entries.length >= MOST_ENTRIES)
      throw new ShuyuanError('connectors.archive_entries', { ...named(file), count: zip.entryCount })
    entries.push(entry)
  }
  refuseOverlap(entries)
  return entries
}

/** With its flag, or where it can be, a name is UTF-8; else GBK. */
function nameOf(entry: yauzl.Entry): string {
  const bytes = entry.fileNameRaw
  const isText = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 || isUtf8(bytes)
  return isText ? bytes.toString('utf8') : new TextDecoder('gb18030').decode(bytes)
}

/** Entries that share bytes make small archives expand without end. */
function refuseOverlap(entries: yauzl.Entry[]): void {
  const sorted = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  let end = 0
  for (const entry of sorted) {
    if (entry.relativeOffsetOfLocalHeader < end) throw new Error('entries overlap')
    end = entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize
  }
}

function refuseMethod({ compressionMethod: method }: yauzl.Entry, file: NamedFile): void {
  if (method === 0 || method === 8) return
  throw new ShuyuanError('connectors.archive_method', {
    ...named(file),
    method: METHODS[method] ?? `#${method}`,
  })
}

/** yauzl compares sizes but not the checksum. */
function checked(source: Readable, entry: yauzl.Entry): Readable {
  let crc = 0
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc)
      done(null, chunk)
    },
    flush(done) {
      done(crc === entry.crc32 ? null : new Error('CRC-32 differs'))
    },
  })
  return piped(source, check)
}

/** The end of a pipe that may fail before anybody reads from it: the reader is told, whenever it comes. */
export function piped(source: Readable, through: Transform): Readable {
  pipeline(source, through, () => undefined)
  return through
}

/** Translates what yauzl, zlib and the file system say about a broken archive. */
export function explainArchive(cause: unknown, file: NamedFile): unknown {
  if (cause instanceof ShuyuanError) return cause
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'ENOENT') return cause
  const fields = named(file)
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (/encrypt/i.test(reason)) return new ShuyuanError('connectors.archive_encrypted', fields, { cause })
  if (/relative path|absolute path|invalid characters/i.test(reason)) {
    return new ShuyuanError('connectors.archive_name', fields, { cause })
  }
  const damage = code ?? reason.split(/[.:]/)[0] ?? ''
  return new ShuyuanError('connectors.archive_damaged', { ...fields, reason: damage }, { cause })
}

function named({ dataset, fileName }: NamedFile): { dataset: string; file: string } {
  return { dataset: dataset.id, file: fileName }
}
