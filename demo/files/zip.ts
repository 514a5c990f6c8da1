import { Deflater, type Sink } from './sink.ts'

/** 2026-09-01, in the form of the zip format: the archive holds no wall-clock time. */
const DOS_DATE = ((2026 - 1980) << 9) | (9 << 5) | 1

interface Entry {
  name: Buffer
  offset: number
  crc: number
  packed: number
  size: number
}

/** Writes a zip archive as a stream: entries one after the other, sizes after their data. */
export class ZipWriter {
  private readonly sink: Sink
  private readonly entries: Entry[] = []
  private at = 0

  constructor(sink: Sink) {
    this.sink = sink
  }

  /** Starts an entry; closing the returned sink ends it. */
  entry(name: string): Sink {
    const entry: Entry = { name: Buffer.from(name, 'utf8'), offset: this.at, crc: 0, packed: 0, size: 0 }
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    writeCommon(header, 4, entry, false)
    this.put(header)
    this.put(entry.name)
    const deflater = new Deflater({ write: (bytes) => this.put(bytes), close: () => undefined })
    return {
      write: (bytes) => deflater.write(bytes),
      close: () => {
        deflater.end()
        Object.assign(entry, { crc: deflater.crc, packed: deflater.packed, size: deflater.size })
        this.entries.push(entry)
        this.descriptor(entry)
      },
    }
  }

  /** Writes the directory and closes the file. */
  close(): void {
    const start = this.at
    for (const entry of this.entries) {
      const header = Buffer.alloc(46)
      header.writeUInt32LE(0x02014b50, 0)
      header.writeUInt16LE(20, 4)
      writeCommon(header, 6, entry, true)
      header.writeUInt32LE(entry.offset, 42)
      this.put(header)
      this.put(entry.name)
    }
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.entries.length, 8)
    end.writeUInt16LE(this.entries.length, 10)
    end.writeUInt32LE(this.at - start, 12)
    end.writeUInt32LE(start, 16)
    this.put(end)
    this.sink.close()
  }

  private descriptor(entry: Entry): void {
    const bytes = Buffer.alloc(16)
    bytes.writeUInt32LE(0x08074b50, 0)
    bytes.writeUInt32LE(entry.crc, 4)
    bytes.writeUInt32LE(entry.packed, 8)
    bytes.writeUInt32LE(entry.size, 12)
    this.put(bytes)
  }

  private put(bytes: Uint8Array): void {
    this.at += bytes.length
    this.sink.write(bytes)
  }
}

/** The fields that local and central headers share. Flags: sizes follow the data, names are UTF-8. */
function writeCommon(header: Buffer, at: number, entry: Entry, sized: boolean): void {
  header.writeUInt16LE(20, at)
  header.writeUInt16LE(0x0808, at + 2)
  header.writeUInt16LE(8, at + 4)
  header.writeUInt16LE(0, at + 6)
  header.writeUInt16LE(DOS_DATE, at + 8)
  if (sized) {
    header.writeUInt32LE(entry.crc, at + 10)
    header.writeUInt32LE(entry.packed, at + 14)
    header.writeUInt32LE(entry.size, at + 18)
  }
  header.writeUInt16LE(entry.name.length, at + 22)
}

/** A zip archive with one entry. */
export function zipSink(sink: Sink, entryName: string): Sink {
  const zip = new ZipWriter(sink)
  const entry = zip.entry(entryName)
  return {
    write: (bytes) => entry.write(bytes),
    close: () => {
      entry.close()
      zip.close()
    },
  }
}
