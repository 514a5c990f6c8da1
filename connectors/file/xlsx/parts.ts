import { posix } from 'node:path'
import { TextDecoder } from 'node:util'
import type yauzl from 'yauzl'
import type { ExpansionGuard } from '../guard.ts'
import type { Archive } from '../zip.ts'
import { type XmlHandler, XmlScanner } from './xml.ts'

/** What a part other than strings and sheets may expand to: 64,000 cell styles need about 30 MB. */
const LARGEST_SMALL_PART = 64 << 20

/** The XML parts of an open workbook. Everything expanded is counted against one guard. */
export class Parts {
  private readonly archive: Archive
  private readonly guard: ExpansionGuard
  private readonly entries = new Map<string, yauzl.Entry>()

  /** @throws Error when two parts have the same name, which compares without case */
  constructor(archive: Archive, guard: ExpansionGuard) {
    this.archive = archive
    this.guard = guard
    for (const entry of archive.entries) {
      const key = keyOf(entry.fileName)
      if (this.entries.has(key)) throw new Error('two parts of one name')
      this.entries.set(key, entry)
    }
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name))
  }

  /**
   * Reads a part piece by piece; an absent one is read as empty. `each` runs between pieces. A part that was `counted`
   * before is not counted again. One that is held in memory whole, as all but sheets and strings are, is `small`.
   * @throws ShuyuanError `connectors.archive_bomb`
   */
  async read(
    name: string,
    handler: XmlHandler,
    each?: () => Promise<void>,
    kind: 'count' | 'counted' | 'small' = 'count',
  ): Promise<void> {
    const entry = this.entries.get(keyOf(name))
    if (!entry) return
    const scanner = new XmlScanner(handler)
    let decoder: TextDecoder | undefined
    let bytes = 0
    const stream = await this.archive.open(entry)
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (kind !== 'counted') this.guard.add(chunk.length)
        bytes += chunk.length
        if (kind === 'small' && bytes > LARGEST_SMALL_PART)
          this.guard.refuse(`${posix.basename(name)} ${LARGEST_SMALL_PART} B`)
        decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
        scanner.push(decoder.decode(chunk, { stream: true }))
        await each?.()
      }
      scanner.push(decoder?.decode() ?? '')
      scanner.end()
    } finally {
      stream.destroy()
    }
  }
}

function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}

/** The encoding of a part: by its mark, else as it declares. @throws Error on one that is unknown */
function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/i.exec(
    head.toString('latin1', 0, 200).replace(/^\u00ef\u00bb\u00bf/, ''),
  )
  const name = declared?.[1]?.toLowerCase() ?? 'utf-8'
  return name.startsWith('utf-16') ? 'utf-8' : name
}
