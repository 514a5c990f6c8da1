import { createHmac } from 'node:crypto'
import type { Dataset } from '../../catalog/dataset.ts'
import { batchLimits, readBatch } from '../../connectors/events/batch.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import { platformKeys } from '../../exchange/keys.ts'
import type { AcceptedBatch } from '../../warehouse/ledger/events.ts'
import type { Platform } from '../platform.ts'
import { Appender } from './appender.ts'
import './locale.ts'

/** A batch as it came in, from a department whose right to send it has been checked. */
export interface SentBatch {
  dataset: string
  department: string
  /** The sender's idempotency key: 1 to 200 characters. Only a keyed hash of it is kept. */
  key: string
  body: Uint8Array
  shape: 'object' | 'lines'
}

/** Takes events in. A batch is accepted once it would survive the death of this process and of the machine. */
export interface Intake {
  /**
   * @throws ShuyuanError `events.unknown_dataset`, `events.bad_key`, `events.too_large`, `events.*` of `readBatch`,
   * `events.key_reused`; to be tried again `events.overloaded`, `events.not_stored`, `ledger.*`
   */
  accept(sent: SentBatch): Promise<AcceptedBatch>
  /** Ends the segment being written for a dataset, so that it can be landed; undefined: there is none. */
  roll(dataset: string): Promise<string | undefined>
  /** Bytes that wait to be landed. */
  waitingBytes(dataset: string): number
  /** Calls `listener` with the dataset whenever something was accepted. */
  onAccepted(listener: (dataset: string) => void): void
  /** Lets go of the files being written; what is in them is landed by the next cycle of any process. */
  close(): Promise<void>
}

/** The datasets that take events. */
export function eventDatasets(platform: Platform): Dataset[] {
  return platform.catalogue.datasets.filter((dataset) => dataset.form === 'event')
}

export async function openIntake(platform: Platform): Promise<Intake> {
  const hashKey = (await platformKeys(platform.paths.keys)).hashKeyFor('events')
  const listeners: ((dataset: string) => void)[] = []
  const appenders = new Map<string, Appender>()
  for (const dataset of eventDatasets(platform))
    appenders.set(dataset.id, appenderFor(platform, dataset, listeners))
  return {
    accept: async (sent) => {
      const dataset = eventDataset(platform, sent.dataset)
      if (sent.key.length < 1 || sent.key.length > 200) throw new ShuyuanError('events.bad_key')
      if (sent.body.byteLength > batchLimits.bytes) {
        throw new ShuyuanError('events.too_large', { dataset: dataset.id, most: batchLimits.bytes })
      }
      const lines = readBatch(dataset, sent.body, sent.shape)
      const outcome = await (appenders.get(dataset.id) as Appender).accept({
        department: sent.department,
        keyHash: createHmac('sha256', hashKey).update(sent.key).digest('hex'),
        digest: sha256(sent.body),
        lines,
        bytes: sent.body.byteLength,
      })
      if (outcome.outcome === 'conflict') throw new ShuyuanError('events.key_reused', { dataset: dataset.id })
      return outcome
    },
    roll: async (dataset) => appenders.get(dataset)?.roll(),
    waitingBytes: (dataset) => appenders.get(dataset)?.bytes ?? 0,
    onAccepted: (listener) => void listeners.push(listener),
    close: async () => {
      await Promise.all([...appenders.values()].map((appender) => appender.roll()))
    },
  }
}

/** The dataset of this id, if it takes events. @throws ShuyuanError `events.unknown_dataset` */
export function eventDataset(platform: Platform, id: string): Dataset {
  const dataset = eventDatasets(platform).find((each) => each.id === id)
  if (dataset) return dataset
  const known = eventDatasets(platform).map((each) => each.id)
  throw new ShuyuanError('events.unknown_dataset', { known: known.join(', ') || '-' })
}

function appenderFor(
  platform: Platform,
  dataset: Dataset,
  listeners: ((dataset: string) => void)[],
): Appender {
  return new Appender({
    db: platform.ledger.db,
    clock: platform.clock,
    dataset: dataset.id,
    folder: platform.paths.events(dataset.id),
    maxWaitingBytes: platform.config.events.maxWaitingBytes,
    onAccepted: () => {
      for (const listener of listeners) listener(dataset.id)
    },
  })
}
