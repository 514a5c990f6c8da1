import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { citizenIdCheck, licenceIdCheck, orgCodeCheck, usccCheck } from './check_digits.ts'
import { lastDay } from './compile/judging.ts'
import { geometryFieldOf } from './geometry/field.ts'
import { examineRow } from './geometry/pass.ts'
import type { Problem } from './geometry/problems.ts'
import { licencePrefix, licenceShape } from './licence_id.ts'
import { kindFieldOf, typeOf } from './normalise/fields.ts'
import { phoneShape } from './phone.ts'
import { isShapedCitizenId, readField, type Value } from './reference_values.ts'
import { type RuleInstance, rulesOf } from './rules.ts'
import { isSetTest } from './sets/tests.ts'
import { usccCategories, usccShape } from './uscc.ts'

/** What the slow, obvious judge says of a row. */
export interface ReferenceResult {
  /** Ids of the row rules that the row breaks, sorted. */
  violations: string[]
  /** Normalised values as text, by field. */
  values: Record<string, string | null>
}

/** Judges one row by every row rule, one after the other. The compiled scan must say the same. */
export function judgeRow(
  catalogue: Catalogue,
  dataset: Dataset,
  row: Record<string, string | null | undefined>,
  asOf?: Date,
): ReferenceResult {
  const values = new Map<string, Value>()
  for (const field of dataset.fields) {
    const type = typeOf(catalogue, dataset, field.id)
    const received = row[field.id] ?? null
    const read =
      type === 'subjectId'
        ? readSubject(catalogue, dataset, field.id, row)
        : readField(type, field.mapping, received)
    values.set(field.id, read)
  }
  const examined = examineGeometry(catalogue, dataset, row, values)
  const judged = rulesOf(catalogue, dataset).row.filter(
    (rule) => row._op !== 'D' || rule.field === dataset.key || rule.field === dataset.eventTime,
  )
  const broken = judged.filter((rule) => isBroken(rule, values, lastDay({ asOf }), examined))
  return {
    violations: broken.map((rule) => rule.id).sort(),
    values: Object.fromEntries([...values].map(([field, { value }]) => [field, value])),
  }
}

/** Examines the row's geometry, whose value it sets. What it finds is held against a reference of its own. */
function examineGeometry(
  catalogue: Catalogue,
  dataset: Dataset,
  row: Record<string, string | null | undefined>,
  values: Map<string, Value>,
): Problem[] {
  const geometry = geometryFieldOf(catalogue, dataset)
  const text = geometry && values.get(geometry.field)?.text
  if (!geometry || !text) return []
  const of = (id: string | undefined) => (id === undefined ? null : (row[id] ?? null))
  const found = examineRow(
    { text, crs: of(geometry.crs?.id), declared: of(geometry.declaredArea?.id), division: null },
    geometry,
  )
  values.set(geometry.field, { text, value: found.geometry?.wkb.toString('hex') ?? null })
  return found.problems
}

function isBroken(
  rule: RuleInstance,
  values: Map<string, Value>,
  last: string,
  examined: Problem[],
): boolean {
  const nothing: Value = { text: null, value: null }
  const at = (field: string): Value => values.get(field) ?? nothing
  const { text, value } = at(rule.field)
  const { test } = rule
  if (test.kind === 'required') return text === null
  if (text === null || isSetTest(test)) return false
  switch (test.kind) {
    case 'citizenId':
      return citizenIdBroken(test.part, text, value ?? '', last)
    case 'uscc':
      return usccBroken(test.part, text)
    case 'geometry':
      return examined.includes(test.problem)
    case 'licenceId':
      return licenceIdBroken(test.part, text)
    case 'subjectId':
      return subjectIdBroken(test.part, at(test.kindField).text, at(rule.field), last)
    case 'authority':
      return isUscc(text) && !test.authorities.includes(text.charAt(0))
    case 'code':
      return !test.codes.includes(text)
    case 'division':
      return test.part === 'unknown' ? at(rule.field).known === false : value !== text
    case 'readable':
      return value === null
    case 'notFuture':
      return value !== null && (at(rule.field).day ?? value) > last
    case 'pattern':
      return !new RegExp(test.pattern, 'u').test(text)
    case 'length':
      return outside([...text].length, test)
    case 'range':
      return value !== null && outside(Number(value), test)
    case 'phone':
      return !new RegExp(`^(?:${phoneShape})$`, 'u').test(text)
    case 'dateOrder': {
      const earlier = at(test.earlier).value
      return value !== null && earlier !== null && value < earlier
    }
    case 'birthDate': {
      const born = at(test.id).day
      return value !== null && born !== undefined && value !== born
    }
    case 'sex': {
      const id = at(test.id).value
      const digit = id && /^[0-9]{17}/.test(id) && id.length === 18 ? Number(id.charAt(16)) : undefined
      return digit !== undefined && ((text === '1' && digit % 2 === 0) || (text === '2' && digit % 2 === 1))
    }
  }
}

function outside(value: number, { min, max }: { min?: number; max?: number }): boolean {
  return (min !== undefined && value < min) || (max !== undefined && value > max)
}

function citizenIdBroken(
  part: 'shape' | 'date' | 'check',
  text: string,
  value: string,
  last: string,
): boolean {
  if (!isShapedCitizenId(text)) return part === 'shape'
  const day = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
  if (part === 'date') return readField('date', undefined, day).value === null || day > last
  return part === 'check' && value.charAt(17) !== citizenIdCheck(value)
}

/** A subject's identifier is read as an identity number where the row says that the subject is a person. */
function readSubject(
  catalogue: Catalogue,
  dataset: Dataset,
  field: string,
  row: Record<string, string | null | undefined>,
): Value {
  const kind = dataset.fields.find((each) => each.id === kindFieldOf(dataset, field))
  const type = kind && typeOf(catalogue, dataset, kind.id)
  const read = kind && type ? readField(type, kind.mapping, row[kind.id] ?? null) : undefined
  return readField(read?.text === '1' ? 'citizenId' : 'subjectId', undefined, row[field] ?? null)
}

function subjectIdBroken(
  part: 'shape' | 'date' | 'check',
  kind: string | null,
  { text, value }: Value,
  last: string,
): boolean {
  if (text === null) return false
  if (kind === '1') return citizenIdBroken(part, text, value ?? '', last)
  if (kind !== '2') return part === 'shape' && [...text].length !== 18
  if (part === 'check') return usccBroken('check', text) || usccBroken('org_code', text)
  return part === 'shape' && !isUscc(text)
}

function licenceIdBroken(part: 'shape' | 'check', text: string): boolean {
  if (!new RegExp(`^${licenceShape}$`, 'u').test(text)) return part === 'shape'
  const body = text.slice(licencePrefix.length, -1).replaceAll('.', '')
  return part === 'check' && licenceIdCheck(body) !== text.slice(-1)
}

function isUscc(text: string): boolean {
  return new RegExp(`^${usccShape}$`, 'u').test(text)
}

function usccBroken(part: 'shape' | 'org_code' | 'check' | 'category', text: string): boolean {
  if (!isUscc(text)) return part === 'shape'
  if (part === 'org_code') return orgCodeCheck(text.slice(8)) !== text.charAt(16)
  if (part === 'check') return usccCheck(text) !== text.charAt(17)
  return part === 'category' && !usccCategories.includes(text.slice(0, 2))
}
