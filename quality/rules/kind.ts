import { z } from 'zod'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { indicators } from '../../catalog/indicators.ts'
import type { Name } from '../../catalog/names.ts'
import type { DeclaredKind, Rule, RuleFault, RuleSurroundings } from '../../catalog/rule.ts'
import type { RuleExamples, Severity } from '../../catalog/rule_base.ts'
import type { Text } from '../../core/locale.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { ExtractInput, ExtractResult } from '../extract/input.ts'
import type { RowContext, Value } from '../reference/context.ts'
import type { Examples } from './example.ts'
import type { Judging } from './judging.ts'

/** What makes a row bad, as data: it is kept in the registry of versions. The other members are the test's own. */
export interface Test {
  readonly kind: string
}

/** What is said of a violation: its severity where a rule names none, the GB/T 36344 indicator that it counts towards, its words. */
export interface ViolationFacts {
  severity: Severity
  dimension: string
  indicator: string
  words: Text
  /** Of a finding on an extract, what it is called: its words have the figures of one finding. */
  called?: Text | undefined
}

type Indicator = (typeof indicators)[keyof typeof indicators][number]

/** The facts of a violation code. */
export function violation(
  severity: Severity,
  indicator: Indicator,
  words: Text,
  called?: Text,
): ViolationFacts {
  return { severity, dimension: dimensionOf(indicator), indicator, words, called }
}

/** The dimension of GB/T 36344 that an indicator belongs to. */
export function dimensionOf(indicator: string): string {
  const found = Object.entries(indicators).find(([, names]) =>
    (names as readonly string[]).includes(indicator),
  )
  return found?.[0] ?? 'conformity'
}

/** How one row is judged. `P`: what the test is given beside its field. */
interface RowJudge<P> {
  /** SQL that is true of a row that breaks the rule (NULL counts as false). Field names are those of the dataset, values are normalised. */
  bad(field: string, test: P, about: Compiling): Expression
  /** The slow, obvious reference, of a field with a value. Left out of what is SQL itself. */
  broken?(value: Value & { text: string }, test: P, row: RowContext): boolean
  /** The reference of a field of which nothing was received; left out: nothing is said of it. */
  brokenEmpty?(test: P, row: RowContext): boolean
  /** Rows that it must let pass, and rows that it must find; undefined where one row cannot show it. */
  examples?(field: string, test: P, about: Exampling): Examples | undefined
  /** Shapes, lists and tables by which it judges beside what it is given: a change of them is a new version. */
  judgesBy?: unknown
}

export interface Compiling {
  /** Type of the field. */
  type: ElementType
  judging: Judging
  /** Id of the rule. */
  rule: string
}

/** What examples are made for: a dataset, and the types of its fields. */
export interface Exampling {
  catalogue: Catalogue
  dataset: Dataset
  typeOf(field: string): ElementType
  /** True of one of the department's own codes of a field. */
  mapped(field: string, code: string): boolean
}

/** A way to judge one row, by the name that its tests carry. */
export interface RowTest<P = never> extends RowJudge<P> {
  kind: string
}

/** A way to judge that makes its tests. */
export interface MadeRowTest<P> extends RowTest<P> {
  of(given: P): Test & P
  is(test: Test): test is Test & P
}

export function rowTest<P extends object = object>(kind: string, judge: RowJudge<P>): MadeRowTest<P> {
  return {
    ...judge,
    kind,
    of: (given) => ({ kind, ...given }),
    is: (test): test is Test & P => test.kind === kind,
  }
}

export interface RuleOptions {
  severity?: Severity | undefined
  as?: string | undefined
  name?: Name
  dimension?: string
  indicator?: string
  examples?: RuleExamples | undefined
}

/** Adds a rule on a field; a later one of the same id takes the place of the earlier. */
export type Add<Code extends string = string> = (
  field: string,
  code: Code,
  test: Test,
  options?: RuleOptions,
) => void

/** Where a declared rule is laid over those that follow from the fields' types. */
export interface Declaring<Code extends string = string> {
  catalogue: Catalogue
  dataset: Dataset
  typeOf(field: string): ElementType
  add: Add<Code>
  /** Takes away a rule that follows from the type. */
  remove(field: string, code: Code): void
  /** Severity, distinguishing name and examples that the rule declares. */
  options: RuleOptions
}

type Shape = z.ZodRawShape
type SchemaOf<K extends string, S extends Shape> = z.ZodObject<{ kind: z.ZodLiteral<K> } & S, z.core.$strict>

/** What a kind of rule says of itself: `R` the declared rule, `Code` its violation codes. */
interface KindOf<R, Code extends string> {
  /** The fields of its dataset that a rule names; left out: its `field`. */
  fieldsOf?(rule: R): string[]
  typesOf?(rule: R): [field: string, types: ElementType[]][]
  faultsOf?(rule: R, about: RuleSurroundings): RuleFault[]
  codes: Record<Code, ViolationFacts>
  tests: RowTest[]
  /** Adds the rules that a declared rule stands for. */
  declare(rule: R, declaring: Declaring<Code>): void
}

/** A kind of rule on one row: its schema, its violations with their words, how it judges, its examples. */
export interface RowKind<K extends string, S extends Shape, Code extends string> extends DeclaredKind {
  kind: K
  judges: 'row'
  schema: SchemaOf<K, S>
  codes: Record<Code, ViolationFacts>
  tests: RowTest[]
  declare(rule: Rule, declaring: Declaring<Code>): void
}

/** @param shape what a rule of the kind says beside its kind */
export function rowKind<K extends string, S extends Shape, Code extends string>(
  kind: K,
  shape: S,
  about: KindOf<z.output<SchemaOf<K, S>>, Code>,
): RowKind<K, S, Code> {
  const { fieldsOf = ownField, typesOf = () => [], faultsOf = () => [] } = about as KindOf<never, Code>
  return {
    kind,
    judges: 'row',
    schema: z.strictObject({ kind: z.literal(kind), ...shape }) as SchemaOf<K, S>,
    codes: about.codes,
    tests: about.tests,
    fieldsOf: fieldsOf as DeclaredKind['fieldsOf'],
    typesOf: typesOf as DeclaredKind['typesOf'],
    faultsOf: faultsOf as DeclaredKind['faultsOf'],
    registersOf: () => [],
    fieldsThereOf: () => [],
    declare: about.declare as RowKind<K, S, Code>['declare'],
  }
}

/** Violations and tests that follow from a field's type alone: no rule declares them. */
export interface TypeKind<Code extends string> {
  codes: Record<Code, ViolationFacts>
  tests: RowTest[]
}

export function typeKind<Code extends string>(about: TypeKind<Code>): TypeKind<Code> {
  return about
}

const ownField = ({ field }: { field: string }): string[] => [field]

/** The fields that are given. */
export function given(...fields: (string | undefined)[]): string[] {
  return fields.flatMap((field) => field ?? [])
}

/** What a set rule and an extract rule say of themselves, beside what judges them. */
interface WholeKindOf<R, Code extends string> {
  fieldsOf?(rule: R): string[]
  registersOf?(rule: R): string[]
  fieldsThereOf?(rule: R): string[]
  codes: Record<Code, ViolationFacts>
}

/** A test of a set rule: where a violation is found (one field, or the fields of a group joined by `+`), and its code. */
export interface DeclaredTest<Code extends string = string> {
  field: string
  code: Code
  test: Test
}

/** A kind of rule on rows together: of one extract with the live rows of its register, and with other registers. */
export interface SetKind<K extends string, S extends Shape, Code extends string> extends DeclaredKind {
  kind: K
  judges: 'set'
  schema: SchemaOf<K, S>
  codes: Record<Code, ViolationFacts>
  testsOf(rule: Rule, dataset: Dataset): DeclaredTest<Code>[]
}

export function setKind<K extends string, S extends Shape, Code extends string>(
  kind: K,
  shape: S,
  about: WholeKindOf<z.output<SchemaOf<K, S>>, Code> & {
    testsOf(rule: z.output<SchemaOf<K, S>>, dataset: Dataset): DeclaredTest<Code>[]
  },
): SetKind<K, S, Code> {
  const testsOf = about.testsOf as SetKind<K, S, Code>['testsOf']
  return { ...declared(kind, shape, about), judges: 'set', codes: about.codes, testsOf }
}

/** A kind of rule on an extract as a whole. */
export interface ExtractKind<K extends string, S extends Shape, Code extends string> extends DeclaredKind {
  kind: K
  judges: 'extract'
  schema: SchemaOf<K, S>
  codes: Record<Code, ViolationFacts>
  /** True of a rule that needs the profile of the extract. */
  needsProfile(rule: Rule): boolean
  judge(about: ExtractRuleOf<Rule, Code>, input: ExtractInput): ExtractResult[]
}

/** A declared rule on an extract, with its dataset and the facts of its codes. */
export interface ExtractRuleOf<R, Code extends string> {
  dataset: Dataset
  rule: R
  codes: Record<Code, ViolationFacts>
}

export function extractKind<K extends string, S extends Shape, Code extends string>(
  kind: K,
  shape: S,
  about: {
    codes: Record<Code, ViolationFacts>
    needsProfile?(rule: z.output<SchemaOf<K, S>>): boolean
    judge(about: ExtractRuleOf<z.output<SchemaOf<K, S>>, Code>, input: ExtractInput): ExtractResult[]
  },
): ExtractKind<K, S, Code> {
  const needsProfile = (about.needsProfile ?? (() => false)) as ExtractKind<K, S, Code>['needsProfile']
  const judge = about.judge as ExtractKind<K, S, Code>['judge']
  const facts = declared(kind, shape, { fieldsOf: () => [], codes: about.codes })
  return { ...facts, judges: 'extract', codes: about.codes, needsProfile, judge }
}

function declared<K extends string, S extends Shape, R>(
  kind: K,
  shape: S,
  { fieldsOf = ownField as (rule: R) => string[], registersOf, fieldsThereOf }: WholeKindOf<R, string>,
) {
  return {
    kind,
    schema: z.strictObject({ kind: z.literal(kind), ...shape }) as SchemaOf<K, S>,
    fieldsOf: fieldsOf as DeclaredKind['fieldsOf'],
    typesOf: () => [],
    faultsOf: () => [],
    registersOf: (registersOf ?? (() => [])) as DeclaredKind['registersOf'],
    fieldsThereOf: (fieldsThereOf ?? (() => [])) as DeclaredKind['fieldsThereOf'],
  }
}
