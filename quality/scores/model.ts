/**
 * How many elements of one kind were evaluated and how many failed: the finest figures, of which all others are sums.
 * A fact that belongs to no league or city has the division null; of rectification the dataset is null too.
 */
export interface Fact {
  department: string
  dataset: string | null
  division: string | null
  /** Month, `2026-10`. */
  period: string
  dimension: string
  indicator: string
  /** What evaluated: a rule's id, or one of `sources`. */
  source: string
  evaluated: number
  failed: number
}

/** What evaluates besides rules. */
export const sources = {
  columns: 'extract.columns',
  rows: 'extract.rows',
  unreadable: 'extract.unreadable',
  due: 'extract.due',
  read: 'extract.read',
  usable: 'extract.usable',
  entry: 'catalogue.entry',
  security: 'catalogue.security',
  /** Prefix: then the rule that judges uniqueness. */
  keys: 'keys.',
  /** Prefix: then foundation and element. */
  copies: 'copies.',
  objections: 'objections',
} as const

/** What a score is of; a part left out: all of it. */
export interface ScoreScope {
  department?: string | undefined
  dataset?: string | undefined
  /** League or city, `150100`. */
  division?: string | undefined
  /** `2026-10`, `2026` or `all`; left out: the newest month with a score. */
  period?: string | undefined
}

export interface IndicatorScore {
  indicator: string
  /** B of GB/T 36344: elements evaluated. */
  evaluated: number
  /** Of these, those that do not hold. */
  failed: number
  /** From 0 to 1: 1 − failed / evaluated. */
  score: number
}

export interface DimensionScore {
  dimension: string
  evaluated: number
  failed: number
  /** Weighted mean of the indicators. */
  score: number
  indicators: IndicatorScore[]
}

/** The score of a scope: a total with its dimensions with their indicators. What was not evaluated is not there. */
export interface ScoreTree {
  period: string
  evaluated: number
  failed: number
  /** From 0 to 1: weighted mean of the dimensions, and of rectification where it is known. */
  total: number
  grade: string
  dimensions: DimensionScore[]
  rectification?: DimensionScore
  /** The same of the period before: the last earlier one of the same length that has a score. */
  previous?: Omit<ScoreTree, 'previous'>
}
