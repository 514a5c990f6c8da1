import { type FileHandle, open } from 'node:fs/promises'

const FLUSH_AT = 4 << 20
const SLACK = 1 << 20

/**
 * A file being written through one growing buffer. Hot loops write into `buffer` at `position` after
 * `ensure`, and the driver calls `flush` once `isFull`.
 */
export class Sink {
  buffer = Buffer.allocUnsafe(FLUSH_AT + SLACK)
  position = 0
  private readonly file: FileHandle

  private constructor(file: FileHandle) {
    this.file = file
  }

  static async create(path: string): Promise<Sink> {
    return new Sink(await open(path, 'w'))
  }

  get isFull(): boolean {
    return this.position >= FLUSH_AT
  }

  /** Makes room for `bytes` more; replaces `buffer` when it has to grow. */
  ensure(bytes: number): void {
    if (this.position + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.position + bytes))
    this.buffer.copy(larger, 0, 0, this.position)
    this.buffer = larger
  }

  text(value: string): void {
    this.ensure(value.length * 3)
    this.position += this.buffer.write(value, this.position)
  }

  /** `value` quoted, or nothing for null. */
  field(value: string | null): void {
    if (value === null) return
    this.text(`"${value.includes('"') ? value.replaceAll('"', '""') : value}"`)
  }

  async flush(): Promise<void> {
    for (let done = 0; done < this.position; ) {
      done += (await this.file.write(this.buffer, done, this.position - done)).bytesWritten
    }
    this.position = 0
    if (this.buffer.length > 4 * FLUSH_AT) this.buffer = Buffer.allocUnsafe(FLUSH_AT + SLACK)
  }

  /** Writes what is left and closes. */
  async finish(): Promise<void> {
    await this.flush()
    await this.file.close()
  }

  /** Closes without caring for the content. Safe to call after `finish`. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined)
  }
}
