import { randomUUID } from 'node:crypto'
import { SegmentWriter } from '../../connectors/events/segment.ts'
import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import {
  type AcceptedBatch,
  acceptBatches,
  type EventBatch,
  openSegment,
} from '../../warehouse/ledger/events.ts'
import type { LedgerDb } from '../../warehouse/ledger/open.ts'
import './locale.ts'
import { segmentName } from './segments.ts'

/** A batch that was read, ready to be accepted. */
export interface NewBatch {
  department: string
  keyHash: string
  /** SHA-256 of the bytes as sent. */
  digest: string
  lines: string[]
  bytes: number
}

interface Waiting {
  batch: NewBatch
  accepted(outcome: AcceptedBatch): void
  failed(error: unknown): void
}

export interface AppenderOptions {
  db: LedgerDb
  clock: Clock
  dataset: string
  folder: string
  maxWaitingBytes: number
  /** Called when something was accepted. */
  onAccepted(): void
}

const GROUP_BYTES = 16 * 2 ** 20
const GROUP_BATCHES = 2000
const TRIES = 3

/**
 * Accepts the batches of one dataset in this process: whatever waits is written to the segment with one fsync and
 * entered into the ledger with one transaction. Only then is a batch accepted.
 */
export class Appender {
  private readonly options: AppenderOptions
  private waiting: Waiting[] = []
  private waitingBytes = 0
  private writer: SegmentWriter | undefined
  private turn: Promise<void> = Promise.resolve()
  private working = false

  constructor(options: AppenderOptions) {
    this.options = options
  }

  /** @throws ShuyuanError `events.overloaded` (busy), `events.not_stored` (transient), `ledger.*` */
  accept(batch: NewBatch): Promise<AcceptedBatch> {
    const { dataset, maxWaitingBytes } = this.options
    if (this.waitingBytes + (this.writer?.bytes ?? 0) + batch.bytes > maxWaitingBytes) {
      return Promise.reject(new ShuyuanError('events.overloaded', { dataset }))
    }
    return new Promise((accepted, failed) => {
      this.waiting.push({ batch, accepted, failed })
      this.waitingBytes += batch.bytes
      if (!this.working) void this.work()
    })
  }

  /** Ends the segment being written; gives its name, or undefined when there is none. */
  async roll(): Promise<string | undefined> {
    return this.alone(() => this.finishSegment())
  }

  /** Bytes accepted and not yet sealed, or waiting to be accepted. */
  get bytes(): number {
    return this.waitingBytes + (this.writer?.bytes ?? 0)
  }

  private async work(): Promise<void> {
    this.working = true
    while (this.waiting.length > 0) {
      const group = this.takeGroup()
      try {
        const outcomes = await this.alone(() => this.commit(group.map(({ batch }) => batch)))
        group.forEach(({ accepted }, at) => {
          accepted(outcomes[at] as AcceptedBatch)
        })
        this.options.onAccepted()
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
      for (const { batch } of group) this.waitingBytes -= batch.bytes
    }
    this.working = false
  }

  private takeGroup(): Waiting[] {
    let count = 0
    let bytes = 0
    while (count < Math.min(this.waiting.length, GROUP_BATCHES) && (count === 0 || bytes < GROUP_BYTES)) {
      bytes += this.waiting[count]?.batch.bytes ?? 0
      count++
    }
    return this.waiting.splice(0, count)
  }

  private async commit(batches: NewBatch[]): Promise<AcceptedBatch[]> {
    const { db, clock, dataset } = this.options
    for (let tries = 0; tries < TRIES; tries++) {
      const writer = await this.segment()
      const rows = batches.map(
        ({ lines, bytes: _, ...batch }): EventBatch => ({
          ...batch,
          dataset,
          receipt: randomUUID(),
          segment: writer.name,
          events: lines.length,
          acceptedAt: clock.now(),
        }),
      )
      await this.write(writer, batches, rows)
      const outcomes = await acceptBatches(db, writer.name, rows)
      if (outcomes !== 'sealed') return outcomes
      await this.finishSegment()
    }
    throw new ShuyuanError('events.not_stored', { dataset, reason: 'sealed' })
  }

  private async write(writer: SegmentWriter, batches: NewBatch[], rows: EventBatch[]): Promise<void> {
    try {
      await writer.append(rows.map(({ receipt }, at) => ({ receipt, lines: batches[at]?.lines ?? [] })))
    } catch (cause) {
      await this.finishSegment()
      throw this.notStored(cause)
    }
  }

  private async segment(): Promise<SegmentWriter> {
    if (this.writer) return this.writer
    const { db, clock, dataset, folder } = this.options
    const now = clock.now()
    const writer = await SegmentWriter.create(folder, segmentName(now)).catch((cause: unknown) => {
      throw this.notStored(cause)
    })
    try {
      await openSegment(db, { segment: writer.name, dataset, openedAt: now })
    } catch (error) {
      await writer.close()
      throw error
    }
    this.writer = writer
    return writer
  }

  private notStored(cause: unknown): ShuyuanError {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'error'
    return new ShuyuanError('events.not_stored', { dataset: this.options.dataset, reason }, { cause })
  }

  private async finishSegment(): Promise<string | undefined> {
    const { writer } = this
    this.writer = undefined
    await writer?.close().catch(() => undefined)
    return writer?.name
  }

  /** One at a time: a segment never ends in the middle of a commit. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work)
    this.turn = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }
}
