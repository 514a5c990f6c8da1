import { setTimeout as sleep } from 'node:timers/promises'
import type { Dataset } from '../../catalog/dataset.ts'
import { forgetBatches, listExtracts } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'
import { type CycleResult, eventCycle, finishLeftRuns, prepareDataset } from './cycle.ts'
import { eventDatasets, type Intake } from './intake.ts'
import { hasLeftovers } from './land.ts'

const LOOK_AROUND_MS = 2000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
const FORGET_EVERY_MS = 3_600_000
const DAY_MS = 24 * 3_600_000

/** Carries accepted events to the published foundation until it is stopped. */
export interface Drainer {
  /** Datasets whose last cycle failed. */
  failing(): string[]
  /** Takes what was accepted before the call to its end, then stops. */
  stop(): Promise<void>
}

export interface DrainerOptions {
  /** This process's intake; without one (a worker) only what other processes left behind is taken up. */
  intake?: Intake
  /** Told of every cycle that had something to do. */
  onCycle?(dataset: string, result: CycleResult): void
}

/** Starts one loop for each dataset that takes events. What a process that died left behind is taken up first. */
export function startDrainer(platform: Platform, options: DrainerOptions = {}): Drainer {
  const loops = eventDatasets(platform).map((dataset) => new Loop(platform, dataset, options))
  options.intake?.onAccepted((id) => loops.find((loop) => loop.dataset.id === id)?.wake())
  for (const loop of loops) void loop.start()
  return {
    failing: () => loops.filter((loop) => loop.failures > 0).map((loop) => loop.dataset.id),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

class Loop {
  readonly dataset: Dataset
  failures = 0
  private readonly platform: Platform
  private readonly options: DrainerOptions
  private asked = true
  private prepared = false
  private lastForgotten = 0
  private stopping = false
  private ended: Promise<void> = Promise.resolve()
  private ring: () => void = () => undefined

  constructor(platform: Platform, dataset: Dataset, options: DrainerOptions) {
    this.platform = platform
    this.dataset = dataset
    this.options = options
  }

  wake(): void {
    this.asked = true
    this.ring()
  }

  start(): void {
    this.ended = this.run()
  }

  async stop(): Promise<void> {
    this.stopping = true
    this.ring()
    await this.ended
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.attempt()
      if (!this.stopping && !(this.asked && this.failures === 0)) await this.pause()
      if (this.asked && !this.stopping) await sleep(this.platform.config.events.sealMs)
    }
    await this.attempt()
  }

  /** One cycle; a failure is told and tried again later, ever more slowly. */
  private async attempt(): Promise<void> {
    try {
      await this.cycle()
      this.failures = 0
    } catch (error) {
      this.failures++
      this.asked = true
      this.platform.log.error({ err: error, dataset: this.dataset.id }, 'event cycle failed')
    }
  }

  private async cycle(): Promise<void> {
    const { platform, dataset, options } = this
    if (!this.prepared) await this.prepare()
    await this.forget()
    if (!this.asked && !(await this.hasWork())) return
    this.asked = false
    const result = await eventCycle(platform, dataset, options.intake, this.failures > 0)
    if (!result) return
    platform.log.info({ dataset: dataset.id, ...result }, 'event cycle')
    options.onCycle?.(dataset.id, result)
  }

  private async prepare(): Promise<void> {
    await prepareDataset(this.platform, this.dataset)
    await finishLeftRuns(this.platform, this.dataset)
    this.prepared = true
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

  private async pause(): Promise<void> {
    const wait =
      this.failures === 0 ? LOOK_AROUND_MS : Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS)
    const timer = new AbortController()
    const rung = new Promise<void>((resolve) => {
      this.ring = this.failures === 0 ? resolve : () => this.stopping && resolve()
    })
    await Promise.race([sleep(wait, undefined, { signal: timer.signal }).catch(() => undefined), rung])
    timer.abort()
    this.ring = () => undefined
  }
}
