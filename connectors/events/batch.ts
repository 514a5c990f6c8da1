import { isUtf8 } from 'node:buffer'
import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { redact } from '../../core/log.ts'
import './locale.ts'
import { type EventFault, eventReader } from './event.ts'
import { arrayElements } from './slices.ts'

export const batchLimits = { events: 5000, bytes: 5 * 2 ** 20 }
/** A refusal names this many faults at most. */
const MOST_FAULTS = 100

/** What is wrong with a batch, event by event; wording under `events.fault.<code>`. */
export class BatchRefused extends ShuyuanError {
  readonly faults: EventFault[]

  constructor(dataset: Dataset, faults: EventFault[]) {
    const first = faults[0]
    super('events.malformed', {
      dataset: dataset.id,
      faults: faults.length,
      event: first?.event ?? 0,
      field: first?.field ?? '-',
    })
    this.faults = faults
  }
}

/**
 * Reads a posted batch: `{"events": […]}` or one object a line (`lines`). Gives each event as one line of JSON with
 * every field of the dataset and its operation, members as received. Values are judged later, by the same rules as
 * rows of files.
 * @throws BatchRefused, ShuyuanError `events.not_utf8`, `events.not_json`, `events.no_events`, `events.too_many`
 */
export function readBatch(dataset: Dataset, body: Uint8Array, shape: 'object' | 'lines'): string[] {
  if (!isUtf8(body)) throw new ShuyuanError('events.not_utf8', { dataset: dataset.id })
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  const events = shape === 'object' ? eventsOf(dataset, text) : linesOf(text)
  if (events.length === 0) throw new ShuyuanError('events.no_events', { dataset: dataset.id })
  if (events.length > batchLimits.events) {
    throw new ShuyuanError('events.too_many', {
      dataset: dataset.id,
      events: events.length,
      most: batchLimits.events,
    })
  }
  return readEvents(dataset, events)
}

function readEvents(dataset: Dataset, events: string[]): string[] {
  const read = eventReader(dataset)
  const faults: EventFault[] = []
  const lines = events.map((text, event) => {
    const result = read(text)
    if (typeof result === 'string') return result
    for (const { code, field } of result) {
      faults.push({ event, code, ...(field === undefined ? {} : { field: redact(field.slice(0, 64)) }) })
    }
    return ''
  })
  if (faults.length > 0) throw new BatchRefused(dataset, faults.slice(0, MOST_FAULTS))
  return lines
}

function eventsOf(dataset: Dataset, text: string): string[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new ShuyuanError('events.not_json', { dataset: dataset.id })
  }
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  const events = isObject ? arrayElements(text, 'events') : null
  if (!events) throw new ShuyuanError('events.no_events', { dataset: dataset.id })
  return events
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
