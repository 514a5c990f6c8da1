import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset, Field } from '../catalog/dataset.ts'
import { currentDivisionCodes, historicalDivisions } from '../catalog/divisions.ts'
import { elementOf } from '../catalog/lookup.ts'
import type { Rule, Severity } from '../catalog/rule.ts'
import { isSetRule } from '../catalog/set_rule.ts'
import { canonicalJson, sha256 } from '../core/hash.ts'
import { type Code, codeOf, codes } from './codes.ts'
import { geometryFieldOf } from './geometry/field.ts'
import { type Problem, problems } from './geometry/problems.ts'
import { isSetTest, type SetTest, setTests } from './sets/tests.ts'

/** What makes a row bad. Field names are those of the dataset; values are judged after normalisation. */
export type Test =
  | { kind: 'required' }
  | { kind: 'citizenId'; part: 'shape' | 'date' | 'check' }
  | { kind: 'uscc'; part: 'shape' | 'org_code' | 'check' | 'category' }
  | { kind: 'licenceId'; part: 'shape' | 'check' }
  | { kind: 'subjectId'; kindField: string; part: 'shape' | 'date' | 'check' }
  | { kind: 'geometry'; problem: Problem; types?: readonly string[]; maxArea?: number; division?: string }
  | { kind: 'authority'; authorities: string[] }
  | { kind: 'code'; codes: string[] }
  | { kind: 'division'; part: 'unknown' | 'historical' }
  | { kind: 'readable' }
  | { kind: 'notFuture' }
  | { kind: 'pattern'; pattern: string }
  | { kind: 'length'; min?: number; max?: number }
  | { kind: 'range'; min?: number; max?: number }
  | { kind: 'phone' }
  | { kind: 'dateOrder'; earlier: string }
  | { kind: 'birthDate'; id: string }
  | { kind: 'sex'; id: string }
  | SetTest

/** One rule of one dataset, ready to be judged and counted. */
export interface RuleInstance {
  /** `dataset.field.code`; unique within the dataset. */
  id: string
  field: string
  code: Code
  severity: Severity
  dimension: string
  indicator: string
  version: number
  test: Test
}

export interface CompiledRules {
  /** Rules that judge one row at a time. */
  row: RuleInstance[]
  /** Rules that judge a row against others: see `SetTest`. */
  set: RuleInstance[]
  /** SHA-256 of the rules and of the code lists they use: the version of the rule set. */
  digest: string
}

type Options = { severity?: Severity; version?: number }

/** The rules that follow from the fields' types, with the dataset's own rules laid over them. */
export function rulesOf(catalogue: Catalogue, dataset: Dataset): CompiledRules {
  const found = new Map<string, RuleInstance>()
  const add = (field: string, code: Code, test: Test, options: Options = {}) => {
    const id = `${dataset.id}.${field}.${code}`
    found.set(id, instance(id, field, code, test, options))
  }
  for (const field of dataset.fields) addTyped(catalogue, dataset, field, add)
  for (const rule of dataset.rules) addDeclared(catalogue, dataset, rule, add, found)
  const all = [...found.values()]
  const set = all.filter((rule) => isSetTest(rule.test))
  const lists = [
    currentDivisionCodes,
    historicalDivisions,
    dataset.fields.map((each) => each.mapping ?? null),
  ]
  const digest = sha256(canonicalJson([all, lists]))
  return { row: all.filter((rule) => !isSetTest(rule.test)), set, digest }
}

type Add = (field: string, code: Code, test: Test, options?: Options) => void

function instance(id: string, field: string, code: Code, test: Test, options: Options): RuleInstance {
  const { severity, dimension, indicator } = codes[code]
  return {
    id,
    field,
    code,
    severity: options.severity ?? severity,
    dimension,
    indicator,
    version: options.version ?? 1,
    test,
  }
}

function addTyped(catalogue: Catalogue, dataset: Dataset, field: Field, add: Add): void {
  const element = elementOf(catalogue, field.element)
  if (field.required || field.id === dataset.key || field.id === dataset.eventTime) {
    add(field.id, 'required', { kind: 'required' })
  }
  if (element.type === 'citizenId') addCitizenId(field.id, add)
  if (element.type === 'uscc') addUscc(field.id, add)
  if (element.type === 'licenceId') addLicenceId(field.id, add)
  if (element.type === 'geometry') addGeometry(catalogue, dataset, field.id, add)
  if (element.type === 'code') add(field.id, 'code.unknown', codeTest(catalogue, element.codeTable ?? ''))
  if (element.type === 'division') {
    add(field.id, 'division.unknown', { kind: 'division', part: 'unknown' })
    add(field.id, 'division.historical', { kind: 'division', part: 'historical' })
  }
  if (element.type === 'date') add(field.id, 'date.invalid', { kind: 'readable' })
  if (element.type === 'datetime') add(field.id, 'datetime.invalid', { kind: 'readable' })
  if (element.type === 'date' || field.id === dataset.eventTime)
    add(field.id, 'date.future', { kind: 'notFuture' })
  if (element.type === 'integer' || element.type === 'decimal')
    add(field.id, 'number.invalid', { kind: 'readable' })
  if (element.type === 'phone') add(field.id, 'phone.shape', { kind: 'phone' })
  if (element.maxLength) add(field.id, 'length.outside', { kind: 'length', max: element.maxLength })
}

function addCitizenId(field: string, add: Add, options?: Options): void {
  for (const part of ['shape', 'date', 'check'] as const) {
    add(field, codeOf(`citizen_id.${part}`), { kind: 'citizenId', part }, options)
  }
}

function addUscc(field: string, add: Add, options?: Options): void {
  for (const part of ['shape', 'org_code', 'check'] as const) {
    add(field, codeOf(`uscc.${part}`), { kind: 'uscc', part }, options)
  }
  add(field, 'uscc.category', { kind: 'uscc', part: 'category' })
}

function addLicenceId(field: string, add: Add, options?: Options): void {
  for (const part of ['shape', 'check'] as const) {
    add(field, codeOf(`licence_id.${part}`), { kind: 'licenceId', part }, options)
  }
}

/** Warnings stay warnings whatever the rule says. The area and the division are judged where the dataset has them. */
function addGeometry(
  catalogue: Catalogue,
  dataset: Dataset,
  field: string,
  add: Add,
  options?: Options,
): void {
  const about = geometryFieldOf(catalogue, dataset)
  for (const problem of problems) {
    if (problem === 'area_differs' && !about?.declaredArea) continue
    if (problem === 'outside_division' && !about?.division) continue
    const test: Test = {
      kind: 'geometry',
      problem,
      ...(problem === 'type' ? { types: about?.types } : {}),
      ...(problem === 'area' ? { maxArea: about?.maxArea } : {}),
      ...(problem === 'outside_division' ? { division: about?.division?.id } : {}),
    }
    const code = codeOf(`geometry.${problem}`)
    const severity = codes[code].severity === 'warn' ? undefined : options?.severity
    add(field, code, test, { ...options, severity })
  }
}

function addDeclared(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: Rule,
  add: Add,
  found: Map<string, RuleInstance>,
): void {
  const { severity, version } = rule
  const options = { severity, version }
  if (isSetRule(rule)) {
    for (const { field, code, test } of setTests(dataset, rule)) add(field, code, test, options)
    return
  }
  switch (rule.kind) {
    case 'required':
      add(rule.field, 'required', { kind: 'required' }, options)
      return
    case 'citizenId':
      addCitizenId(rule.field, add, options)
      return
    case 'uscc':
      addUscc(rule.field, add, options)
      if (rule.authorities) {
        add(rule.field, 'uscc.authority', { kind: 'authority', authorities: rule.authorities }, options)
      }
      return
    case 'licenceId':
      addLicenceId(rule.field, add, options)
      return
    case 'subjectId':
      for (const part of ['shape', 'date', 'check'] as const) {
        const test: Test = { kind: 'subjectId', kindField: rule.kindField, part }
        add(rule.field, codeOf(`subject_id.${part}`), test, options)
      }
      return
    case 'geometry':
      addGeometry(catalogue, dataset, rule.field, add, options)
      return
    case 'code':
      add(rule.field, 'code.unknown', codeTest(catalogue, rule.table), options)
      return
    case 'date':
      add(rule.field, 'date.invalid', { kind: 'readable' }, options)
      for (const id of [...found.keys()].filter((id) => id.endsWith(`.${rule.field}.date.future`)))
        found.delete(id)
      if (!rule.allowFuture) add(rule.field, 'date.future', { kind: 'notFuture' }, options)
      return
    case 'pattern':
      add(rule.field, 'pattern.mismatch', { kind: 'pattern', pattern: rule.pattern }, options)
      return
    case 'length':
      add(rule.field, 'length.outside', { kind: 'length', min: rule.min, max: rule.max }, options)
      return
    case 'range':
      add(rule.field, 'range.outside', { kind: 'range', min: rule.min, max: rule.max }, options)
      return
    case 'dateOrder':
      add(rule.later, 'date.order', { kind: 'dateOrder', earlier: rule.earlier }, options)
      return
    case 'birthDateMatchesId':
      add(rule.field, 'birth_date.mismatch', { kind: 'birthDate', id: rule.id }, options)
      return
    case 'sexMatchesId':
      add(rule.field, 'sex.mismatch', { kind: 'sex', id: rule.id }, options)
      return
    case 'rowCount':
    case 'freshness':
    case 'volume':
    case 'drift':
    case 'schema':
      return
  }
}

function codeTest(catalogue: Catalogue, id: string): Test {
  const table = catalogue.codeTables.find((each) => each.id === id)
  return { kind: 'code', codes: Object.keys(table?.codes ?? {}) }
}
