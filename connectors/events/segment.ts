import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { syncFolder } from '../../core/files.ts'

/** A batch in a segment: its receipt and its events, one line each. */
export interface BatchRecord {
  receipt: string
  lines: string[]
}

const SUFFIX = '.log'
const ASIDE = '.damaged'
const HEADER = /^#([0-9a-f-]{36}) (\d+) ([0-9a-f]{8})\n/

/**
 * An append-only file of batches, written by one process. A record is a line `#receipt bytes crc32`, then that many
 * bytes of JSON Lines. After a failed write the file may end in half a record: nothing is written to it any more.
 */
export class SegmentWriter {
  readonly name: string
  bytes = 0
  private readonly file: FileHandle
  private failed = false

  private constructor(name: string, file: FileHandle) {
    this.name = name
    this.file = file
  }

  /** Makes the segment `name` in `folder`, its name durable. */
  static async create(folder: string, name: string): Promise<SegmentWriter> {
    await mkdir(folder, { recursive: true })
    const file = await open(segmentPath(folder, name), 'ax', 0o600)
    await syncFolder(folder)
    return new SegmentWriter(name, file)
  }

  /** True when the segment takes no more records. */
  get isBroken(): boolean {
    return this.failed
  }

  /** Writes the records and waits until they would survive a loss of power: one fsync for all of them. */
  async append(records: BatchRecord[]): Promise<void> {
    const buffer = Buffer.concat(records.map(encode))
    try {
      for (let done = 0; done < buffer.length; ) {
        done += (await this.file.write(buffer, done, buffer.length - done)).bytesWritten
      }
      await this.file.datasync()
    } catch (error) {
      this.failed = true
      throw error
    }
    this.bytes += buffer.length
  }

  async close(): Promise<void> {
    await this.file.close()
  }
}

function encode({ receipt, lines }: BatchRecord): Buffer {
  const payload = Buffer.from(`${lines.join('\n')}\n`)
  return Buffer.concat([Buffer.from(`#${receipt} ${payload.length} ${checksum(payload)}\n`), payload])
}

const checksum = (payload: Buffer) => crc32(payload).toString(16).padStart(8, '0')

/**
 * The whole records of a segment, as receipt → its bytes, in the order of writing; a torn end is left out. Empty
 * where the file does not exist: its process died before it made it.
 */
export async function readSegment(folder: string, name: string): Promise<Map<string, Buffer>> {
  const records = new Map<string, Buffer>()
  const bytes = await readFile(segmentPath(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  })
  for (let at = 0; at < bytes.length; ) {
    const header = HEADER.exec(bytes.subarray(at, at + 80).toString('latin1'))
    if (!header) return records
    const [line, receipt = '', length = '', crc] = header
    const start = at + line.length
    const end = start + Number(length)
    const payload = bytes.subarray(start, end)
    if (end > bytes.length || checksum(payload) !== crc) return records
    records.set(receipt, payload)
    at = end
  }
  return records
}

/** Removes a segment whose batches have landed. */
export async function removeSegment(folder: string, name: string): Promise<void> {
  await rm(segmentPath(folder, name), { force: true })
}

/** Keeps a damaged segment under a name that is not taken up again until a person gives it back its own. */
export async function setSegmentAside(folder: string, name: string): Promise<void> {
  await rename(segmentPath(folder, name), `${segmentPath(folder, name)}${ASIDE}`)
}

/** How many segments in `folder` are set aside. */
export async function countSetAside(folder: string): Promise<number> {
  return (await fileNames(folder)).filter((name) => name.endsWith(ASIDE)).length
}

/** Names of the segments in `folder`, oldest first. */
export async function listSegments(folder: string): Promise<string[]> {
  return (await fileNames(folder))
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .sort()
}

function fileNames(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

function segmentPath(folder: string, name: string): string {
  return join(folder, `${name}${SUFFIX}`)
}
