import type { ElementType } from '../element.ts'
import type { Rule } from '../rule.ts'
import { fieldsOfSetRule, isSetRule } from '../set_rule.ts'

/** Every field of the dataset that the rule names. Exhaustive: a new kind of rule does not compile until it is placed here. */
export function fieldsOf(rule: Rule): string[] {
  if (isSetRule(rule)) return fieldsOfSetRule(rule)
  switch (rule.kind) {
    case 'required':
    case 'citizenId':
    case 'uscc':
    case 'code':
    case 'date':
    case 'period':
    case 'pattern':
    case 'length':
    case 'range':
    case 'amount':
    case 'name':
    case 'phone':
    case 'email':
    case 'licenceId':
    case 'expression':
      return [rule.field]
    case 'subjectId':
      return [rule.field, rule.kindField]
    case 'usccKind':
      return [rule.field, rule.uscc]
    case 'orgCode':
      return given(rule.field, rule.uscc)
    case 'geometry':
    case 'postcode':
    case 'address':
      return given(rule.field, rule.division)
    case 'divisionAt':
      return [rule.field, rule.on]
    case 'coordinates':
      return [rule.field, rule.latitude]
    case 'licencePart':
    case 'birthDateMatchesId':
    case 'sexMatchesId':
      return [rule.field, rule.id]
    case 'age':
      return given(rule.field, rule.birth, typeof rule.min === 'object' ? rule.min.id : undefined)
    case 'dateOrder':
      return [rule.earlier, rule.later]
    case 'compare':
      return [rule.field, rule.other]
    case 'requiredWhen':
    case 'forbiddenWhen':
      return [rule.field, rule.when.field]
    case 'sum':
      return [rule.field, ...rule.parts]
    case 'exclusive':
      return rule.fields
    case 'rowCount':
    case 'freshness':
    case 'volume':
    case 'drift':
    case 'schema':
      return []
  }
}

function given(...fields: (string | undefined)[]): string[] {
  return fields.flatMap((field) => field ?? [])
}

const numbers: ElementType[] = ['integer', 'decimal']
const texts: ElementType[] = ['text']
const days: ElementType[] = ['date']

/** The types that the rule's fields must have, where a rule reads their values as something. */
export function typesOf(rule: Rule): [field: string, types: ElementType[]][] {
  switch (rule.kind) {
    case 'date':
      return [[rule.field, ['date', 'datetime']]]
    case 'range':
    case 'amount':
      return [[rule.field, numbers]]
    case 'sum':
      return [rule.field, ...rule.parts].map((field) => [field, numbers])
    case 'name':
      return [[rule.field, ['personName', 'text']]]
    case 'email':
    case 'postcode':
    case 'address':
    case 'orgCode':
    case 'period':
    case 'coordinates':
      return [[rule.field, texts], ...others(rule)]
    case 'usccKind':
      return [[rule.uscc, ['uscc']]]
    case 'divisionAt':
      return [
        [rule.field, ['division']],
        [rule.on, ['date', 'datetime']],
      ]
    case 'licencePart':
      return [[rule.id, ['licenceId']]]
    case 'age':
      return [
        [rule.field, days],
        [rule.birth, ['date', 'citizenId']],
        ...(typeof rule.min === 'object'
          ? ([[rule.min.id, ['citizenId']]] as [string, ElementType[]][])
          : []),
      ]
    default:
      return []
  }
}

function others(
  rule: Extract<Rule, { kind: 'email' | 'postcode' | 'address' | 'orgCode' | 'period' | 'coordinates' }>,
): [string, ElementType[]][] {
  if (rule.kind === 'coordinates') return [[rule.latitude, texts]]
  if (rule.kind === 'orgCode' && rule.uscc) return [[rule.uscc, ['uscc']]]
  if ((rule.kind === 'postcode' || rule.kind === 'address') && rule.division)
    return [[rule.division, ['division']]]
  return []
}

/** Types whose values can be compared with one another. */
export function comparable(one: ElementType, other: ElementType): boolean {
  const group = (type: ElementType) =>
    numbers.includes(type) ? 'number' : type === 'date' || type === 'datetime' ? type : 'text'
  return group(one) === group(other)
}
