import type { Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import { Random } from '../random.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { type Person, streams, TODAY } from '../world/people.ts'
import { baseTime, Chronicle, type Register } from './chronicle.ts'
import { copyOf } from './copies.ts'

const ADULT = 22 * 366
const YEAR = 365
const MARRIED = '20'

/** The marriage registers' rows of both people of a pair. Extract 1 full, 2 delta (a workbook), 3 delta of the update. */
export function marriageRows(
  seed: number,
  pair: readonly [Person, Person],
  register: Register,
): [Row[], Row[]] {
  const couple = new Couple(seed, pair, register)
  if (couple.fit()) couple.live()
  return [couple.of(0).rows, couple.of(1).rows]
}

class Couple {
  private readonly random: Random
  private readonly stories: [Chronicle, Chronicle]
  private readonly copies: [Values, Values]
  /** The second of the pair does not say to whom: their two registrations disagree. */
  private readonly silent: boolean

  constructor(
    seed: number,
    private readonly pair: readonly [Person, Person],
    register: Register,
  ) {
    this.random = new Random(seed, streams.marriage, pair[0].index)
    this.stories = [new Chronicle(register, this.random), new Chronicle(register, this.random)]
    this.silent = new Random(seed, streams.silent, pair[0].index).chance(0.02)
    this.copies = [copyOf(pair[0], this.random, false), copyOf(pair[1], this.random, false)]
  }

  of(side: 0 | 1): Chronicle {
    return this.stories[side]
  }

  /** Old enough to marry, and near enough in age. */
  fit(): boolean {
    const [one, two] = this.pair
    return Math.max(one.born, two.born) < TODAY - ADULT - YEAR && Math.abs(one.born - two.born) < 20 * YEAR
  }

  live(): void {
    const fate = this.random.next()
    const wed = this.day(Math.max(this.pair[0].born, this.pair[1].born) + ADULT, TODAY)
    if (fate < 0.7) this.married(wed)
    else if (fate < 0.73) this.lately(2, 'I', MARRIED)
    else if (fate < 0.745) this.lately(3, 'I', MARRIED)
  }

  /** Married before the full dump; some divorced before it, some in the time of the deltas. */
  private married(wed: string): void {
    const fate = this.random.next()
    const at = baseTime(this.random)
    if (fate < 0.05) this.divorcedBefore(wed)
    else if (fate < 0.08) this.both(1, 'I', this.random.pick(['30', '90', '22', '23']), wed, at)
    else this.both(1, 'I', fate > 0.8 ? '21' : MARRIED, wed, at)
    if (fate > 0.98) this.lately(2, 'U', '40')
    else if (fate > 0.97) this.lately(3, 'U', '40')
    else if (fate > 0.968) this.annulled(2, this.stories[0].momentIn(2))
  }

  /** Both registrations are in the dump: two rows a person, of which the later counts. */
  private divorcedBefore(wed: string): void {
    const times = [baseTime(this.random), baseTime(this.random)].sort()
    for (const side of [0, 1] as const) {
      const first = this.values(side, MARRIED, wed, times[0] ?? '')
      const second = this.values(side, '40', this.day(dayOf(wed), TODAY), times[1] ?? '')
      this.stories[side].tellTwice(1, { operation: 'I', values: first }, { operation: 'I', values: second })
    }
  }

  /** On the first of the days whose changes an extract brings. */
  private lately(seq: number, operation: 'I' | 'U', status: string): void {
    const [story] = this.stories
    this.both(seq, operation, status, isoDay(story.firstDay(seq)), story.momentIn(seq))
  }

  private annulled(seq: number, at: string): void {
    for (const side of [0, 1] as const) {
      this.stories[side].remove(seq, { citizen_id: this.pair[side].citizenId }, 'citizen_id', at)
    }
  }

  private both(seq: number, operation: 'I' | 'U', status: string, on: string, at: string): void {
    for (const side of [0, 1] as const) {
      this.stories[side].tell(seq, { operation, values: this.values(side, status, on, at) })
    }
  }

  private values(side: 0 | 1, status: string, on: string, at: string): Values {
    const alone = status === '40' || status === '30'
    const unsaid = alone || (side === 1 && this.silent)
    return {
      citizen_id: this.pair[side].citizenId,
      name: this.copies[side].name ?? null,
      marital_status: status,
      spouse_citizen_id: unsaid ? null : (this.pair[1 - side]?.citizenId ?? null),
      registered_on: on,
      updated_at: at,
    }
  }

  private day(from: number, to: number): string {
    return isoDay(this.random.between(Math.min(from, to), to))
  }
}
