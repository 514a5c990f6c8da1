import type { Condition } from '../../catalog/condition.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { SetRule } from '../../catalog/set_rule.ts'
import type { setCodes } from './codes.ts'

type Conditions = Condition[]

/** The rows in which a rule looks for what a row refers to. */
export interface Lookup {
  /** Other registers; the one found in any of them counts. */
  datasets: string[]
  /** Their field that is held against the row's; undefined: the key of each. */
  by?: string | undefined
}

/** A set rule ready to be judged; see `setRules` in the catalogue for what each kind means. */
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

interface Declared {
  /** Where a violation is found: one field, or the fields of a group joined by `+`. */
  field: string
  code: keyof typeof setCodes
  test: SetTest
}

/** The tests that a declared set rule stands for. */
export function setTests(dataset: Dataset, rule: SetRule): Declared[] {
  const when = 'when' in rule ? (rule.when ?? []) : []
  switch (rule.kind) {
    case 'unique':
      return [one(rule.fields.join('+'), 'unique.duplicate', { kind: 'unique', fields: rule.fields })]
    case 'single':
      return [one(rule.fields.join('+'), 'single.conflict', { kind: 'single', fields: rule.fields, when })]
    case 'mutual':
      return [one(rule.field, 'mutual.disagrees', { kind: 'mutual', field: rule.field, when })]
    case 'reference':
      return references(rule)
    case 'notAfter':
    case 'notBefore':
      return [against(dataset, rule)]
    case 'overlap': {
      const { fields, from, until } = rule
      return [one(from, 'period.overlap', { kind: 'overlap', fields, from, until, when })]
    }
    case 'sequence': {
      const { fields, field, order = dataset.eventTime, strict = false } = rule
      return [one(field, 'sequence.broken', { kind: 'sequence', fields, field, order, strict, when })]
    }
    case 'total': {
      const { fields, field, min, max } = rule
      return [one(field, 'total.outside', { kind: 'total', fields, field, min, max, when })]
    }
  }
}

const one = (field: string, code: Declared['code'], test: SetTest): Declared => ({ field, code, test })

function references(rule: Extract<SetRule, { kind: 'reference' }>): Declared[] {
  const { field, datasets, by, inForce = [], when = [] } = rule
  const test = (part: 'missing' | 'ended'): SetTest => ({
    kind: 'reference',
    part,
    field,
    datasets,
    ...(by ? { by } : {}),
    inForce,
    when,
  })
  const missing = one(field, 'reference.missing', test('missing'))
  return inForce.length > 0 ? [missing, one(field, 'reference.ended', test('ended'))] : [missing]
}

function against(dataset: Dataset, rule: Extract<SetRule, { kind: 'notAfter' | 'notBefore' }>): Declared {
  const { kind, field, datasets, by, date, key = dataset.key, years = 0, days = 0, openEnd = false } = rule
  const { when = [], whenThere = [] } = rule
  const test = { side: kind, field, key, datasets, by, date, years, days, openEnd, when, whenThere }
  const code = `${kind === 'notAfter' ? 'after' : 'before'}.${rule.event}` as const
  return one(field, code, { kind: 'compare', ...test })
}
