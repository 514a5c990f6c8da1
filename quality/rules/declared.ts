import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { indicators, type Rule } from '../../catalog/rule.ts'
import { isSetRule } from '../../catalog/set_rule.ts'
import { setTests } from '../sets/tests.ts'
import { addGeometry } from './geometry.ts'
import { addIdentifier } from './identifiers.ts'
import type { Add, RuleInstance, RuleOptions } from './instance.ts'
import type { BirthField, Comparison } from './test.ts'
import { addName, codeTest, FIRST_PLAUSIBLE_DAY } from './typed.ts'

/** The rules that a declared rule stands for. Extract rules are judged elsewhere. */
export function addDeclared(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: Rule,
  add: Add,
  found: Map<string, RuleInstance>,
): void {
  const { severity, as, examples } = rule
  const options: RuleOptions = { severity, as, examples }
  const type = (field: string) => typeIn(catalogue, dataset, field)
  if (isSetRule(rule)) {
    for (const { field, code, test } of setTests(dataset, rule)) add(field, code, test, { severity, as })
    return
  }
  switch (rule.kind) {
    case 'citizenId':
    case 'uscc':
    case 'usccKind':
    case 'orgCode':
    case 'subjectId':
    case 'licenceId':
    case 'licencePart':
      addIdentifier(rule, add, { severity, as })
      return
    case 'geometry':
      addGeometry(catalogue, dataset, rule.field, add, { severity })
      return
    case 'required':
      add(rule.field, 'required', { kind: 'required' }, options)
      return
    case 'code':
      add(rule.field, 'code.unknown', codeTest(catalogue, rule.table), options)
      return
    case 'date':
      addDate(rule, type(rule.field), add, { severity })
      if (rule.allowFuture) found.delete(`${dataset.id}.${rule.field}.date.future`)
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
    case 'period':
    case 'amount':
    case 'name':
    case 'phone':
    case 'email':
    case 'postcode':
    case 'address':
    case 'divisionAt':
    case 'coordinates':
      addValue(rule, type, add, { severity, as })
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
    case 'age':
    case 'compare':
    case 'requiredWhen':
    case 'forbiddenWhen':
    case 'exclusive':
    case 'sum':
    case 'expression':
      addCrossField(rule, type, add, options)
      return
    case 'rowCount':
    case 'freshness':
    case 'volume':
    case 'drift':
    case 'schema':
      return
  }
}

type TypeOf = (field: string) => ElementType

function typeIn(catalogue: Catalogue, dataset: Dataset, field: string): ElementType {
  const found = dataset.fields.find((each) => each.id === field)
  return elementOf(catalogue, found?.element ?? field).type
}

function addDate(
  rule: Extract<Rule, { kind: 'date' }>,
  type: ElementType,
  add: Add,
  options: RuleOptions,
): void {
  const { field, min = FIRST_PLAUSIBLE_DAY, max } = rule
  const kind = type === 'datetime' ? 'datetime' : 'date'
  add(field, `${kind}.invalid`, { kind: 'readable' }, options)
  add(field, 'date.implausible', { kind: 'dayPlausible', type: kind, min, max })
  if (!rule.allowFuture) add(field, 'date.future', { kind: 'notFuture' }, options)
}

type ValueRule = Extract<
  Rule,
  {
    kind:
      | 'period'
      | 'amount'
      | 'name'
      | 'phone'
      | 'email'
      | 'postcode'
      | 'address'
      | 'divisionAt'
      | 'coordinates'
  }
>

function addValue(rule: ValueRule, type: TypeOf, add: Add, options: RuleOptions): void {
  const { field } = rule
  switch (rule.kind) {
    case 'period':
      add(field, 'period.invalid', { kind: 'period', part: 'invalid' }, options)
      if (!rule.allowFuture) add(field, 'period.future', { kind: 'period', part: 'future' }, options)
      return
    case 'amount':
      addAmount(rule, add, options)
      return
    case 'name':
      addName(field, rule.of, add, rule.severity)
      return
    case 'phone':
      add(field, 'phone.shape', { kind: 'phone' }, options)
      add(field, 'phone.implausible', { kind: 'phoneImplausible' })
      if (rule.accept) add(field, 'phone.kind', { kind: 'phoneKind', accept: rule.accept }, options)
      return
    case 'email':
      add(field, 'email.shape', { kind: 'email' }, options)
      return
    case 'postcode':
      add(field, 'postcode.shape', { kind: 'postcode' }, options)
      if (rule.division)
        add(field, 'postcode.division', { kind: 'postcodeDivision', division: rule.division })
      return
    case 'address':
      add(field, 'address.short', { kind: 'addressShort', min: rule.min }, options)
      add(field, 'address.placeholder', { kind: 'addressPlaceholder' }, options)
      if (rule.division) add(field, 'address.division', { kind: 'addressDivision', division: rule.division })
      return
    case 'divisionAt': {
      const of = type(rule.on) === 'datetime' ? 'datetime' : 'date'
      add(
        field,
        'division.not_in_force',
        { kind: 'divisionAt', on: rule.on, type: of, part: rule.part },
        options,
      )
      return
    }
    case 'coordinates':
      add(
        field,
        'coordinates.invalid',
        { kind: 'coordinates', latitude: rule.latitude, part: 'invalid' },
        options,
      )
      add(field, 'coordinates.zero', { kind: 'coordinates', latitude: rule.latitude, part: 'zero' })
      add(field, 'coordinates.swapped', { kind: 'coordinates', latitude: rule.latitude, part: 'swapped' })
      add(field, 'coordinates.range', { kind: 'coordinates', latitude: rule.latitude, part: 'range' })
      return
  }
}

function addAmount(rule: Extract<Rule, { kind: 'amount' }>, add: Add, options: RuleOptions): void {
  const { field, plausible, decimals } = rule
  add(field, 'amount.unit', { kind: 'amount', part: 'unit' }, options)
  if (!rule.negative) add(field, 'amount.negative', { kind: 'amount', part: 'negative' }, options)
  if (plausible !== undefined)
    add(field, 'amount.magnitude', { kind: 'amountSize', most: plausible }, options)
  if (decimals !== undefined) add(field, 'amount.decimals', { kind: 'amountDecimals', decimals }, options)
}

type CrossFieldRule = Extract<
  Rule,
  {
    kind: 'age' | 'compare' | 'requiredWhen' | 'forbiddenWhen' | 'exclusive' | 'sum' | 'expression'
  }
>

function addCrossField(rule: CrossFieldRule, type: TypeOf, add: Add, options: RuleOptions): void {
  switch (rule.kind) {
    case 'age': {
      const from = type(rule.birth) === 'citizenId' ? 'citizenId' : 'date'
      const birth: BirthField = { field: rule.birth, from }
      add(rule.field, 'age.outside', { kind: 'age', birth, min: rule.min, max: rule.max }, options)
      return
    }
    case 'compare':
      add(
        rule.field,
        'fields.compare',
        {
          kind: 'compareFields',
          as: comparisonOf(type(rule.field)),
          operator: rule.operator,
          other: rule.other,
        },
        options,
      )
      return
    case 'requiredWhen':
      add(rule.field, 'required.when', { kind: 'requiredWhen', when: rule.when }, options)
      return
    case 'forbiddenWhen':
      add(rule.field, 'forbidden.when', { kind: 'forbiddenWhen', when: rule.when }, options)
      return
    case 'exclusive':
      add(rule.fields[0] ?? '', 'fields.exclusive', { kind: 'exclusive', fields: rule.fields }, options)
      return
    case 'sum':
      add(rule.field, 'fields.sum', { kind: 'sum', parts: rule.parts, tolerance: rule.tolerance }, options)
      return
    case 'expression':
      add(
        rule.field,
        `custom.${rule.id}`,
        { kind: 'expression', bad: rule.bad },
        { ...options, name: rule.name, indicator: rule.indicator, dimension: dimensionOf(rule.indicator) },
      )
      return
  }
}

function dimensionOf(indicator: string): string {
  const found = Object.entries(indicators).find(([, names]) =>
    (names as readonly string[]).includes(indicator),
  )
  return found?.[0] ?? 'conformity'
}

function comparisonOf(type: ElementType): Comparison {
  if (type === 'integer' || type === 'decimal') return 'number'
  return type === 'date' || type === 'datetime' ? type : 'text'
}
