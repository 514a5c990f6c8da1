import { isUtf8 } from 'node:buffer'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ExpansionGuard } from './guard.ts'
import type { ColumnPlaces } from './header.ts'
import { Sink } from './sink.ts'
import { UNDECIDED } from './transcode.ts'
import { type RejectCode, ROUNDED } from './types.ts'

/** Of a longer record only the head is kept, whatever the limits say. */
const LONGEST_RAW = (10 << 20) + (1 << 19)
const HEAD = 1 << 20
/** Characters of a row whose values stand elsewhere in its file and so may be long without limit. */
const LONGEST_ROW = 8 << 20
/** What a record of `rejects.csv` or of the canonical file may need at most: the raw text with its quotes doubled, or in base64. */
export const LONGEST_WRITTEN = 16 << 20

/** The two files of a canonical extract while they are written, and the counts that must add up. */
export class Output {
  readonly canonicalPath: string
  readonly rejectsPath: string
  readonly canonical: Sink
  readonly rejects: Sink
  accepted = 0
  rejected = 0

  private readonly guard: ExpansionGuard | undefined

  private constructor(outDir: string, canonical: Sink, rejects: Sink, guard: ExpansionGuard | undefined) {
    this.guard = guard
    this.canonicalPath = join(outDir, 'canonical.csv')
    this.rejectsPath = join(outDir, 'rejects.csv')
    this.canonical = canonical
    this.rejects = rejects
  }

  /** `guard` counts what is written, where a file of few bytes may stand for many rows. */
  static async create(outDir: string, dataset: Dataset, guard?: ExpansionGuard): Promise<Output> {
    const canonical = await Sink.create(join(outDir, 'canonical.csv'))
    const rejects = await Sink.create(join(outDir, 'rejects.csv'))
    const output = new Output(outDir, canonical, rejects, guard)
    canonical.text(`_line,_op,${dataset.fields.map((field) => field.id).join(',')},_extra\n`)
    rejects.text('_line,code,raw\n')
    return output
  }

  /** Keeps a record that cannot be taken, with its bytes as received; of one too long its head and its length. */
  reject(line: number, code: RejectCode, raw: Uint8Array | string): void {
    const bytes = typeof raw === 'string' ? Buffer.from(raw) : raw
    this.rejects.text(`${line},${code},`)
    this.rejects.field(rawText(bytes.length > LONGEST_RAW ? shortened(bytes) : bytes))
    this.rejects.text('\n')
    this.rejected++
  }

  /** Writes one row from the values of the source's columns; false (and a reject of `raw`) when it cannot be one. */
  row(plan: ColumnPlaces, line: number, values: (string | null | undefined)[], raw: () => string): boolean {
    if (this.tooLong(line, values)) return false
    if (values.some((value) => value?.startsWith(ROUNDED)))
      return this.refuse(
        line,
        'parse.number_rounded',
        raw().replaceAll(JSON.stringify(ROUNDED).slice(1, -1), ''),
      )
    if (values.some((value) => value?.includes('\0'))) return this.refuse(line, 'parse.nul', base64(raw()))
    if (plan.blanks.some((column) => values[column])) return this.refuse(line, 'parse.columns_extra', raw())
    const operation = plan.operationOf(values[plan.operation] ?? null)
    if (!operation) return this.refuse(line, 'parse.operation', raw())
    const sink = this.canonical
    sink.text(`${line},${operation}`)
    for (const column of plan.fieldColumns) {
      sink.text(',')
      sink.field(values[column] ?? null)
    }
    sink.text(',')
    sink.field(extraJson(plan, values))
    sink.text('\n')
    this.accepted++
    return true
  }

  /** True of a row of more text than any table holds, of which the head is kept: a reject is written. */
  tooLong(line: number, values: (string | null | undefined)[]): boolean {
    let length = 0
    for (const value of values) length += value?.length ?? 0
    if (length <= LONGEST_ROW) return false
    const head = values.map((value) => value?.slice(0, HEAD / values.length) ?? null)
    return !this.refuse(line, 'parse.line_too_long', `${JSON.stringify(head)}[… ${length} bytes]`)
  }

  private refuse(line: number, code: RejectCode, raw: string): false {
    this.reject(line, code, raw)
    return false
  }

  get isFull(): boolean {
    return this.canonical.isFull || this.rejects.isFull
  }

  /** @throws ShuyuanError `connectors.archive_bomb` */
  async flush(): Promise<void> {
    this.guard?.add(this.canonical.position + this.rejects.position)
    await this.canonical.flush()
    await this.rejects.flush()
  }

  async finish(): Promise<void> {
    await this.canonical.finish()
    await this.rejects.finish()
  }

  /** Removes what was written so far. */
  async discard(): Promise<void> {
    await this.canonical.abandon()
    await this.rejects.abandon()
    await rm(this.canonicalPath, { force: true })
    await rm(this.rejectsPath, { force: true })
  }
}

/** Columns outside the dataset as a JSON object without nulls; null when there are none. */
export function extraJson(plan: ColumnPlaces, values: (string | null | undefined)[]): string | null {
  const kept = plan.extras.filter(({ column }) => values[column] !== null && values[column] !== undefined)
  if (kept.length === 0) return null
  return JSON.stringify(Object.fromEntries(kept.map(({ column, header }) => [header, values[column]])))
}

/** Bytes as text where they are text, else in base64 with its prefix. */
export function rawText(bytes: Uint8Array): string {
  const received = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const buffer = [UNDECIDED, Buffer.from(ROUNDED)].reduce(withoutMark, received)
  const isText = isUtf8(buffer) && !buffer.includes(0)
  const isShort = bytes.byteLength <= LONGEST_WRITTEN / 2 - 64 || !buffer.includes(0x22)
  if (isText && isShort) return buffer.toString('utf8')
  return `base64:${buffer.toString('base64')}`
}

/** The bytes as received: without what was set behind a line that may be in either of two encodings, or before a number. */
function withoutMark(bytes: Buffer, mark: Buffer): Buffer {
  const parts: Buffer[] = []
  let start = 0
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, start)) {
    parts.push(bytes.subarray(start, at))
    start = at + mark.length
  }
  return start === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(start)])
}

/** The head of a record with its length. */
function shortened(bytes: Uint8Array): Buffer {
  const note = `[… ${bytes.length} bytes]`
  return Buffer.concat([wholeCharacters(Buffer.from(bytes.subarray(0, HEAD + 4)), HEAD), Buffer.from(note)])
}

/** The bytes up to `to`, or less, so that they do not end inside a UTF-8 character. */
export function wholeCharacters(bytes: Buffer, to: number): Buffer {
  let end = to
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return Buffer.from(bytes.subarray(0, end))
}

function base64(text: string): string {
  return `base64:${Buffer.from(text).toString('base64')}`
}
