import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import type { ElementType } from '../element.ts'
import type { Rule } from '../rule.ts'
import { registersOf } from '../set_rule.ts'
import { datasetFields, type Finding, finding, has } from './finding.ts'
import { comparable, fieldsOf, typesOf } from './rule_fields.ts'

/** Rules name fields of their dataset that they can read, datasets and code tables of the catalogue, and patterns that can be read. */
export function checkRules(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) =>
    dataset.rules.flatMap((rule) => badRule(catalogue, dataset, rule)),
  )
}

function badRule(catalogue: Catalogue, dataset: Dataset, rule: Rule): Finding[] {
  const fields = { ...datasetFields(catalogue, dataset), rule: rule.kind }
  const findings = fieldsOf(rule)
    .filter((field) => !has(dataset.fields, field))
    .map((field) => finding('rule_unknown_field', { ...fields, field }))
  findings.push(...badReferences(catalogue, rule, fields))
  if (rule.kind === 'code' && !has(catalogue.codeTables, rule.table)) {
    findings.push(finding('rule_unknown_table', { ...fields, field: rule.field, table: rule.table }))
  }
  if (rule.kind === 'pattern' && !isPattern(rule.pattern)) {
    findings.push(finding('rule_bad_pattern', { ...fields, field: rule.field, pattern: rule.pattern }))
  }
  return [...findings, ...badTypes(catalogue, dataset, rule, fields)]
}

/** Registers that are not in the catalogue, and fields that they do not have. */
function badReferences(catalogue: Catalogue, rule: Rule, fields: Record<string, string>): Finding[] {
  return registersOf(rule).flatMap((id) => {
    const field = 'field' in rule ? rule.field : ''
    const other = catalogue.datasets.find((each) => each.id === id)
    if (!other) return [finding('rule_unknown_dataset', { ...fields, field, to: id })]
    return fieldsThere(rule)
      .filter((each) => !has(other.fields, each))
      .map((each) => finding('rule_unknown_field_there', { ...fields, to: id, field: each }))
  })
}

/** The fields of the other registers that the rule names. */
function fieldsThere(rule: Rule): string[] {
  if (rule.kind === 'reference')
    return [...(rule.by ? [rule.by] : []), ...(rule.inForce ?? []).map(({ field }) => field)]
  if (rule.kind !== 'notAfter' && rule.kind !== 'notBefore') return []
  return [rule.date, ...(rule.by ? [rule.by] : []), ...(rule.whenThere ?? []).map(({ field }) => field)]
}

function badTypes(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: Rule,
  fields: Record<string, string>,
): Finding[] {
  const type = (field: string) => typeOf(catalogue, dataset, field)
  const wrong = typesOf(rule).flatMap(([field, types]) => {
    const found = type(field)
    return found && !types.includes(found)
      ? [finding('rule_field_type', { ...fields, field, type: found, types: types.join(', ') })]
      : []
  })
  if (rule.kind !== 'compare') return wrong
  const [one, other] = [type(rule.field), type(rule.other)]
  return one && other && !comparable(one, other)
    ? [finding('rule_field_type', { ...fields, field: rule.other, type: other, types: one })]
    : wrong
}

function typeOf(catalogue: Catalogue, dataset: Dataset, field: string): ElementType | undefined {
  const element = dataset.fields.find((each) => each.id === field)?.element
  return catalogue.elements.find((each) => each.id === element)?.type
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== ''
  } catch {
    return false
  }
}
