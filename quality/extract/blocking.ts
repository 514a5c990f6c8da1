import type { Figures } from '../tally.ts'

/** A rule of severity `block` that rows of an extract break. */
export interface BlockingRule {
  rule: string
  field: string
  code: string
  failed: number
}

/** The rules of severity `block` that rows break, in the order of their ids. */
export function blockingRules(figures: Pick<Figures, 'broken'> | undefined): BlockingRule[] {
  return (figures?.broken ?? [])
    .filter(({ rule, rows }) => rule.severity === 'block' && rows > 0)
    .map(({ rule: { id, field, code }, rows }) => ({ rule: id, field, code, failed: rows }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
}
