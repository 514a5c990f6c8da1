import { catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, type Field, identityOf } from '../../catalog/dataset.ts'
import { datasetOf, elementOf } from '../../catalog/lookup.ts'
import type { Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import { makerOf } from '../fields/makers.ts'
import type { Make, Subject } from '../fields/subject.ts'
import { Random } from '../random.ts'
import { baseTime, Chronicle, type Register } from '../stories/chronicle.ts'
import { live } from '../stories/life.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import type { Plan } from './plan.ts'
import { rowWarnings } from './row_warnings.ts'
import { streamOf } from './stream.ts'

const CHANGING = ['code', 'text', 'decimal', 'integer', 'phone', 'division']
const RATE = 0.03

/** How one record is told, beyond its values. */
interface Told {
  /** The first of its register. */
  first: boolean
  steady?: boolean
  /** What is found in every row of it. */
  warnings: string[]
}

/** A register whose records are made from what the catalogue says of its fields. */
export class RecordRegister {
  readonly dataset: Dataset
  private readonly makers: { id: string; make: Make }[]
  private readonly changing: { id: string; make: Make }[]
  private readonly stream: number
  private readonly identity: string[]
  private readonly orders: { earlier: string; later: string }[]
  private readonly limits: { field: string; other: string }[]
  private readonly warningsOf: (values: Values) => string[]
  private told = 0

  constructor(readonly plan: Plan) {
    this.dataset = datasetOf(catalogue, plan.dataset)
    this.makers = this.dataset.fields.map((field) => ({
      id: field.id,
      make: plan.fields?.[field.id] ?? this.makerOf(field),
    }))
    this.identity = identityOf(this.dataset)
    this.orders = this.dataset.rules.filter((rule) => rule.kind === 'dateOrder')
    this.limits = this.dataset.rules.flatMap((rule) =>
      rule.kind === 'compare' && rule.operator === '<=' ? [rule] : [],
    )
    this.warningsOf = rowWarnings(this.dataset)
    this.changing = this.makers.filter(({ id }) => this.mayChange(id))
    this.stream = streamOf(plan.dataset)
  }

  /** The register's own random numbers for the subject of an index. */
  random(seed: number, index: number): Random {
    return new Random(seed, this.stream, index)
  }

  /** The records of one subject. Records that the register could not tell apart are told once. */
  tell(subject: Subject, random: Random, register: Register, told: Omit<Told, 'first'>): Row[] {
    const [least, most] = this.plan.records ?? [1, 1]
    const count = random.between(least, most)
    const seen = new Set<string>()
    const rows: Row[] = []
    for (let ordinal = 0; ordinal < count; ordinal++) {
      const values = this.values({ ...subject, ordinal }, random)
      if (most > 1) {
        const identity = this.identity.map((id) => values[id]).join()
        if (seen.has(identity)) continue
        seen.add(identity)
      }
      const story = new Chronicle(register, random)
      this.live(story, subject, values, { ...told, first: this.told++ === 0 })
      rows.push(...story.rows)
    }
    return rows
  }

  /** The key is the subject's. */
  private makerOf(field: Field): Make {
    return field.id === this.dataset.key ? ({ key }) => key : makerOf(this.dataset, field)
  }

  /** The values of a record, as the department first knows it. */
  values(subject: Subject, random: Random): Values {
    const draft: Values = {}
    for (const { id, make } of this.makers) draft[id] = make(subject, random, draft)
    this.orderDays(draft, random)
    this.orderNumbers(draft)
    draft[this.dataset.eventTime] = baseTime(random)
    return draft
  }

  private live(story: Chronicle, subject: Subject, values: Values, { warnings, ...told }: Told): void {
    const found = [...warnings, ...this.warningsOf(values)]
    live(story, {
      values,
      place: subject.place,
      rate: this.plan.rate ?? RATE,
      ...told,
      ...(found.length > 0 ? { warnings: found } : {}),
      identity: this.identity,
      subject,
      register: this,
    })
  }

  /** The values of a record after a change. */
  changed(values: Values, subject: Subject, random: Random): Values {
    if (this.plan.change) return this.plan.change(values, random)
    const next = { ...values }
    for (let i = 0; i < 2 && this.changing.length > 0; i++) {
      const { id, make } = random.pick(this.changing)
      next[id] = make(subject, random, next)
    }
    return next
  }

  /** A later day is not before an earlier one. */
  private orderDays(draft: Values, random: Random): void {
    for (const rule of this.orders) {
      const earlier = draft[rule.earlier]
      const later = draft[rule.later]
      if (earlier && later && later < earlier)
        draft[rule.later] = isoDay(dayOf(earlier) + random.between(0, 60))
    }
  }

  /** What may be no more than another number is no more. */
  private orderNumbers(draft: Values): void {
    for (const rule of this.limits) {
      const [less, more] = [draft[rule.field], draft[rule.other]]
      if (less && more && Number(less) > Number(more)) draft[rule.field] = more
    }
  }

  private mayChange(id: string): boolean {
    const field = this.dataset.fields.find((each) => each.id === id)
    if (field?.role !== 'source' || identityOf(this.dataset).includes(id)) return false
    if (this.plan.fields?.[id]) return false
    const decided = this.dataset.rules.some(
      (rule) =>
        (rule.kind === 'subjectId' && rule.kindField === id) ||
        (rule.kind === 'compare' && [rule.field, rule.other].includes(id)) ||
        (rule.kind === 'geometry' && rule.division === id),
    )
    return !decided && CHANGING.includes(elementOf(catalogue, field.element).type)
  }
}
