import { isUtf8 } from 'node:buffer'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ColumnPlan } from './header.ts'
import { Sink } from './sink.ts'
import type { RejectCode } from './types.ts'

/** A text field of `rejects.csv` may not reach the canonical reader's longest record once its quotes are doubled. */
const LONGEST_TEXT = 15 << 20

/** The two files of a canonical extract while they are written, and the counts that must add up. */
export class Output {
  readonly canonicalPath: string
  readonly rejectsPath: string
  readonly canonical: Sink
  readonly rejects: Sink
  accepted = 0
  rejected = 0

  private constructor(outDir: string, canonical: Sink, rejects: Sink) {
    this.canonicalPath = join(outDir, 'canonical.csv')
    this.rejectsPath = join(outDir, 'rejects.csv')
    this.canonical = canonical
    this.rejects = rejects
  }

  static async create(outDir: string, dataset: Dataset): Promise<Output> {
    const canonical = await Sink.create(join(outDir, 'canonical.csv'))
    const rejects = await Sink.create(join(outDir, 'rejects.csv'))
    const output = new Output(outDir, canonical, rejects)
    canonical.text(`_line,_op,${dataset.fields.map((field) => field.id).join(',')},_extra\n`)
    rejects.text('_line,code,raw\n')
    return output
  }

  /** Keeps a record that cannot be taken, with its bytes as received. */
  reject(line: number, code: RejectCode, raw: Uint8Array | string): void {
    this.rejects.text(`${line},${code},`)
    this.rejects.field(typeof raw === 'string' ? raw : rawText(raw))
    this.rejects.text('\n')
    this.rejected++
  }

  /** Writes one row from the values of the source's columns; false (and a reject of `raw`) when it cannot be one. */
  row(plan: ColumnPlan, line: number, values: (string | null | undefined)[], raw: () => string): boolean {
    if (values.some((value) => value?.includes('\0'))) return this.refuse(line, 'parse.nul', base64(raw()))
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

  private refuse(line: number, code: RejectCode, raw: string): false {
    this.reject(line, code, raw)
    return false
  }

  get isFull(): boolean {
    return this.canonical.isFull || this.rejects.isFull
  }

  async flush(): Promise<void> {
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
export function extraJson(plan: ColumnPlan, values: (string | null | undefined)[]): string | null {
  const kept = plan.extras.filter(({ column }) => values[column] !== null && values[column] !== undefined)
  if (kept.length === 0) return null
  return JSON.stringify(Object.fromEntries(kept.map(({ column, header }) => [header, values[column]])))
}

/** Bytes as text where they are text, else in base64 with its prefix. */
export function rawText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const plain = isUtf8(buffer) && !buffer.includes(0) && bytes.byteLength <= LONGEST_TEXT / 2
  if (plain) return buffer.toString('utf8')
  if (isUtf8(buffer) && !buffer.includes(0) && !buffer.includes(0x22)) return buffer.toString('utf8')
  return `base64:${buffer.toString('base64')}`
}

function base64(text: string): string {
  return `base64:${Buffer.from(text).toString('base64')}`
}
