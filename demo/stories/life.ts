import type { Span } from '../extracts.ts'
import type { Values } from '../faults/kind.ts'
import type { Subject } from '../fields/subject.ts'
import type { Random } from '../random.ts'
import type { Place } from '../world/places.ts'
import { baseTime, type Chronicle, momentBetween, staleTime } from './chronicle.ts'

/** One record of a register, and how its department keeps it. */
export interface LifeOf {
  values: Values
  place: Place
  /** Share of records that change in the time of one delta. */
  rate: number
  /** The first of its register: in good order, and changed in every extract, so that none is empty. */
  first: boolean
  /** No change removes it, and no fault spoils its first row. */
  steady?: boolean
  warnings?: string[]
  /** Fields that a row which removes needs. */
  identity: string[]
  subject: Subject
  /** Makes the values after a change. */
  register: { changed(values: Values, subject: Subject, random: Random): Values }
}

/** What becomes of a record over the extracts of its register. */
export function live(story: Chronicle, life: LifeOf): void {
  const { random } = story
  const { spans, later } = story.register
  const start = spans[0]
  if (!start) return
  const record = new Life(story, life)
  const entry = random.next()
  if (entry < 0.98 || life.first || life.steady) record.begin(start, entry)
  for (const span of later) {
    if (span.mode === 'full') record.dumped(span)
    else record.passed(span)
  }
}

class Life {
  private state: Values | null = null
  /** An older row of the same record that the department's books still have beside it. */
  private twin: Values | null = null
  /** What was removed by a delta: now and then the next full dump has it again. */
  private removed: Values | null = null
  private readonly calm: boolean

  constructor(
    private readonly story: Chronicle,
    private readonly life: LifeOf,
  ) {
    this.calm = life.first || life.warnings !== undefined
  }

  begin({ seq }: Span, entry: number): void {
    const { values, steady } = this.life
    this.state = values
    if (entry > 0.01 || this.life.first) this.tell(seq, 'I', values, steady)
    else {
      const { random } = this.story
      const again = { ...this.changed(values), updated_at: baseTime(random) }
      this.story.tellTwice(seq, this.intent('I', values), this.intent('I', again))
      const newer = (again.updated_at ?? '') >= (values.updated_at ?? '')
      this.state = newer ? again : values
      this.twin = newer ? values : again
    }
  }

  /** What happens to the record in the time of a delta. */
  passed(span: Span): void {
    const { random } = this.story
    if (!this.state) {
      this.joins(span, 0.004)
      return
    }
    if (!this.life.first && !random.chance(this.life.rate)) return
    const kind = this.life.first ? 0 : random.next()
    const at = momentBetween(random, span.from, span.to)
    if (kind < 0.55) this.changes(span.seq, at)
    else if (kind < 0.7) this.ends(span.seq, at)
    else if (kind < 0.85) this.tell(span.seq, 'U', { ...this.altered(), updated_at: staleTime(random) })
    else this.changesTwice(span, at)
  }

  /** A full dump in later times: all records again, some changed, some back in an older form, some lost. */
  dumped(span: Span): void {
    const { random } = this.story
    if (this.removed && random.chance(0.5)) {
      this.tell(span.seq, 'I', this.removed, true)
      return
    }
    if (!this.state) {
      this.joins(span, 0.02)
      return
    }
    const fate = this.life.first ? 0.03 : random.next()
    if (fate < 0.02 && !this.life.steady) {
      this.state = null
      return
    }
    if (fate < 0.05) this.state = { ...this.altered(), updated_at: momentBetween(random, span.from, span.to) }
    else if (fate < 0.06) this.state = { ...this.altered(), updated_at: staleTime(random) }
    else if (this.twin) {
      this.story.tellTwice(span.seq, this.intent('I', this.twin), this.intent('I', this.state))
      return
    }
    this.tell(span.seq, 'I', this.state, true)
  }

  private joins(span: Span, rate: number): void {
    const { random } = this.story
    if (!random.chance(rate)) return
    this.state = { ...this.life.values, updated_at: momentBetween(random, span.from, span.to) }
    this.tell(span.seq, 'I', this.state)
  }

  private changes(seq: number, at: string): void {
    this.state = { ...this.altered(), updated_at: at }
    this.twin = null
    this.tell(seq, 'U', this.state)
  }

  private changesTwice(span: Span, at: string): void {
    const first = { ...this.altered(), updated_at: at }
    const { random } = this.story
    const again = random.chance(0.4) ? at : momentBetween(random, span.from, span.to)
    const second = { ...this.altered(), updated_at: again }
    this.story.tellTwice(span.seq, this.intent('U', first), this.intent('U', second))
    this.state = (second.updated_at ?? '') >= at ? second : first
    this.twin = null
  }

  private ends(seq: number, at: string): void {
    if (this.life.steady) {
      this.changes(seq, at)
      return
    }
    this.story.removeRecord(seq, this.state ?? {}, this.life.identity, at)
    this.removed = this.state
    this.state = null
  }

  private altered(): Values {
    return this.changed(this.state ?? this.life.values)
  }

  private changed(values: Values): Values {
    const { register, subject } = this.life
    return register.changed(values, subject, this.story.random)
  }

  private intent(operation: 'I' | 'U', values: Values, calm = false) {
    const { place, warnings } = this.life
    return { operation, values, place, calm: calm || this.calm, ...(warnings ? { warnings } : {}) }
  }

  private tell(seq: number, operation: 'I' | 'U', values: Values, calm = false): void {
    this.story.tell(seq, this.intent(operation, values, calm))
  }
}
