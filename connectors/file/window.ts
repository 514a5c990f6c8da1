import { CR, LF } from './lines.ts'

const INITIAL = 4 << 20

/** A sliding view over a stream of bytes: what is before `start` is done with, what is after `end` not yet there. */
export class Window {
  buffer = Buffer.allocUnsafe(INITIAL)
  start = 0
  end = 0
  /** Bytes of the stream before `buffer[0]`. */
  base = 0
  ended = false
  private readonly source: AsyncIterator<Buffer>

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]()
  }

  /** Takes in the next chunk behind the rest; at the end of the stream closes an open last line. False when there is nothing more. */
  async more(): Promise<boolean> {
    if (this.ended) return false
    const { value, done } = await this.source.next()
    if (done) {
      this.ended = true
      this.closeLastLine()
      return this.end > this.start
    }
    this.reserve(value.length)
    this.end += value.copy(this.buffer, this.end)
    this.buffer[this.end] = LF
    return true
  }

  /** One past the last complete line; `start` when there is none. A CR at the very end may have its LF, or CR LF, still to come. */
  completeLines(): number {
    if (this.ended) return this.end
    const view = this.buffer.subarray(this.start, this.end)
    const lf = view.lastIndexOf(LF)
    const last = lf >= 0 ? lf : view.subarray(0, Math.max(0, view.length - 2)).lastIndexOf(CR)
    return this.start + last + 1
  }

  /** Ends the source early. */
  async close(): Promise<void> {
    await this.source.return?.()
  }

  private closeLastLine(): void {
    const last = this.buffer[this.end - 1]
    this.reserve(1)
    if (this.end > this.start && last !== LF && last !== CR) this.buffer[this.end++] = LF
    this.buffer[this.end] = LF
  }

  /** Room for `bytes` and one sentinel line end, which lets loops run without a bounds check. */
  private reserve(bytes: number): void {
    const kept = this.end - this.start
    const needed = kept + bytes + 2
    const target =
      needed > this.buffer.length ? Buffer.allocUnsafe(Math.max(needed, 2 * this.buffer.length)) : this.buffer
    this.buffer.copy(target, 0, this.start, this.end)
    this.buffer = target
    this.base += this.start
    this.start = 0
    this.end = kept
  }
}
