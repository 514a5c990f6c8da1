import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000

export interface LoopOptions {
  /** After being woken, waits this long for more to come, in milliseconds. */
  lingerMs: number
  /** Looks around by itself this often. */
  lookAroundMs: number
  /** Does what there is to do. `asked`: somebody woke the loop; else it only looks around. */
  work(asked: boolean): Promise<void>
  /** Told of a failure; the work is tried again, ever later. */
  onError(error: unknown): void
}

/** Work that is done whenever there is some, one piece at a time, until it is stopped. */
export class Loop {
  /** How often the work has failed since it last succeeded. */
  failures = 0
  private readonly options: LoopOptions
  private asked = true
  private stopping = false
  private ended: Promise<void> | undefined
  private ring: () => void = () => undefined

  constructor(options: LoopOptions) {
    this.options = options
  }

  wake(): void {
    this.asked = true
    if (this.failures === 0) this.ring()
  }

  start(): void {
    this.ended ??= this.run()
  }

  /** Does what was asked for before the call, then stops. */
  async stop(): Promise<void> {
    this.stopping = true
    this.ring()
    await this.ended
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.attempt()
      if (!this.stopping && (!this.asked || this.failures > 0)) await this.pause()
      if (this.asked && !this.stopping && this.options.lingerMs > 0) await sleep(this.options.lingerMs)
    }
    await this.attempt()
  }

  private async attempt(): Promise<void> {
    const { asked } = this
    this.asked = false
    try {
      await this.options.work(asked || this.failures > 0)
      this.failures = 0
    } catch (error) {
      this.failures++
      this.asked = true
      this.options.onError(error)
    }
  }

  private async pause(): Promise<void> {
    const { failures } = this
    const wait =
      failures === 0 ? this.options.lookAroundMs : Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
    const timer = new AbortController()
    const rung = new Promise<void>((resolve) => {
      this.ring = resolve
    })
    await Promise.race([sleep(wait, undefined, { signal: timer.signal }).catch(() => undefined), rung])
    timer.abort()
    this.ring = () => undefined
  }
}
