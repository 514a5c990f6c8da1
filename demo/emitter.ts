import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf, elementOf } from '../catalog/lookup.ts'
import { type DateStyle, dateStyleOf } from './date_style.ts'
import type { Operation } from './deliveries.ts'
import type { Extract } from './extracts.ts'
import { isAlone } from './faults/consequences.ts'
import type { FaultKind, Values } from './faults/kind.ts'
import { faultKindsOf } from './faults.ts'
import { geometryText } from './geometry_text.ts'
import type { FieldWriter } from './open_extract.ts'
import { Random } from './random.ts'
import { repairedKey } from './repairs.ts'
import { typedName } from './world/names.ts'
import { streams } from './world/people.ts'
import type { Place } from './world/places.ts'
import type { Shape } from './world/shape.ts'

/** An accepted row, as the platform must understand it. */
export interface Row {
  dataset: string
  seq: number
  line: number
  operation: Operation
  /** Local time text, comparable as text. */
  event: string
  values: Values
  /** Repairs of the key, joined by comma; null for none. */
  repair: string | null
}

/** What the story says of a row. */
export interface Intent {
  operation: Operation
  values: Values
  /** The place whose code the division field carries: an old code of it may be sent. */
  place?: Place
  /** No fault may be put in: the row is one of a set whose outcome must stay certain. */
  calm?: boolean
  /** Codes that this row carries by itself as a warning. */
  warnings?: string[]
}

export interface FaultSink {
  fault(extract: Extract, line: number, codes: string[], rejected: boolean): void
  /** A row that can be read and is rejected for what is in these fields, with the values that were meant. */
  reject(row: Row, fields: string[]): void
}

/** Writes the rows of one extract: types them as clerks do, spoils some, and remembers what it did. */
export class Emitter {
  received = 0
  rejected = 0
  private readonly random: Random
  private readonly kinds: FaultKind[]
  private readonly names: string[]
  private readonly dates: string[]
  private readonly style: DateStyle | null
  /** By field: the standard's code → the department's own. */
  private readonly codes: [field: string, own: Map<string, string>][]
  /** The key, where habits of writing it wrongly are certain to be mended. */
  private readonly mendable: string | null
  private readonly asOf: Date
  private nextKind: number

  constructor(
    readonly extract: Extract,
    private readonly writer: FieldWriter,
    private readonly sink: FaultSink,
    private readonly world: { seed: number; organisations: number },
    private readonly faultRate: number,
  ) {
    this.random = new Random(world.seed, streams.emit, extract.index)
    this.kinds = faultKindsOf(extract)
    this.asOf = new Date(`${extract.asOf}T00:00:00+08:00`)
    this.nextKind = this.random.int(this.kinds.length)
    const fields = datasetOf(catalogue, extract.dataset).fields
    this.style = dateStyleOf(extract)
    const typed = (...types: string[]) =>
      fields.filter((each) => types.includes(elementOf(catalogue, each.element).type)).map((each) => each.id)
    this.names = typed('personName')
    this.dates = typed('date')
    this.codes = fields.map((each) => [each.id, ownCodes(each.mapping ?? {})])
    this.codes = this.codes.filter(([, own]) => own.size > 0)
    const key = datasetOf(catalogue, extract.dataset).key
    this.mendable = typed('citizenId', 'uscc').includes(key) ? key : null
  }

  /** Writes a row. Null when it must be rejected. */
  emit(told: Intent): Row | null {
    const raw = this.typed(told.values)
    if (told.calm || told.operation === 'D' || !this.random.chance(this.faultRate))
      return this.plain(told, raw)
    const intent = { ...told, values: { ...told.values } }
    const fault = this.faultFor(intent, raw)
    if (fault === null) return this.plain(intent, raw)
    const line = this.write(fault.operation ?? intent.operation, raw, fault)
    this.sink.fault(this.extract, line, fault.codes, fault.rejected)
    const row = this.row(intent, line, null)
    if (!fault.rejected) return row
    if (fault.fields) this.sink.reject(row, fault.fields)
    this.rejected++
    return null
  }

  /** Writes a row that must be rejected as it is, for `codes`. Returns its line. */
  refused({ operation, values }: Intent, codes: string[]): number {
    const line = this.write(operation, this.typed(values))
    this.rejected++
    this.sink.fault(this.extract, line, codes, true)
    return line
  }

  /** Records that of two rows of one key the first-named is not the one kept. */
  duplicate(loser: Row): void {
    this.sink.fault(this.extract, loser.line, ['unique.duplicate'], false)
  }

  async close(): Promise<void> {
    await this.writer.close()
  }

  private plain(intent: Intent, raw: Values): Row {
    const codes = intent.warnings ? [...intent.warnings] : []
    const old = intent.place?.before
    if (
      old &&
      old.length > 0 &&
      raw.division === intent.place?.code &&
      !intent.calm &&
      this.random.chance(0.006)
    ) {
      raw.division = this.random.pick(old).code
      codes.push('division.historical', ...lateUse(this.extract.dataset, raw.division, intent.values))
    }
    const repair = this.repaired(raw)
    const line = this.write(intent.operation, raw)
    if (codes.length > 0) this.sink.fault(this.extract, line, codes, false)
    return this.row(intent, line, repair)
  }

  private repaired(raw: Values): string | null {
    if (this.mendable === null || !this.random.chance(0.01)) return null
    const result = repairedKey(raw[this.mendable] ?? '', this.random)
    if (result === null) return null
    raw[this.mendable] = result.text
    return result.repairs
  }

  private faultFor(intent: Intent, raw: Values): FaultKind | null {
    const { seed, organisations } = this.world
    const draft = {
      raw,
      clean: intent.values,
      random: this.random,
      extract: this.extract,
      seed,
      organisations,
    }
    for (let attempt = 0; attempt < this.kinds.length; attempt++) {
      const kind = this.kinds[this.nextKind++ % this.kinds.length] as FaultKind
      const before = { raw: { ...raw }, clean: { ...intent.values } }
      const applied = !kind.apply || kind.apply(draft)
      const spoiled = Object.keys(raw).filter((field) => raw[field] !== before.raw[field])
      const row = { dataset: this.extract.dataset, raw, spoiled }
      if (applied && isAlone(kind, row, intent.warnings ?? [], this.asOf)) return kind
      Object.assign(raw, before.raw)
      Object.assign(intent.values, before.clean)
    }
    return null
  }

  private typed(clean: Values): Values {
    const raw = { ...clean }
    for (const name of this.names) {
      const value = raw[name]
      if (value) raw[name] = typedName(value, this.random)
    }
    if (this.style) for (const date of this.dates) raw[date] = this.style(raw[date] ?? null)
    if (raw.geometry) raw.geometry = geometryText(JSON.parse(raw.geometry) as Shape, raw.crs, this.random)
    for (const [field, codes] of this.codes) {
      const own = raw[field] ? codes.get(raw[field]) : undefined
      if (own !== undefined && this.random.chance(0.8)) raw[field] = own
    }
    if (raw.education === null) raw.education = this.random.pick([null, '', ' '])
    if (this.extract.form.kind === 'jsonl') raw.updated_at = `${raw.updated_at?.replace(' ', 'T')}+08:00`
    return raw
  }

  private write(operation: string, raw: Values, fault?: FaultKind): number {
    this.received++
    return this.writer.write(operation, raw, fault?.damage)
  }

  private row(intent: Intent, line: number, repair: string | null): Row {
    const { dataset, seq } = this.extract
    const { operation, values } = intent
    return { dataset, seq, line, operation, event: values.updated_at ?? '', values, repair }
  }
}

/** The department's own code of each standard code. */
function ownCodes(mapping: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(mapping).map(([own, standard]) => [standard, own]))
}

/** The code of an abolished division on a day after its end, where the register has a rule on it. */
function lateUse(dataset: string, code: string, values: Values): string[] {
  const rule = datasetOf(catalogue, dataset).rules.find((each) => each.kind === 'divisionAt')
  const until = catalogue.divisions.find((each) => each.code === code)?.validTo
  const day = rule?.kind === 'divisionAt' ? values[rule.on] : undefined
  return day && until && day >= until ? ['division.not_in_force'] : []
}
