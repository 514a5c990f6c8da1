import { StringDecoder } from 'node:string_decoder'
import type { ExpansionGuard } from '../guard.ts'
import type { Archive } from '../zip.ts'
import { type XmlHandler, XmlScanner } from './xml.ts'

/** The XML parts of an open workbook. Everything expanded is counted against one guard. */
export class Parts {
  private readonly archive: Archive
  private readonly guard: ExpansionGuard

  constructor(archive: Archive, guard: ExpansionGuard) {
    this.archive = archive
    this.guard = guard
  }

  has(name: string): boolean {
    return this.entry(name) !== undefined
  }

  /** Reads a part piece by piece; an absent one is read as empty. `each` runs between pieces. */
  async read(name: string, handler: XmlHandler, each?: () => Promise<void>): Promise<void> {
    const entry = this.entry(name)
    if (!entry) return
    const scanner = new XmlScanner(handler)
    const decoder = new StringDecoder('utf8')
    const stream = await this.archive.open(entry)
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        this.guard.add(chunk.length)
        scanner.push(decoder.write(chunk))
        await each?.()
      }
      scanner.push(decoder.end())
      scanner.end()
    } finally {
      stream.destroy()
    }
  }

  private entry(name: string) {
    return this.archive.entries.find((entry) => entry.fileName === name)
  }
}
