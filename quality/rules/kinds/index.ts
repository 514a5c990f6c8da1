import { defineRuleKinds, type Rule } from '../../../catalog/rule.ts'
import { defineTexts } from '../../../core/locale.ts'
import { rowCount, volume } from '../../extract/counts.ts'
import { drift } from '../../extract/drift.ts'
import { freshness } from '../../extract/freshness.ts'
import { schema } from '../../extract/schema.ts'
import type { ExtractKind, RowKind, RowTest, SetKind, Test, ViolationFacts } from '../kind.ts'
import { address, postcode } from './address.ts'
import { age } from './age.ts'
import { birthDateMatchesId, citizenId, sexMatchesId } from './citizen_id.ts'
import { code } from './code.ts'
import { coordinates } from './coordinates.ts'
import { usccKind, usccRule } from './credit_code.ts'
import { date, dateOrder, period, readableTypes } from './date.ts'
import { divisionAt, divisionType } from './division.ts'
import { compare, expression } from './fields.ts'
import { geometry } from './geometry.ts'
import { licenceIdRule, licencePart } from './licence_id.ts'
import { notAfter, notBefore, reference } from './lookups.ts'
import { amount, range, sum } from './number.ts'
import { orgCode } from './org_code.ts'
import { phone } from './phone.ts'
import { exclusive, forbiddenWhen, required, requiredWhen } from './presence.ts'
import { mutual, overlap, sequence, single, total, unique } from './records.ts'
import { subjectId } from './subject_id.ts'
import { email, length, name, pattern } from './text.ts'
import { vehiclePlate } from './vehicle_plate.ts'

/** Kinds of rules on one row. A new kind is its file and its name here. */
const rowKinds = [
  ...[required, requiredWhen, forbiddenWhen, exclusive],
  ...[citizenId, birthDateMatchesId, sexMatchesId, usccRule, usccKind, orgCode, subjectId],
  ...[licenceIdRule, licencePart],
  ...[code, divisionAt, postcode, address, coordinates, geometry],
  ...[date, period, dateOrder, age],
  ...[pattern, length, name, email, phone, vehiclePlate, range, amount, sum, compare, expression],
] as const
/** Kinds of rules on rows together. */
const setKinds = [unique, single, mutual, reference, notAfter, notBefore, overlap, sequence, total] as const
/** Kinds of rules on an extract as a whole. */
const extractKinds = [rowCount, volume, freshness, drift, schema] as const
/** What follows from a field's type alone. */
const typeKinds = [readableTypes, divisionType] as const

const declaredKinds = [...rowKinds, ...setKinds, ...extractKinds] as const
const allKinds = [...rowKinds, ...typeKinds, ...setKinds, ...extractKinds] as const
type DeclaredKinds = (typeof declaredKinds)[number]
type SchemasByKind = { [K in DeclaredKinds as K['kind']]: K['schema'] }

declare module '../../../catalog/rule.ts' {
  interface RuleKinds extends SchemasByKind {}
}

defineRuleKinds(declaredKinds)

type CodeOf<K> = K extends { codes: Record<infer C, unknown> } ? C & string : never
/** Every code that a row, a set of rows or an extract can be found under. */
export type Code = Exclude<CodeOf<(typeof allKinds)[number]>, `custom.${string}`>
export type ExtractCode = CodeOf<(typeof extractKinds)[number]>

/** The facts of every violation code. */
export const codes = Object.assign({}, ...allKinds.map((kind) => kind.codes)) as Record<Code, ViolationFacts>
/** The codes of an extract as a whole. */
export const extractCodes = extractKinds.flatMap((kind) => Object.keys(kind.codes)) as ExtractCode[]

for (const [id, { words, called }] of Object.entries(codes)) {
  defineTexts({ [`violation.${id}`]: words, ...(called ? { [`violation.${id}.name`]: called } : {}) })
}

const tests = new Map<string, RowTest>(
  [...rowKinds, ...typeKinds].flatMap((kind) => kind.tests).map((each) => [each.kind, each]),
)

/** How a test of one row judges. @throws RangeError of any other test */
export function rowTestOf(test: Test): RowTest<Test> {
  const found = tests.get(test.kind)
  if (!found) throw new RangeError(`${test.kind} is no test of one row`)
  return found as RowTest<Test>
}

type AnyRowKind = RowKind<string, Record<string, never>, string>
type AnySetKind = SetKind<string, Record<string, never>, string>
type AnyExtractKind = ExtractKind<string, Record<string, never>, string>

/** Every kind of rule that a register may declare. */
export const ruleKinds = declaredKinds as readonly unknown[] as readonly (
  | AnyRowKind
  | AnySetKind
  | AnyExtractKind
)[]
const byKind = new Map(ruleKinds.map((kind) => [kind.kind, kind]))

/** The kind of a rule. */
export function kindOf(rule: Rule): (typeof ruleKinds)[number] {
  return byKind.get(rule.kind) as (typeof ruleKinds)[number]
}

/** The kind of a rule on the extract as a whole; undefined of another rule. */
export function extractKindOf(rule: Rule): AnyExtractKind | undefined {
  const kind = kindOf(rule)
  return kind.judges === 'extract' ? kind : undefined
}
