import { citizenIdCheck, usccCheck } from '../check_digits.ts'
import { type BrokenLine, fold, isDistinctive, type Reading } from './line_text.ts'

/** A record of the register that a full dump seems to have no more. */
export interface MissingRecord {
  key: string
  /** Other keys of the same subject, before or after a change. */
  aliases: string[]
  /** Values that tell the record from others of the same subject. */
  names: string[]
  /** What else the register holds of it. */
  values: string[]
}

export interface SearchOptions {
  /** Another field of the register holds identifiers of the key's kind, so that one found in a line may be of another. */
  others: boolean
  /** Comparisons that are made at most; beyond it no line is searched any more. */
  budget?: number
}

/** Shorter fragments of a key stand in too many lines. */
const SHORTEST = 4
/** Shorter numbers of certificates stand in too many lines. */
const SHORTEST_NAME = 6
/** Shorter keys are next to one another. */
const SHORTEST_NEAR = 8
const LONGEST_NEAR = 64
const BUDGET = 200_000_000

/**
 * Looks for records that seem to be missing in lines that could not be read, or whose key could not. A line names a
 * record when the record's key stands in it in any form; it could be a record's when its key is nearly the record's, or
 * when half of what it says is the record's; and any record's when it says nothing that could be compared, or too little to
 * tell one from another.
 */
export class EndSearch {
  /** Keys that stand in a line. */
  readonly named = new Set<string>()
  /** Keys of records that a line could be. */
  readonly possible = new Set<string>()
  /** True once a line could be any record's. */
  any = false
  private readonly options: SearchOptions
  private readonly records: { key: string; forms: string[]; values: Set<string> }[]
  private readonly byForm = new Map<string, string[]>()
  private readonly lengths: number[]
  private readonly byNear = new Map<string, string[]>()
  private readonly byValue = new Map<string, number[]>()
  private readonly nearLengths: number[]
  private readonly shortest: number
  /** Tells a whole key where keys prove themselves by a check character. */
  private readonly isKey: ((token: string) => boolean) | undefined
  private budget: number

  constructor(missing: MissingRecord[], options: SearchOptions) {
    this.options = options
    this.budget = options.budget ?? BUDGET
    this.records = missing.map(({ key, aliases, names, values }) => ({
      key,
      forms: [
        ...new Set(
          [key, ...aliases]
            .flatMap(formsOf)
            .concat(names.map(fold).filter((name) => name.length >= SHORTEST_NAME)),
        ),
      ],
      values: new Set(values.map(folded).filter(isDistinctive)),
    }))
    for (const [at, { key, forms, values }] of this.records.entries()) {
      for (const form of forms) {
        addTo(this.byForm, form, key)
        for (const near of [...slips(form), ...ends(form, form.length)]) addTo(this.byNear, near, key)
      }
      for (const value of values) addTo(this.byValue, value, at)
    }
    this.lengths = [...new Set([...this.byForm.keys()].map((form) => form.length))]
    this.nearLengths = this.lengths.filter(isLong)
    this.shortest = Math.min(...missing.map(({ key }) => fold(key).length))
    this.isKey = [isCitizenId, isCreditCode].find((is) => missing.every(({ key }) => is(fold(key))))
  }

  look(line: BrokenLine): void {
    if (this.any) return
    if (!line.whole) {
      this.any = true
      return
    }
    const found = line.readings.flatMap(({ text }) => this.formsIn(text))
    for (const key of found) this.named.add(key)
    if (!this.options.others && (found.length > 0 || this.isAnothers(line))) return
    this.compare(line)
    if (this.budget < 0) this.any = true
  }

  /** Keys of which a form stands in `text`. */
  private formsIn(text: string): string[] {
    const keys: string[] = []
    this.budget -= text.length * this.lengths.length
    for (const length of this.lengths) {
      for (let at = 0; at + length <= text.length; at++) {
        const found = this.byForm.get(text.slice(at, at + length))
        if (found) keys.push(...found)
      }
    }
    return keys
  }

  /** True of a line in which a whole key stands that is no missing record's. */
  private isAnothers({ key, readings }: BrokenLine): boolean {
    const { isKey } = this
    return key === undefined && isKey !== undefined && readings.some(({ values }) => values.some(isKey))
  }

  private compare({ key, readings }: BrokenLine): void {
    const near = readings.flatMap(({ values }) => this.near(key === undefined ? values : [key]))
    const alike = readings.flatMap(({ values }) => this.resembling(values))
    for (const found of near) this.possible.add(found)
    for (const { key: found } of alike) this.possible.add(found)
    // What is left of a line may be another record's by chance: one short value alone tells nobody from the others.
    const isTold = near.length > 0 || alike.some(({ sure }) => sure)
    const says = (reading: Reading) =>
      key === undefined ? reading.values.some((value) => this.isKeyLike(value)) : reading.values.length > 0
    if (!isTold && !readings.some(says)) this.any = true
  }

  /** Keys that a token may be meant for. */
  private near(tokens: string[]): string[] {
    this.budget -= tokens.length
    const asked = new Set(
      tokens.flatMap((token) => [
        ...slips(token),
        ...this.nearLengths.flatMap((length) => ends(token, length)),
      ]),
    )
    return [...asked].flatMap((near) => this.byNear.get(near) ?? [])
  }

  /**
   * Records of which the line says half, or that say half of the line. `sure`: in two values at least, or with the head of
   * the record's key.
   */
  private resembling(values: string[]): { key: string; sure: boolean }[] {
    const counts = new Map<number, number>()
    const matching = values.flatMap((value) => this.byValue.get(value) ?? []).concat(this.fragments(values))
    this.budget -= matching.length
    for (const at of matching) counts.set(at, (counts.get(at) ?? 0) + 1)
    return [...counts].flatMap(([at, matches]) => {
      const record = this.records[at]
      const enough = record && matches * 2 >= Math.min(record.values.size, values.length)
      return enough ? [{ key: record.key, sure: matches > 1 || headed(record.forms, values) }] : []
    })
  }

  /** True of what may be an identifier, even with its end lost: it would be near its record's. */
  private isKeyLike(value: string): boolean {
    return value.length * 4 >= this.shortest * 3 && /[0-9A-Z]{4}/.test(value)
  }

  /** Records of whose key a value is a part, where a line was cut so short that each counts. */
  private fragments(values: string[]): number[] {
    if (values.length > 3) return []
    this.budget -= this.records.length
    const parts = values.filter((value) => value.length >= SHORTEST)
    return [...this.records.entries()]
      .filter(([, { forms }]) => parts.some((part) => forms.some((form) => form.includes(part))))
      .map(([at]) => at)
  }
}

/** The forms in which a key may be written: as it is, in 15 digits, as the organisation code within it. */
function formsOf(key: string): string[] {
  const whole = fold(key)
  if (/^\d{6}19\d{9}[\dX]$/.test(whole)) return [whole, whole.slice(0, 6) + whole.slice(8, 17)]
  if (isCreditCode(whole)) return [whole, whole.slice(8, 17)]
  return whole === '' ? [] : [whole]
}

/** Numbers without the zeros that their type adds. */
function folded(value: string): string {
  return fold(/^-?\d+\.\d*$/.test(value) ? value.replace(/\.?0*$/, '') : value)
}

/** True where one of the values begins a key, and is long enough to tell it from most. */
function headed(forms: string[], values: string[]): boolean {
  return values.some((value) => value.length >= SHORTEST_NEAR && forms.some((form) => form.startsWith(value)))
}

const isLong = (length: number): boolean => length >= SHORTEST_NEAR && length <= LONGEST_NEAR

/** What a form has in common with itself after one slip: every way to leave one character out, and itself. */
function slips(form: string): string[] {
  if (!isLong(form.length)) return []
  return [form, ...Array.from(form, (_character, at) => form.slice(0, at) + form.slice(at + 1))]
}

/** Three quarters of `length` from the front (spreadsheets round the end off) and from the back. */
function ends(form: string, length: number): string[] {
  const most = Math.ceil(length * 0.75)
  return form.length < most || form.length > LONGEST_NEAR
    ? []
    : [`${form.slice(0, most)}…`, `…${form.slice(-most)}`]
}

function isCitizenId(token: string): boolean {
  return /^\d{17}[\dX]$/.test(token) && citizenIdCheck(token.slice(0, 17)) === token[17]
}

function isCreditCode(token: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(token) && usccCheck(token.slice(0, 17)) === token[17]
}

function addTo<K, V>(index: Map<K, V[]>, entry: K, value: V): void {
  const known = index.get(entry)
  if (known) known.push(value)
  else index.set(entry, [value])
}
