import type { Emitter, Intent, Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import type { Random } from '../random.ts'
import { dayOf, moment } from '../world/calendar.ts'

/** The emitters of a dataset, by the extract's number. */
export type Register = ReadonlyMap<number, Emitter>

/** The accepted rows of one subject in one register. */
export class Chronicle {
  readonly rows: Row[] = []

  constructor(
    private readonly register: Register,
    readonly random: Random,
  ) {}

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

/** A moment on a day from `first` to `last`. */
export function timeBetween(random: Random, first: string, last: string): string {
  return moment(random.between(dayOf(first), dayOf(last)), random.int(86_400))
}

/** A moment before every base row: what a late delivery of an old change bears. */
export function staleTime(random: Random): string {
  return timeBetween(random, '2014-01-01', '2015-12-01')
}
