import type { Emitter, Intent, Row } from '../emitter.ts'
import type { Span } from '../extracts.ts'
import type { Values } from '../faults/kind.ts'
import type { Random } from '../random.ts'
import { dayOf, moment } from '../world/calendar.ts'

/** The emitters of a dataset, by the extract's number. */
export class Register {
  /** The extracts in their order, each with the days of the changes that it brings. */
  readonly spans: readonly Span[]
  /** Those after the first. */
  readonly later: readonly Span[]

  constructor(private readonly emitters: readonly Emitter[]) {
    this.spans = emitters.map(({ extract }) => extract)
    this.later = this.spans.slice(1)
  }

  get(seq: number): Emitter | undefined {
    return this.emitters[seq - 1]
  }
}

/** The accepted rows of one subject in one register. */
export class Chronicle {
  readonly rows: Row[] = []

  constructor(
    readonly register: Register,
    readonly random: Random,
  ) {}

  /** A moment on a day whose changes extract `seq` brings. */
  momentIn(seq: number): string {
    const span = this.register.spans[seq - 1]
    if (!span) throw new RangeError(`the register has no extract ${seq}`)
    return momentBetween(this.random, span.from, span.to)
  }

  /** The first day whose changes extract `seq` brings, as a day number. */
  firstDay(seq: number): number {
    return this.register.spans[seq - 1]?.from ?? 0
  }

  /** Writes a row into extract `seq`, unless the run ends before it. */
  tell(seq: number, intent: Intent): Row | null {
    const row = this.register.get(seq)?.emit(intent) ?? null
    if (row) this.rows.push(row)
    return row
  }

  /**
   * Writes two rows of one key into one extract. The one that is not kept is a duplicate, unless they are two changes,
   * which a delta brings at two times.
   */
  tellTwice(seq: number, first: Intent, second: Intent): void {
    const rows = [this.tell(seq, { ...first, calm: true }), this.tell(seq, { ...second, calm: true })]
    const [one, two] = rows
    if (!one || !two) return
    const emitter = this.register.get(seq)
    if (emitter?.extract.mode === 'full' || one.event === two.event)
      emitter?.duplicate(one.event > two.event ? two : one)
  }

  /** A row that removes: the key, the time, and now and then the rest. */
  remove(seq: number, values: Values, key: string, at: string): void {
    this.removeRecord(seq, values, [key], at)
  }

  /** A row that removes one of a subject's records: what identifies it, the time, and now and then the rest. */
  removeRecord(seq: number, values: Values, identity: string[], at: string): void {
    const bare: Values = {
      ...Object.fromEntries(identity.map((id) => [id, values[id] ?? null])),
      updated_at: at,
    }
    this.tell(seq, { operation: 'D', values: this.random.chance(0.5) ? bare : { ...values, updated_at: at } })
  }
}

const BASE_FROM = dayOf('2016-01-01')
const BASE_TO = dayOf('2026-08-20')

/** When a row of a full dump was last changed: before every delta. */
export function baseTime(random: Random): string {
  return moment(random.between(BASE_FROM, BASE_TO), random.int(86_400))
}

/** A moment on a day from `first` to `last`, given as day numbers. */
export function momentBetween(random: Random, first: number, last: number): string {
  return moment(random.between(first, last), random.int(86_400))
}

const STALE_FROM = dayOf('2014-01-01')
const STALE_TO = dayOf('2015-12-01')

/** A moment before every base row: what a late delivery of an old change bears. */
export function staleTime(random: Random): string {
  return momentBetween(random, STALE_FROM, STALE_TO)
}
