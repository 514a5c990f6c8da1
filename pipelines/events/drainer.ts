import type { Dataset } from '../../catalog/dataset.ts'
import { forgetBatches } from '../../warehouse/ledger/events.ts'
import { listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import {
  type CycleResult,
  finishInterruptedRuns,
  type Ingested,
  ingestEvents,
  isPublished,
  prepareDataset,
  publishEvents,
} from './cycle.ts'
import { eventDatasets, type Intake } from './intake.ts'
import { hasLeftovers } from './land.ts'
import { Loop } from './loop.ts'

const LOOK_AROUND_MS = 2000
const FORGET_EVERY_MS = 3_600_000
const DAY_MS = 24 * 3_600_000

/** Carries accepted events to the published foundation until it is stopped. */
export interface Drainer {
  /** Datasets that could not be ingested or published when it was last tried. */
  failing(): string[]
  /** Takes what was accepted before the call to its end, then stops. */
  stop(): Promise<void>
}

export interface DrainerOptions {
  /** This process's intake; without one (a worker) only what other processes left behind is taken up. */
  intake?: Intake
  /** Told of every publication of events. */
  onCycle?(dataset: string, result: CycleResult): void
}

/** Starts to drain each dataset that takes events. What a process that died left behind is taken up first. */
export function startDrainer(platform: Platform, options: DrainerOptions = {}): Drainer {
  const drains = eventDatasets(platform).map((dataset) => new Drain(platform, dataset, options))
  options.intake?.onAccepted((id) => drains.find((drain) => drain.dataset.id === id)?.wake())
  return {
    failing: () => drains.filter((drain) => drain.isFailing).map((drain) => drain.dataset.id),
    stop: async () => {
      await Promise.all(drains.map((drain) => drain.stop()))
    },
  }
}

/** One dataset's way: while what was ingested is built, the next events are ingested already. */
class Drain {
  readonly dataset: Dataset
  private readonly platform: Platform
  private readonly options: DrainerOptions
  private readonly ingesting: Loop
  private readonly publishing: Loop
  private readonly ingested: Ingested[] = []
  private prepared = false
  private mayBeUnpublished = true
  private lastForgotten = 0

  constructor(platform: Platform, dataset: Dataset, options: DrainerOptions) {
    this.platform = platform
    this.dataset = dataset
    this.options = options
    const loop = (lingerMs: number, work: (asked: boolean) => Promise<void>) =>
      new Loop({
        lingerMs,
        lookAroundMs: LOOK_AROUND_MS,
        work,
        onError: (error) => platform.log.error({ err: error, dataset: dataset.id }, 'events not drained'),
      })
    this.ingesting = loop(platform.config.events.sealMs, (asked) => this.ingest(asked))
    this.publishing = loop(0, () => this.publish())
    this.ingesting.start()
    this.publishing.start()
  }

  get isFailing(): boolean {
    return this.ingesting.failures + this.publishing.failures > 0
  }

  wake(): void {
    this.ingesting.wake()
  }

  async stop(): Promise<void> {
    await this.ingesting.stop()
    await this.publishing.stop()
  }

  private async ingest(asked: boolean): Promise<void> {
    const { platform, dataset } = this
    if (!this.prepared) await prepareDataset(platform, dataset)
    this.prepared = true
    await this.forget()
    if (!asked && !(await this.hasWork())) return
    const ingested = await ingestEvents(platform, dataset, this.options.intake)
    if (!ingested) return
    this.ingested.push(ingested)
    this.publishing.wake()
  }

  private async publish(): Promise<void> {
    const { platform, dataset } = this
    if (this.mayBeUnpublished) await finishInterruptedRuns(platform, dataset)
    const ingested = this.ingested.splice(0)
    if (ingested.length === 0 && !(await this.isUnpublished())) return
    this.mayBeUnpublished = true
    const result = await publishEvents(platform, dataset, ingested)
    this.mayBeUnpublished = false
    platform.log.info({ dataset: dataset.id, ...result }, 'events published')
    this.options.onCycle?.(dataset.id, result)
  }

  /** At the start and after a failure, std may have what no release has. */
  private async isUnpublished(): Promise<boolean> {
    if (this.mayBeUnpublished) this.mayBeUnpublished = !(await isPublished(this.platform, this.dataset))
    return this.mayBeUnpublished
  }

  private async hasWork(): Promise<boolean> {
    if (await hasLeftovers(this.platform, this.dataset)) return true
    return (await listExtracts(this.platform.ledger.db, this.dataset.id, 'landed')).length > 0
  }

  /** Idempotency keys beyond their time. */
  private async forget(): Promise<void> {
    const now = this.platform.clock.now().getTime()
    if (now - this.lastForgotten < FORGET_EVERY_MS) return
    this.lastForgotten = now
    const before = new Date(now - this.platform.config.events.keepKeysDays * DAY_MS)
    await forgetBatches(this.platform.ledger.db, this.dataset.id, before)
  }
}
