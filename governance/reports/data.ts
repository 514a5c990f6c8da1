import type { Name } from '../../catalog/names.ts'
import type { Severity } from '../../catalog/rule_base.ts'
import type { SignedHead } from '../../exchange/audit_head.ts'

/** Whom a report is about and, since each reads its own, for whom it is made. */
export interface ReportScope {
  kind: 'department' | 'city' | 'region'
  /** Department, code of the league or city, or `150000`. */
  id: string
  name: Name
}

/** Elements evaluated (B), of these failed, and the score from 0 to 1. */
export interface Measure {
  evaluated: number
  failed: number
  score: number
}

/** The scores of one scope and period. What was not evaluated is not there. */
export interface Scores {
  /** YYYY-MM. */
  period: string
  evaluated: number
  failed: number
  /** From 0 to 1. */
  total: number
  grade: string
  dimensions: (Measure & { dimension: string; indicators: (Measure & { indicator: string })[] })[]
}

/** Totals and dimensions of one period. */
export interface TrendPoint {
  period: string
  total: number
  dimensions: Record<string, number>
}

/** Rows of extracts: received = accepted + quarantined; `warned` are accepted ones. */
export interface RowCounts {
  received: number
  accepted: number
  quarantined: number
  warned: number
}

/** One register, department or league: what it sent in the period, how it scores, what it has to mend. */
export interface Line {
  id: string
  name: Name
  /** The department that answers for a register. */
  department?: Name
  rows: RowCounts
  scores?: Scores | undefined
  /** Change of the total against the period before, in points. */
  change?: number | undefined
  /** Rows that wait for correction. */
  open: number
  /** Extracts of the period, newest first; of registers only. */
  extracts?: ExtractLine[]
  /** When the newest data is of, and how old that is on the day of the report; of registers only. */
  freshness?: Freshness
}

export interface Freshness {
  /** YYYY-MM-DD; undefined: nothing was ever sent. */
  asOf: string | undefined
  cycle: string
  age: number | undefined
  late: boolean
}

export interface ExtractLine {
  dataset: Name
  seq: number
  file: string
  mode: string
  asOf: string
  status: string
  rows: RowCounts
}

/** A rule that rows failed, over all rows that wait for correction. */
export interface Violation {
  /** The rule's id; unique in a report. */
  rule: string
  dataset: string
  datasetName: Name
  department: Name
  /** Headers of the fields. */
  field: string
  code: string
  /** What the code means. */
  words: Name
  severity: Severity
  dimension: string
  indicator: string
  version: number
  checked: number
  failed: number
  /** Rows that failed it in the period that the report is about, put right since or not. */
  fresh: number
  /** First day on which one of the rows is due, YYYY-MM-DD. */
  due?: string | undefined
  /** The first of the rows. */
  rows: ProblemRow[]
  /** How anybody with the right to query gets all of them. */
  query: string
}

/** A part of what an indicator lost in the period. */
export interface IndicatorCause {
  dimension: string
  indicator: string
  /** Undefined: of no single register. */
  dataset: Name | undefined
  /** `rule`, or how else it was judged: `keys`, `extracts`, `catalogue`, `copies`, `objections`. */
  kind: string
  source: string
  /** Of rules. */
  field?: string
  words?: Name
  failed: number
}

/**
 * Why a failing row has no day on which it is due: rules like its own are not objected to; the objection to it is closed
 * or not raised yet (the next run raises it); its deadline lies in a year whose working days are not known.
 */
export type NoDue = 'not_raised' | 'no_objection' | 'no_calendar'

/** One violation of one row, its key and value as the reader may see them. */
export interface ProblemRow {
  department: Name
  dataset: Name
  field: string
  code: string
  /** What the code means. */
  words: Name
  severity: Severity
  key: string
  /** As received; undefined where it is not shown. */
  value: string | undefined
  line: number
  file: string
  extract: number
  /** YYYY-MM of the extract. */
  period: string
  division: string | undefined
  rule: string
  version: number
  objection?: number | undefined
  state?: string | undefined
  due?: string | undefined
  /** Why the row has no day on which it is due, where it has none. */
  noDue?: NoDue | undefined
}

/** Something found on an extract as a whole: volume, drift, columns, lateness. */
export interface Finding {
  dataset: Name
  department: Name
  extract: number
  file: string
  severity: string
  /** Locale key and what it is filled in with. */
  code: string
  fields: Record<string, string | number | boolean | null>
}

/** How one department deals with objections; a rate is undefined where nothing was closed yet. */
export interface ObjectionFigures {
  department: Name
  raised: number
  open: number
  overdue: number
  fixed: number
  fixRate: number | undefined
  reopenRate: number | undefined
  meanWorkingDays: number | undefined
}

/** An objection on which somebody still has to act. */
export interface OpenObjection {
  id: number
  department: Name
  dataset: Name
  field: string
  words: Name | undefined
  state: string
  rowsOpen: number
  rows: number
  /** YYYY-MM-DD; undefined while the working days of its year are not known. */
  due: string | undefined
  overdue: boolean
}

/** Objections that a department has to answer; of a city, those that it raised. */
export interface Objections {
  departments: ObjectionFigures[]
  /** The first due first; of very many the first. */
  open: OpenObjection[]
}

/** A gate that a named officer opened. */
export interface Override {
  /** YYYY-MM-DD. */
  at: string
  /** Name of the officer. */
  actor: string
  subject: Name
  extract?: number | undefined
  reason: string
}

/** Rows of one register and period, and those of them that cannot be attributed to a league or city. */
export interface Unplaced {
  dataset: Name
  department: Name
  received: number
  rows: number
}

/** Everything that one report says. Deterministic: the same state of the platform gives the same. */
export interface ReportData {
  scope: ReportScope
  /** YYYY-MM: what was sent in it is what the report is about. */
  period: string
  /** Day of the newest data, and day of the run that the report tells of: YYYY-MM-DD. */
  asOf: string
  day: string
  rows: RowCounts
  /** Extracts of the period. */
  extracts: number
  /** Rows that wait for correction, and rows with warnings only. */
  open: { rejected: number; warned: number }
  scores?: Scores | undefined
  previous?: { period: string; total: number } | undefined
  rectification?: Measure | undefined
  trend: TrendPoint[]
  datasets: Line[]
  departments: Line[]
  cities: Line[]
  violations: Violation[]
  /** Registers of whose rows some belong to no league or city, so that no city's report counts them. */
  unplaced: Unplaced[]
  causes: IndicatorCause[]
  findings: Finding[]
  objections?: Objections | undefined
  overrides: Override[]
  /** What the report was made from. */
  versions: { tables: [table: string, version: number][]; rulesets: [dataset: Name, ruleset: string][] }
  /** The end of the platform's audit log when the report was made, signed. */
  audit?: SignedHead | undefined
}
