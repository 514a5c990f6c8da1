import { SingleBar } from 'cli-progress'
import type { Progress } from '../../governance/platform.ts'
import type { Io } from './io.ts'

/** A bar on standard error while stages run; a line per stage where nobody watches. */
export interface ProgressView {
  start(stages: number, runId: number): void
  update(event: Progress): void
  stop(): void
}

export function createProgress(io: Io, wanted: boolean): ProgressView {
  if (!wanted || io.json) return { start() {}, update() {}, stop() {} }
  return io.interactive ? bar(io) : lines(io)
}

const ENDED = new Set(['progress.succeeded', 'progress.blocked', 'progress.skipped', 'progress.failed'])

function bar(io: Io): ProgressView {
  const single = new SingleBar({
    format: ' {bar} {value}/{total}  {what}',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  })
  let shown = false
  return {
    start(stages) {
      shown = true
      single.start(stages, 0, { what: '' })
    },
    update(event) {
      if (!shown) return
      if (ENDED.has(event.what)) single.increment(1, { what: event.stage })
      else single.update({ what: `${event.stage}  ${io.text(event.what)}${step(event)}` })
    },
    stop() {
      if (shown) single.stop()
      shown = false
    },
  }
}

function lines(io: Io): ProgressView {
  return {
    start() {},
    update(event) {
      if (ENDED.has(event.what)) process.stderr.write(`${event.stage}: ${io.text(event.what)}\n`)
    },
    stop() {},
  }
}

function step(event: Progress): string {
  return event.total > 0 ? ` ${event.done + 1}/${event.total}` : ''
}
