import type { Condition } from '../../catalog/condition.ts'

type Conditions = Condition[]

/** The rows in which a rule looks for what a row refers to. */
export interface Lookup {
  /** Other registers; the one found in any of them counts. */
  datasets: string[]
  /** Their field that is held against the row's; undefined: the key of each. */
  by?: string | undefined
}

/** A set rule ready to be judged; see the kinds in `rules/kinds` for what each kind means. */
export type SetTest =
  | { kind: 'unique'; fields: string[] }
  | { kind: 'single'; fields: string[]; when: Conditions }
  | { kind: 'mutual'; field: string; when: Conditions }
  | ({
      kind: 'reference'
      part: 'missing' | 'ended'
      field: string
      inForce: Conditions
      when: Conditions
    } & Lookup)
  | ({
      kind: 'compare'
      side: 'notAfter' | 'notBefore'
      /** Here: the date, and the field that names the other row. There: the date. */
      field: string
      key: string
      date: string
      years: number
      days: number
      openEnd: boolean
      when: Conditions
      whenThere: Conditions
    } & Lookup)
  | { kind: 'overlap'; fields: string[]; from: string; until: string; when: Conditions }
  | { kind: 'sequence'; fields: string[]; field: string; order: string; strict: boolean; when: Conditions }
  | {
      kind: 'total'
      fields: string[]
      field: string
      min?: number | undefined
      max?: number | undefined
      when: Conditions
    }

const kinds: Record<SetTest['kind'], true> = {
  unique: true,
  single: true,
  mutual: true,
  reference: true,
  compare: true,
  overlap: true,
  sequence: true,
  total: true,
}

/** True of a test of rows together: the others judge one row. */
export function isSetTest(test: { kind: string }): test is SetTest {
  return test.kind in kinds
}

/** The tests on records with the same values in some fields. */
export type GroupedTest = Extract<SetTest, { kind: 'single' | 'overlap' | 'sequence' | 'total' }>
/** The tests that look into other registers. */
export type LookupTest = Extract<SetTest, { kind: 'reference' | 'compare' }>

/** One thing that rules want to know of the rows that have a value in the field looked at. */
export interface Sought extends Lookup {
  /** `exists`: whether one has it (true or NULL); `meets`: whether one is as the conditions say; a date: the first or last. */
  what: 'exists' | 'meets' | 'first' | 'last'
  date?: string
  when: Conditions
}
