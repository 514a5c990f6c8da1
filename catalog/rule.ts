import { z } from 'zod'
import type { ElementType } from './element.ts'

/**
 * The schemas of the kinds of rules, by kind. A rule is judged in `quality`, where each kind is one object; this room
 * knows of a kind what the interface says: `quality/rules/kinds` adds its list here, and a deployment may add its own.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface RuleKinds {}

type RuleSchema = RuleKinds[keyof RuleKinds]
/** A rule is data. Row rules judge one row; set rules a whole dataset; extract rules the extract itself. */
export type Rule = z.output<RuleSchema>
export type RuleInput = z.input<RuleSchema>

/** What the catalogue asks of a kind of rule. */
export interface DeclaredKind {
  kind: string
  judges: 'row' | 'set' | 'extract'
  schema: z.ZodObject
  /** The fields of its own dataset that the rule names; of a set rule, the key and the event time aside. */
  fieldsOf(rule: Rule): string[]
  /** The types that the rule's fields must have, where it reads their values as something. */
  typesOf(rule: Rule): [field: string, types: ElementType[]][]
  /** The registers that the rule looks into, other than its own, and their fields that it names. */
  registersOf(rule: Rule): string[]
  fieldsThereOf(rule: Rule): string[]
  /** What else is wrong with the rule. */
  faultsOf(rule: Rule, about: RuleSurroundings): RuleFault[]
}

/** What a rule may name beside fields. */
export interface RuleSurroundings {
  codeTables: readonly { id: string }[]
  /** Undefined of a field that the dataset does not have. */
  typeOf(field: string): ElementType | undefined
}

/** A fault of a rule: a finding of the catalogue's check, and what its words are filled with. */
export interface RuleFault {
  what: 'rule_unknown_table' | 'rule_bad_pattern' | 'rule_field_type'
  fields: Record<string, string>
}

const kinds = new Map<string, DeclaredKind>()

/** Makes kinds of rules known to the catalogue, before a rule is read. */
export function defineRuleKinds(defined: readonly DeclaredKind[]): void {
  for (const each of defined) kinds.set(each.kind, each)
}

export function hasRuleKinds(): boolean {
  return kinds.size > 0
}

/** @throws RangeError where the kind was not defined */
export function ruleKindOf(rule: { kind: string }): DeclaredKind {
  const found = kinds.get(rule.kind)
  if (!found) throw new RangeError(`no kind of rule is called ${rule.kind}`)
  return found
}

/** Any rule of the kinds that are defined when the first rule is read. */
export const ruleSchema = z.lazy(() => {
  const [first, ...others] = [...kinds.values()].map(({ schema }) => schema)
  if (!first) throw new RangeError('no kind of rule is defined: quality/rules/kinds is loaded first')
  return z.discriminatedUnion('kind', [first, ...others] as never)
}) as unknown as z.ZodType<Rule, RuleInput>

/** True of a rule on rows together: of one extract with the live rows of its register, and with other registers. */
export function isSetRule(rule: { kind: string }): boolean {
  return kinds.get(rule.kind)?.judges === 'set'
}

/** The registers that a rule looks into, other than its own. */
export function registersOf(rule: Rule): string[] {
  return ruleKindOf(rule).registersOf(rule)
}

/** The fields of its own dataset that a rule names. */
export function fieldsOf(rule: Rule): string[] {
  return ruleKindOf(rule).fieldsOf(rule)
}
