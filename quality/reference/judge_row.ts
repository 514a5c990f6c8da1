import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { kindFieldOf } from '../../catalog/identifiers.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { examineRow } from '../geometry/examine_row.ts'
import { geometryFieldOf } from '../geometry/field.ts'
import type { GeometryProblem } from '../geometry/problems.ts'
import { typeOf } from '../normalise/fields.ts'
import { rulesOf } from '../rules/compiled.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { firstBirthday, lastDay } from '../rules/judging.ts'
import { rowTestOf } from '../rules/kinds/index.ts'
import { isSetTest } from '../sets/tests.ts'
import type { RowContext, Value } from './context.ts'
import { readField } from './values.ts'

/** What the slow, obvious judge says of a row. */
export interface ReferenceResult {
  /** Ids of the row rules that the row breaks, sorted. */
  violations: string[]
  /** Normalised values as text, by field. */
  values: Record<string, string | null>
}

type Received = Record<string, string | null | undefined>

/** Judges one row by every row rule but expressions, one after the other. The compiled scan must say the same. */
export function judgeRow(
  catalogue: Catalogue,
  dataset: Dataset,
  row: Received,
  asOf?: Date,
): ReferenceResult {
  const { context } = readRow(catalogue, dataset, row, asOf)
  const judged = rulesOf(catalogue, dataset).row.filter(
    (rule) => row._op !== 'D' || rule.field === dataset.key || rule.field === dataset.eventTime,
  )
  return {
    violations: judged
      .filter((rule) => isBroken(rule, context))
      .map((rule) => rule.id)
      .sort(),
    values: Object.fromEntries(dataset.fields.map(({ id }) => [id, context.at(id).value])),
  }
}

/** Ids of those of the rules that a row breaks. Only the fields that they ask for are read. */
export function brokenOf(
  catalogue: Catalogue,
  dataset: Dataset,
  rules: readonly RuleInstance[],
  row: Received,
  asOf?: Date,
): string[] {
  const { context } = readRow(catalogue, dataset, row, asOf)
  return rules.filter((rule) => isBroken(rule, context)).map(({ id }) => id)
}

/** True of a row that breaks the rule, which is no expression. */
export function breaks(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: RuleInstance,
  row: Received,
  asOf?: Date,
): boolean {
  return isBroken(rule, readRow(catalogue, dataset, row, asOf).context)
}

function readRow(
  catalogue: Catalogue,
  dataset: Dataset,
  row: Received,
  asOf?: Date,
): { context: RowContext } {
  const values = new Map<string, Value>()
  const nothing: Value = { text: null, value: null }
  const at = (id: string): Value => {
    const known = values.get(id)
    const field = known ? undefined : dataset.fields.find((each) => each.id === id)
    if (!field) return known ?? nothing
    const read = readOne(catalogue, dataset, field, row)
    values.set(id, read)
    return read
  }
  const examined = examineGeometry(catalogue, dataset, row, at, values)
  return { context: { at, last: lastDay({ asOf }), firstBirthday: firstBirthday({ asOf }), examined } }
}

function readOne(catalogue: Catalogue, dataset: Dataset, field: Field, row: Received): Value {
  const type = typeOf(catalogue, dataset, field.id)
  if (type === 'subjectId') return readSubject(catalogue, dataset, field.id, row)
  return readField(type, field.mapping, row[field.id] ?? null, codesOf(catalogue, field))
}

/** Examines the row's geometry, whose value it sets. What it finds is held against a reference of its own. */
function examineGeometry(
  catalogue: Catalogue,
  dataset: Dataset,
  row: Received,
  at: (field: string) => Value,
  values: Map<string, Value>,
): GeometryProblem[] {
  const geometry = geometryFieldOf(catalogue, dataset)
  const text = geometry && at(geometry.field).text
  if (!geometry || !text) return []
  const of = (id: string | undefined) => (id === undefined ? null : (row[id] ?? null))
  const found = examineRow(
    { text, crs: of(geometry.crs?.id), declared: of(geometry.declaredArea?.id), division: null },
    geometry,
  )
  values.set(geometry.field, { text, value: found.geometry?.wkb.toString('hex') ?? null })
  return found.problems
}

function codesOf(catalogue: Catalogue, field: Field): string[] {
  const { codeTable } = elementOf(catalogue, field.element)
  return Object.keys(catalogue.codeTables.find(({ id }) => id === codeTable)?.codes ?? {})
}

/** A subject's identifier is read as an identity number where the row says that the subject is a person. */
function readSubject(catalogue: Catalogue, dataset: Dataset, field: string, row: Received): Value {
  const kind = dataset.fields.find((each) => each.id === kindFieldOf(dataset, field))
  const type = kind && typeOf(catalogue, dataset, kind.id)
  const read =
    kind && type ? readField(type, kind.mapping, row[kind.id] ?? null, codesOf(catalogue, kind)) : undefined
  return readField(read?.text === '1' ? 'citizenId' : 'subjectId', undefined, row[field] ?? null)
}

/** Whether the row breaks the rule. Expressions are SQL: the reference says nothing of them. */
function isBroken({ field, test }: RuleInstance, row: RowContext): boolean {
  if (isSetTest(test)) return false
  const value = row.at(field)
  const judge = rowTestOf(test)
  if (!hasText(value)) return judge.brokenEmpty?.(test, row) ?? false
  return judge.broken?.(value, test, row) ?? false
}

function hasText(value: Value): value is Value & { text: string } {
  return value.text !== null
}
