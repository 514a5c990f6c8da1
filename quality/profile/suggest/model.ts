import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../../catalog/dataset.ts'
import type { Rule } from '../../../catalog/rule.ts'
import type { RuleExamples } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import type { FieldProfile, Profile } from '../model.ts'
import type { ValueCounts } from '../values.ts'

/** A rule that nearly all rows of the profile keep. It judges nothing until a person accepts it. */
export interface Suggestion {
  /** Names it within the dataset: kind and fields, `pattern.certificate_no`. */
  id: string
  rule: Rule
  /** Rows that the rule would have judged, and those of them that it would have found bad. Both are exact. */
  judged: number
  rejects: number
}

/** What suggestions are made from. */
export interface SuggestionInput {
  session: Session
  catalogue: Catalogue
  dataset: Dataset
  counts: ValueCounts
  profile: Profile
  /** The rows are those of one extract: what is unique in them is unique in what the department sends. */
  oneExtract: boolean
  /** Registers that a field may refer to, with their keys as rows `key`. */
  references: { field: string; datasets: string[]; keys: Expression }[]
}

/** A field with its place in the counts, its declaration and its profile. */
export interface Judged {
  at: number
  field: Field
  profile: FieldProfile
}

/** Share of the judged rows that must keep a rule that is suggested. */
const LEAST_SUPPORT = 0.99
/** Rows that a suggestion rests on at least. */
const LEAST_ROWS = 100

/** The suggestion, if enough rows were judged and nearly all kept the rule. */
export function supported(
  id: string,
  rule: Rule,
  { judged, rejects }: { judged: number; rejects: number },
): Suggestion[] {
  const enough = judged >= LEAST_ROWS && (judged - rejects) / judged >= LEAST_SUPPORT
  return enough ? [{ id, rule, judged, rejects }] : []
}

/** Rows with one good and one bad value of a field. None for a personal field: an example could be somebody. */
export function examplesOf(
  { field, profile }: Judged,
  good: string | null | undefined,
  bad: string | null,
): { examples?: RuleExamples } {
  if (profile.personal || good === undefined || good === null) return {}
  return { examples: { good: [{ [field.id]: good }], bad: [{ [field.id]: bad }] } }
}
