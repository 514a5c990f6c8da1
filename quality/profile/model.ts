import type { ElementType } from '../../catalog/element.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'

/** What the values of a field look like, most telling first. */
export const valueKinds = ['date', 'datetime', 'identity', 'phone', 'integer', 'decimal', 'text'] as const
export type ValueKind = (typeof valueKinds)[number]

/** One column to profile. */
export interface ProfiledField {
  id: string
  type: ElementType
  /**
   * How a value is shown of a field that is personal (L3, L4): `null` not at all. Left out: it may be shown as it is.
   */
  show?: ((value: Expression) => Expression) | null
  /** The codes that its values may be, with those that a mapping turns into one. */
  codes?: string[] | undefined
}

/** What to profile: rows in one relation, read once. */
export interface ProfileInput {
  rows: Relation
  fields: ProfiledField[]
  /** Fields that tell records apart within an extract (`_extract` of `rows`). */
  identity: string[]
  /** Pairs of DATE or TIMESTAMPTZ columns of which the order is counted. */
  datePairs?: [earlier: string, later: string][]
  limits?: Partial<ProfileLimits>
}

export interface ProfileLimits {
  /** Distinct values up to which kinds and patterns are counted exactly; beyond, from a sample of the values. */
  exact: number
  top: number
  /** Fewer rows than this are not told of a personal field. */
  least: number
  bins: number
}

export const defaultLimits: ProfileLimits = { exact: 20_000, top: 10, least: 10, bins: 20 }

export interface Counted {
  value: string
  count: number
}

export interface Bin {
  /** First value of the bin: a number, or a year, month or length. */
  from: string
  count: number
}

/** One field's profile. Personal values are masked in it; whoever has it may show all of it. */
export interface FieldProfile {
  field: string
  type: ElementType
  personal: boolean
  nulls: number
  /** Neither NULL nor anything but blanks. */
  blanks: number
  filled: number
  distinct: number
  /** Values that occur once. */
  once: number
  /** Share of the filled rows that have the form of each kind; `kind` is the first that nearly all have. */
  kind: ValueKind
  kinds: Partial<Record<ValueKind, number>>
  /** Kinds and patterns come from a sample of the values. */
  sampled: boolean
  min: string | null
  max: string | null
  lengths: { min: number; max: number; mean: number; bins: Bin[] } | null
  top: Counted[]
  /** Rows whose value is in no entry of `top`. */
  others: number
  patterns: Counted[]
  /** Of numbers that are no codes: nearest-rank quantiles and equal bins; of personal ones the middle quantiles only. */
  numbers: { quantiles: Record<string, number>; bins: Bin[] } | null
  /** Of dates: rows per year, or per month where there are few years. */
  dates: Bin[] | null
  /** Of codes: filled rows whose value is one, and the most frequent that are none. */
  codes: { known: number; unknown: Counted[] } | null
}

export interface Profile {
  rows: number
  /** Records that occur more than once in one extract, and their rows beyond the first; null without an identity. */
  repeated: { records: number; rows: number } | null
  fields: FieldProfile[]
  /** Fields that are empty in the same rows, nearly always. */
  emptyTogether: { fields: [string, string]; rows: number; share: number }[]
  /** Rows in which the later date lies before, on and after the earlier one. */
  orders: { earlier: string; later: string; before: number; same: number; after: number }[]
}
